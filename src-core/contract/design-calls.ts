import { z } from 'zod';
import { studyDraftSchema } from '../study/draft.ts';
import { PROBLEM_TOPICS } from '../study/protocol-problem.ts';
import {
  filmIdSchema,
  instantSchema,
  nameSchema,
  nothing,
  pixelsUrlSchema,
  promptTextSchema,
  secretSchema,
  studyIdSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';
import { seedSchema } from './generation-calls.ts';

/** A draft as its coordinator edits it. */
export const designViewSchema = z.strictObject({
  studyId: studyIdSchema,
  name: nameSchema,
  seed: seedSchema,
  createdAt: instantSchema,
  draft: studyDraftSchema,
});
export type DesignView = z.infer<typeof designViewSchema>;

/** A film of the library that a study could take, with what its text is found to say. */
export const filmCandidateSchema = z.strictObject({
  filmId: filmIdSchema,
  kind: z.enum(['real', 'synthetic']),
  pixelsUrl: pixelsUrlSchema,
  displayUrl: pixelsUrlSchema.nullable(),
  widthPx: z.int(),
  heightPx: z.int(),
  bits: z.union([z.literal(8), z.literal(16)]),
  text: promptTextSchema,
  decision: z.enum(['undecided', 'keep', 'reject']),
  modelName: z.string().nullable(),
  edited: z.boolean(),
  /** A pseudonym within this library; null: not known. */
  patient: z.string().nullable(),
  /** Read from the text (src-core/prompt): a proposal; null: nothing found. */
  finding: z.string().nullable(),
  view: z.string().nullable(),
});
export type FilmCandidate = z.infer<typeof filmCandidateSchema>;

const summarySectionSchema = z.strictObject({ topic: z.string(), sentences: z.array(z.string()) });

/** Something in the way of freezing: where the protocol is to be changed, and the film it is about, if one. */
const designProblemSchema = z.strictObject({
  topic: z.enum(PROBLEM_TOPICS),
  message: z.string(),
  filmId: filmIdSchema.nullable(),
});
export type DesignProblem = z.infer<typeof designProblemSchema>;

/** What stands in the way of freezing, what the coordinator should know before, and the protocol in plain words. */
export const designCheckSchema = z.strictObject({
  problems: z.array(designProblemSchema),
  warnings: z.array(z.string()),
  summary: z.array(summarySectionSchema),
  matrixSizePx: z.int().nullable(),
  codec: z.string(),
  cases: z.int(),
  sessions: z.int(),
});
export type DesignCheck = z.infer<typeof designCheckSchema>;

/** Both arms after the normalisation, side by side, and what is measured of them. */
export const normalisationPreviewSchema = z.strictObject({
  matrixSizePx: z.int(),
  arms: z.array(
    z.strictObject({
      arm: z.string(),
      films: z.int(),
      /** 8-bit grey of `matrixSizePx` squared; at most eight, drawn by the study's seed. */
      pictures: z.array(pixelsUrlSchema),
      /** Median over the arm's films, before and after the chain. */
      measures: z.array(
        z.strictObject({
          name: z.enum(['source-size', 'noise', 'sharpness', 'border', 'levels', 'mean-grey']),
          before: z.number().nullable(),
          after: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** Differences between arms that could give them away. */
  warnings: z.array(z.string()),
});
export type NormalisationPreview = z.infer<typeof normalisationPreviewSchema>;

const studyInput = z.strictObject({ studyId: studyIdSchema });

export const designCalls = {
  'design.create': {
    role: 'coordinator',
    kind: 'command',
    /** `preset`: an id of `INSTRUMENT_PRESETS`. */
    input: z.strictObject({ name: nameSchema, seed: seedSchema.nullable(), preset: z.string().max(80) }),
    output: designViewSchema,
  },
  'design.get': { role: 'coordinator', kind: 'query', input: studyInput, output: designViewSchema },
  'design.update': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      studyId: studyIdSchema,
      name: nameSchema,
      seed: seedSchema,
      draft: studyDraftSchema,
    }),
    output: designViewSchema,
  },
  /** Films that may be chosen: all that are not rejected. */
  'design.candidates': {
    role: 'coordinator',
    kind: 'query',
    input: nothing,
    output: z.array(filmCandidateSchema),
  },
  'design.check': { role: 'coordinator', kind: 'query', input: studyInput, output: designCheckSchema },
  /** Reported as `design.progress`; ended by `design.cancel`. */
  'design.preview': {
    role: 'coordinator',
    kind: 'command',
    input: studyInput,
    output: normalisationPreviewSchema,
  },
  /** Normalises, hashes, allocates, seals under the passphrase of the signed-in coordinator. `design.progress`. */
  'design.freeze': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, passphrase: secretSchema }),
    output: z.strictObject({ protocolHash: z.string() }),
  },
  /** Ends a preview or a freeze that is under way; nothing of it stays. */
  'design.cancel': { role: 'coordinator', kind: 'command', input: studyInput, output: nothing },
} as const satisfies Record<string, CallDefinition>;
