import { createPreviewFit } from '../../src-core/diffusion/latent-preview.ts';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { createTorchGenerator } from '../../src-core/diffusion/torch-random.ts';
import type { DrawingHooks } from './denoise.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { ModelFolder } from './model-folder.ts';
import type { ModelSessions } from './model-sessions.ts';

/** What the tests of the pipeline share: a model whose networks are plain functions. */

export const IMAGE_PIXELS = 64 * 64;
export const LATENT_VALUES = 4 * 8 * 8;

/** Noise of a fixed seed: what a network may well give. */
export const plausible = (length: number): Float32Array => createTorchGenerator(length).randn(length);

/** A decoded picture of the tiny pipeline's size by pixel. */
export const decodedAs = (greyOf: (pixel: number) => number) => async () => ({
  values: Float32Array.from({ length: IMAGE_PIXELS }, (_, pixel) => greyOf(pixel)),
  channels: 1,
  widthPixels: 64,
  heightPixels: 64,
});

/** Networks without onnxruntime: the decoder draws a ramp, the others give noise of fixed seeds. */
export function fakeSessions(changes: Partial<ModelSessions> = {}): ModelSessions {
  return {
    encodeText: async ({ ids }) => ({
      values: Float32Array.from(ids),
      batch: 1,
      tokens: ids.length,
      features: 1,
    }),
    encodeImage: async () => ({ parameters: plausible(2 * LATENT_VALUES), precision: 'float32' }),
    predict: async ({ batch }) => plausible(batch * LATENT_VALUES),
    decode: decodedAs((pixel) => (pixel / IMAGE_PIXELS) * 2 - 1),
    rest: async () => undefined,
    release: async () => undefined,
    ...changes,
  };
}

/** A loaded model of the tiny pipeline's folder. */
export function fakeModel(
  folder: ModelFolder,
  sessions: ModelSessions = fakeSessions(),
  changes: Partial<LoadedModel> = {},
): LoadedModel {
  return {
    folder,
    tokenizer: createPromptTokenizer(folder.tokenizer),
    sessions,
    precision: 'float32',
    threads: 1,
    processor: { architecture: 'none', features: [] },
    components: { 'vae_encoder/model.onnx': '0'.repeat(64) },
    onnxruntimeVersion: 'none',
    productVersion: 'none',
    embeddings: new Map(),
    previewFit: createPreviewFit(folder.vae.latent_channels),
    ...changes,
  };
}

/** Hooks that let everything pass, with a clock that ticks at each look. */
export function quietHooks(changes: Partial<DrawingHooks> = {}): DrawingHooks {
  let nowMs = 0;
  return { progress: () => undefined, checkpoint: async () => undefined, now: () => nowMs++, ...changes };
}
