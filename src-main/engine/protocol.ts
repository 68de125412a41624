import { z } from 'zod';
import { ERROR_CODES, type ErrorPayload } from '../../src-core/base/errors.ts';
import { providerSchema, seedSchema } from '../../src-core/contract/generation-calls.ts';
import { recipeSchema, schedulerNameSchema, sha256Schema } from '../../src-core/diffusion/recipe.ts';

/**
 * The messages between the product and its engine process. Both ends validate what arrives: requests in the
 * engine, replies in the product.
 */

/** Execution providers by onnxruntime's names, in the order `doctor` lists them. */
export const PROVIDER_NAMES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
const probedProviderSchema = z.enum(PROVIDER_NAMES);
export type ProviderName = z.infer<typeof probedProviderSchema>;

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
  provider: providerSchema,
  widthPixels: z.int().positive().optional(),
  heightPixels: z.int().positive().optional(),
  /** Threads onnxruntime computes with; the machine's own choice where absent. Part of the recipe. */
  threads: z.int().min(1).max(256).optional(),
  /** Also return the final latents (for comparisons with diffusers). */
  returnLatents: z.boolean().optional(),
});
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

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
  latents: z.custom<Float32Array>((value) => value instanceof Float32Array, 'not float32').optional(),
});
export type GeneratedImage = z.infer<typeof generatedImageSchema>;

/** After each call of the UNet. PNDM makes one call more than its steps; `steps` counts the calls. */
export const stepProgressSchema = z.strictObject({
  step: z.int().positive(),
  steps: z.int().positive(),
  elapsedMs: z.number().nonnegative(),
  remainingMs: z.number().nonnegative(),
});
export type StepProgress = z.infer<typeof stepProgressSchema>;

const id = z.int().nonnegative();

export const engineRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('generate'), id, request: generateRequestSchema }),
  z.strictObject({ type: z.literal('cancel'), id }),
  z.strictObject({ type: z.literal('runtime'), id }),
  z.strictObject({ type: z.literal('probe'), id, provider: probedProviderSchema }),
]);
export type EngineRequest = Readonly<z.infer<typeof engineRequestSchema>>;

const errorPayloadSchema: z.ZodType<ErrorPayload> = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const engineReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), id, progress: stepProgressSchema }),
  z.strictObject({ type: z.literal('generated'), id, image: generatedImageSchema }),
  z.strictObject({
    type: z.literal('runtime'),
    id,
    onnxruntimeVersion: z.string(),
    backends: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('probed'), id, available: z.boolean(), reason: z.string() }),
  z.strictObject({ type: z.literal('failed'), id, error: errorPayloadSchema }),
  /** The process cannot work at all and ends itself. */
  z.strictObject({ type: z.literal('fatal'), error: errorPayloadSchema }),
]);
export type EngineReply = Readonly<z.infer<typeof engineReplySchema>>;
