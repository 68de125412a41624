import { z } from 'zod';
import { PROVIDER_NAMES } from '../../src-core/base/generation-names.ts';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import { providerSchema, seedSchema } from '../../src-core/contract/generation-calls.ts';
import { modelDescriptionSchema } from '../../src-core/contract/model-description.ts';
import { recipeSchema, schedulerNameSchema, sha256Schema } from '../../src-core/diffusion/recipe.ts';

/**
 * The messages between the product and its engine process. Both ends validate what arrives: requests in the
 * engine, replies in the product.
 */

export { PROVIDER_NAMES, type ProviderName } from '../../src-core/base/generation-names.ts';

const probedProviderSchema = z.enum(PROVIDER_NAMES);

/** The film that an edit starts from, at the request's size. */
export const editSourceSchema = z.strictObject({
  widthPixels: z.int().positive(),
  heightPixels: z.int().positive(),
  /** Display grey, 0 (black) to 65535, row after row. */
  grey: z.custom<Uint16Array>((value) => value instanceof Uint16Array, 'not 16-bit integers'),
  /** How far the result may leave the film, above 0 to 1. */
  strength: z.number().gt(0).max(1),
  /** One byte a pixel, row after row: 255 is drawn anew, 0 stays. Null edits the whole film. */
  mask: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes').nullable(),
});
export type EditSource = z.infer<typeof editSourceSchema>;

/** What decides one image. Everything optional takes the model's own value. */
export const generateRequestSchema = z.strictObject({
  /** The model folder, absolute. */
  modelDir: z.string().min(1),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: seedSchema,
  /** The image's place in its batch, from 0; recorded, and without influence on the pixels. */
  seedIndex: z.int().nonnegative(),
  scheduler: schedulerNameSchema,
  steps: z.int().min(1).max(1000),
  guidanceScale: z.number().min(0).max(100),
  guidanceRescale: z.number().min(0).max(1).default(0),
  /** DDIM's eta. */
  eta: z.number().min(0).max(1).default(0),
  /** Null for text to image. */
  edit: editSourceSchema.nullable().default(null),
  provider: providerSchema,
  widthPixels: z.int().positive().optional(),
  heightPixels: z.int().positive().optional(),
  /** Threads onnxruntime computes with; the machine's own choice where absent. Part of the recipe. */
  threads: z.int().min(1).max(256).optional(),
  /** SHA-256 by file as registered: a model that differs is refused with MODEL_CHANGED. */
  expectedComponents: z.record(z.string(), sha256Schema).optional(),
  /** `in-turn` keeps one graph in memory at a time: slower, and the way for models that do not fit whole. */
  memory: z.enum(['resident', 'in-turn']).default('resident'),
  /** A small picture of the latents with the progress of every n-th step; `decoded` asks the decoder for it. */
  preview: z.strictObject({ everySteps: z.int().min(1), decoded: z.boolean() }).optional(),
  /** Also return the final latents (for comparisons with diffusers). */
  returnLatents: z.boolean().optional(),
  /** Also return the latents after each call of the UNet (likewise). */
  returnTrajectory: z.boolean().optional(),
});
/** As a caller writes it. */
export type GenerateRequest = z.input<typeof generateRequestSchema>;
/** As the engine works with it: defaults filled in. */
export type ImageTask = z.output<typeof generateRequestSchema>;

/** A quick look at an image in the making: 8-bit grey, row after row, usually of the latents' size. */
export const previewSchema = z.strictObject({
  widthPixels: z.int().positive(),
  heightPixels: z.int().positive(),
  pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
});
export type LatentPreview = z.infer<typeof previewSchema>;

const latentsSchema = z.custom<Float32Array>((value) => value instanceof Float32Array, 'not float32');

export const generatedImageSchema = z.strictObject({
  width: z.int().positive(),
  height: z.int().positive(),
  /** 8-bit grey, row after row, 0 is black. */
  pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
  /** Of the pixels. */
  sha256: sha256Schema,
  recipe: recipeSchema,
  elapsedMs: z.number().nonnegative(),
  /** The part of `elapsedMs` spent inside onnxruntime. */
  inferenceMs: z.number().nonnegative(),
  negativeTokens: z.strictObject({ count: z.int().nonnegative(), truncatedText: z.string().nullable() }),
  /** Shape 1 x channels x height / 8 x width / 8, before scaling for the decoder; when asked for. */
  latents: latentsSchema.optional(),
  /** The same after each call of the UNet, the last ones being `latents`; when asked for. */
  trajectory: z.array(latentsSchema).optional(),
});
export type GeneratedImage = z.infer<typeof generatedImageSchema>;

/** After each call of the UNet. PNDM makes one call more than its steps; `steps` counts the calls. */
export const stepProgressSchema = z.strictObject({
  step: z.int().positive(),
  steps: z.int().positive(),
  elapsedMs: z.number().nonnegative(),
  remainingMs: z.number().nonnegative(),
  /** Where the request asks for previews, with every n-th step. */
  preview: previewSchema.optional(),
});
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** While a model folder is read. */
export const inspectionProgressSchema = z.strictObject({
  doneBytes: z.int().nonnegative(),
  totalBytes: z.int().nonnegative(),
  /** The file that is being read, by its path in the folder. */
  file: z.string(),
});
export type InspectionProgress = z.infer<typeof inspectionProgressSchema>;

const id = z.int().nonnegative();

export const engineRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('generate'), id, request: generateRequestSchema }),
  z.strictObject({ type: z.literal('cancel'), id }),
  /** Holds the work between two steps, or lets it go on. */
  z.strictObject({ type: z.literal('hold'), held: z.boolean() }),
  z.strictObject({ type: z.literal('runtime'), id }),
  z.strictObject({ type: z.literal('probe'), id, provider: probedProviderSchema }),
  /** Reads and checks a model folder, without loading it. */
  z.strictObject({ type: z.literal('inspect'), id, modelDir: z.string().min(1) }),
]);
export type EngineRequest = Readonly<z.infer<typeof engineRequestSchema>>;

/** What trying a provider said; `runMs` is null where the test graph did not run. */
const probeOutcomeSchema = z.strictObject({
  available: z.boolean(),
  reason: z.string(),
  runMs: z.number().nonnegative().nullable(),
});
export type ProbeOutcome = Readonly<z.infer<typeof probeOutcomeSchema>>;

export const engineReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), id, progress: stepProgressSchema }),
  z.strictObject({ type: z.literal('generated'), id, image: generatedImageSchema }),
  z.strictObject({
    type: z.literal('runtime'),
    id,
    onnxruntimeVersion: z.string(),
    processor: z.strictObject({
      model: z.string().nullable(),
      architecture: z.string(),
      features: z.array(z.string()),
    }),
    /** Where a request names none. */
    threads: z.int().positive(),
  }),
  z.strictObject({ type: z.literal('probed'), id, ...probeOutcomeSchema.shape }),
  z.strictObject({ type: z.literal('inspecting'), id, progress: inspectionProgressSchema }),
  z.strictObject({ type: z.literal('inspected'), id, description: modelDescriptionSchema }),
  z.strictObject({ type: z.literal('failed'), id, error: errorPayloadSchema }),
  /** The process cannot work at all and ends itself. */
  z.strictObject({ type: z.literal('fatal'), error: errorPayloadSchema }),
]);
export type EngineReply = Readonly<z.infer<typeof engineReplySchema>>;
