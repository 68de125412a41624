import { z } from 'zod';
import { jobIdSchema } from './common.ts';
import type { EventDefinition } from './define.ts';

/** Events main sends to a window. None is sent to a reader: timing alone could tell something. */
export const events = {
  'generation.progress': {
    role: 'coordinator',
    payload: z.strictObject({
      jobId: jobIdSchema,
      /** Zero-based index of the image within its job. */
      imageIndex: z.number().int(),
      step: z.number().int(),
      steps: z.number().int(),
      elapsedMs: z.number(),
      /** Estimate for the whole job; null before the first step is measured. */
      remainingMs: z.number().nullable(),
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
  'studies.freezeProgress': {
    role: 'coordinator',
    payload: z.strictObject({ done: z.number().int(), total: z.number().int() }),
  },
} as const satisfies Record<string, EventDefinition>;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;
