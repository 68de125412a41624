import { z } from 'zod';
import { ANALYSIS_PARTS } from './analysis-calls.ts';
import { batchIdSchema, jobIdSchema } from './common.ts';
import type { EventDefinition } from './define.ts';

/**
 * Events main sends to a window. None of a study's course is sent to a reader: timing alone could tell something.
 */
export const events = {
  'generation.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      jobId: jobIdSchema,
      /** Null for a job that was queued alone. */
      batchId: batchIdSchema.nullable(),
      /** Zero-based index of the image within its job. */
      imageIndex: z.number().int(),
      step: z.number().int(),
      steps: z.number().int(),
      elapsedMs: z.number(),
      /** Estimate for the whole job; null before the first step is measured. */
      remainingMs: z.number().nullable(),
    }),
  },
  /** A quick look at the image in work, a few kilobytes, drawn from its latents: no film yet. */
  'generation.preview': {
    role: 'coordinator',
    payload: z.strictObject({
      jobId: jobIdSchema,
      imageIndex: z.number().int(),
      step: z.number().int(),
      steps: z.number().int(),
      widthPx: z.number().int(),
      heightPx: z.number().int(),
      /** 8-bit grey, row by row. */
      pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
    }),
  },
  'generation.changed': { role: 'coordinator', payload: z.strictObject({ jobId: jobIdSchema.nullable() }) },
  'library.changed': { role: 'coordinator', payload: z.strictObject({}) },
  'library.importProgress': {
    role: 'coordinator',
    payload: z.strictObject({
      done: z.number().int(),
      total: z.number().int(),
      fileName: z.string(),
      remainingMs: z.number().nullable(),
    }),
  },
  'export.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  'models.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      phase: z.enum(['checking', 'copying', 'checking-copy', 'drawing']),
      file: z.string().nullable(),
      /** Bytes; steps while an image is drawn. */
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  'models.changed': { role: 'coordinator', payload: z.strictObject({}) },
  /** Films looked at in search of the one that an edit started from. */
  'remakes.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  /** Films through the normalisation, of a preview or a freeze. */
  'design.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  /** Films of packages that are written or taken over, files of readings: whoever is at the window asked for it. */
  'packages.progress': {
    role: 'anyone',
    payload: z.strictObject({
      phase: z.enum(['writing', 'opening', 'keeping', 'taking']),
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  /** Of the part that is computed; `remainingMs` of the whole, null before it can be told. */
  'analysis.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      part: z.enum(ANALYSIS_PARTS),
      done: z.number().int(),
      total: z.number().int(),
      remainingMs: z.number().nullable(),
    }),
  },
  'studies.freezeProgress': {
    role: 'coordinator',
    payload: z.strictObject({ done: z.number().int(), total: z.number().int() }),
  },
} as const satisfies Record<string, EventDefinition>;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;
