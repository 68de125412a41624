import { z } from 'zod';

/** The version of the recipe's format; raised when a field changes its meaning. */
export const RECIPE_FORMAT_VERSION = 1;

/** The schedulers of the product, by the names used in recipes, on the command line and in the interface. */
export const SCHEDULER_NAMES = ['pndm', 'ddim', 'dpmpp-2m'] as const;
export type SchedulerName = (typeof SCHEDULER_NAMES)[number];
export const schedulerNameSchema = z.enum(SCHEDULER_NAMES);

/** Lower-case hexadecimal SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Everything that decides the pixels of one generated image, and nothing that depends on the time of day:
 * the same recipe on the same machine gives the same bytes.
 */
export const recipeSchema = z.strictObject({
  formatVersion: z.literal(RECIPE_FORMAT_VERSION),
  prompt: z.string(),
  negativePrompt: z.string(),
  /** The seed of this image's own noise generator: the first seed of its batch plus `seedIndex`. */
  seed: z.int().nonnegative(),
  /** The image's place in its batch, from 0. Not needed to make the image again. */
  seedIndex: z.int().nonnegative(),
  scheduler: schedulerNameSchema,
  steps: z.int().min(1),
  guidanceScale: z.number().nonnegative(),
  widthPixels: z.int().positive(),
  heightPixels: z.int().positive(),
  /** SHA-256 of the image that an edit started from; null for text to image. */
  sourceImage: sha256Schema.nullable(),
  /** How far an edit may leave its source image, 0 to 1; null for text to image. */
  strength: z.number().min(0).max(1).nullable(),
  model: z.strictObject({
    name: z.string().min(1),
    /** SHA-256 of every file the image depends on, by its path in the model folder. */
    components: z.record(z.string().min(1), sha256Schema),
  }),
  provider: z.string().min(1),
  precision: z.literal('float32'),
  threads: z.int().positive(),
  onnxruntimeVersion: z.string().min(1),
  productVersion: z.string().min(1),
  tokens: z.strictObject({
    /** Tokens of the prompt with start and end token, without padding, before nothing is cut: at most 77. */
    count: z.int().nonnegative(),
    /** The end of the prompt that the text encoder never saw; null when all of it was used. */
    truncatedText: z.string().nullable(),
  }),
});

export type Recipe = z.infer<typeof recipeSchema>;
