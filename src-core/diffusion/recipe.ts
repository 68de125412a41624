import { z } from 'zod';
import { PRECISION_NAMES, PROVIDER_NAMES, SCHEDULER_NAMES, TASK_NAMES } from '../base/generation-names.ts';

/** The version of the recipe's format; raised when a field changes its meaning. */
export const RECIPE_FORMAT_VERSION = 2;

export type { SchedulerName } from '../base/generation-names.ts';
export const schedulerNameSchema = z.enum(SCHEDULER_NAMES);

/** Lower-case hexadecimal SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Everything that decides the pixels of one generated image, and nothing that depends on the time of day:
 * the same recipe on the same machine gives the same bytes.
 */
const currentRecipeSchema = z.strictObject({
  formatVersion: z.literal(RECIPE_FORMAT_VERSION),
  task: z.enum(TASK_NAMES),
  prompt: z.string(),
  negativePrompt: z.string(),
  /** The seed of this image's own noise generator: the first seed of its batch plus `seedIndex`. */
  seed: z.int().nonnegative(),
  /** The image's place in its batch, from 0. Not needed to make the image again. */
  seedIndex: z.int().nonnegative(),
  scheduler: schedulerNameSchema,
  steps: z.int().min(1),
  guidanceScale: z.number().nonnegative(),
  /** Lin et al. 2023, arXiv 2305.08891, section 3.4: 0 leaves guidance as it is, 1 rescales it fully. */
  guidanceRescale: z.number().min(0).max(1),
  /** DDIM's eta (Song et al. 2021, equation 16): 0 is deterministic, 1 adds as much noise as DDPM. */
  eta: z.number().min(0).max(1),
  widthPixels: z.int().positive(),
  heightPixels: z.int().positive(),
  /**
   * SHA-256 of the film that an edit started from, as the engine got it: grey values 0 to 65535 as 16-bit
   * little-endian integers, row after row, at the image's size. Null for text to image.
   */
  sourceImage: sha256Schema.nullable(),
  /** SHA-256 of the mask, one byte a pixel, row after row: 255 is drawn anew, 0 stays. Null without a mask. */
  maskImage: sha256Schema.nullable(),
  /** How far an edit may leave its source image, above 0 to 1; null for text to image. */
  strength: z.number().min(0).max(1).nullable(),
  model: z.strictObject({
    name: z.string().min(1),
    /** SHA-256 of every file the image depends on, by its path in the model folder. */
    components: z.record(z.string().min(1), sha256Schema),
  }),
  provider: z.enum(PROVIDER_NAMES),
  precision: z.enum(PRECISION_NAMES),
  threads: z.int().positive(),
  /** What decides which kernels compute; null in recipes of before it was recorded. */
  processor: z.strictObject({ architecture: z.string(), features: z.array(z.string()) }).nullable(),
  onnxruntimeVersion: z.string().min(1),
  productVersion: z.string().min(1),
  tokens: z.strictObject({
    /** Tokens of the prompt with start and end token, without padding, before nothing is cut. */
    count: z.int().nonnegative(),
    /** The end of the prompt that the text encoder never saw; null when all of it was used. */
    truncatedText: z.string().nullable(),
  }),
});

export type Recipe = z.infer<typeof currentRecipeSchema>;

/** A recipe of any format version so far; earlier ones are read as what they meant. */
export const recipeSchema: z.ZodType<Recipe> = z.preprocess(upgradeRecipe, currentRecipeSchema);

/** Version 1 knew text to image in float32 only. */
function upgradeRecipe(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('formatVersion' in json)) return json;
  if (json.formatVersion !== 1) return json;
  return {
    ...json,
    formatVersion: RECIPE_FORMAT_VERSION,
    task: 'text-to-image',
    guidanceRescale: 0,
    eta: 0,
    maskImage: null,
    processor: null,
  };
}
