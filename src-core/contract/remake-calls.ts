import { z } from 'zod';
import { filmIdSchema, jobIdSchema, nothing } from './common.ts';
import type { CallDefinition } from './define.ts';
import { jobRequestSchema, jobViewSchema, providerSchema } from './generation-calls.ts';

/** What is made again: a film of the library, or the picture of a file. */
const madeAgainSchema = z.strictObject({
  /** Null where it came from a file. */
  filmId: filmIdSchema.nullable(),
  fileName: z.string().nullable(),
  seed: z.number().int(),
});
export type MadeAgain = z.infer<typeof madeAgainSchema>;

/** An image that can be made again: its recipe as a request, and what is known to be other here. */
export const remakeViewSchema = z.strictObject({
  remakeId: z.string(),
  of: madeAgainSchema,
  /** Exactly the recipe, but for `missingProvider`. */
  request: jobRequestSchema,
  /** What the model was called that made the image, where it has another name here. */
  otherModelName: z.string().nullable(),
  /** Files of the model that are not those of the recipe; empty where all are. */
  changedFiles: z.array(z.string()),
  /** What the image was computed on, where that does not work here and the CPU stands in. */
  missingProvider: z.strictObject({ name: providerSchema, reason: z.string() }).nullable(),
});
export type RemakeView = z.infer<typeof remakeViewSchema>;

/** How an image made again compares with the one before. */
export const remakeComparisonSchema = z.strictObject({
  of: madeAgainSchema,
  verdict: z.enum(['identical', 'within tolerance', 'different']),
  /** Grey levels of 255. */
  largestDifference: z.number().int(),
  meanDifference: z.number(),
  differingPixels: z.number().int(),
  pixels: z.number().int(),
  /** Something that decides how numbers are rounded, as it was recorded and as it is here. */
  differences: z.array(z.strictObject({ what: z.string(), recorded: z.string(), here: z.string() })),
});
export type RemakeComparison = z.infer<typeof remakeComparisonSchema>;

export const remakeCalls = {
  /** Prepares to make a film of the library again. */
  'remakes.ofFilm': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ filmId: filmIdSchema }),
    output: remakeViewSchema,
  },
  /**
   * Asks for a PNG that carries a recipe and prepares to make its image again; null when the dialog was closed. The
   * film that an edit started from is looked for in the library, which `remakes.cancel` stops.
   */
  'remakes.fromPng': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: remakeViewSchema.nullable(),
  },
  'remakes.cancel': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Queues exactly what was prepared. */
  'remakes.enqueue': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ remakeId: z.string() }),
    output: jobViewSchema,
  },
  /** Null while the image is not made, and for jobs that make none again. */
  'remakes.comparison': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ jobId: jobIdSchema }),
    output: remakeComparisonSchema.nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
