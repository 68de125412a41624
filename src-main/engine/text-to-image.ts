import { createHash } from 'node:crypto';
import { LightboxError } from '../../src-core/base/errors.ts';
import { applyGuidance } from '../../src-core/diffusion/guidance.ts';
import { decodedImageToGrey8 } from '../../src-core/diffusion/image.ts';
import type { EncodedPrompt, PromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { RECIPE_FORMAT_VERSION, type Recipe } from '../../src-core/diffusion/recipe.ts';
import { createScheduler } from '../../src-core/diffusion/scheduler.ts';
import { createTorchGenerator } from '../../src-core/diffusion/torch-random.ts';
import type { ModelFolder } from './model-folder.ts';
import type { Embeddings, Latents, ModelSessions } from './model-sessions.ts';
import type { GeneratedImage, ImageTask, StepProgress } from './protocol.ts';

/** A model ready to draw: its folder, its open graphs and what recipes state about both. */
export interface LoadedModel {
  readonly folder: ModelFolder;
  readonly tokenizer: PromptTokenizer;
  readonly sessions: ModelSessions;
  readonly threads: number;
  /** SHA-256 by file of what text to image depends on. */
  readonly components: Readonly<Record<string, string>>;
  readonly onnxruntimeVersion: string;
  readonly productVersion: string;
  /** Prompts already encoded by this model; encoding one again would give the same values. */
  readonly embeddings: Map<string, Embeddings>;
}

export interface DrawingHooks {
  progress(progress: StepProgress): void;
  /** Lets messages in and throws CANCELLED when one of them cancels: awaited before every step. */
  checkpoint(): Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

const MAX_CACHED_PROMPTS = 64;

/**
 * Draws one image as diffusers' StableDiffusionPipeline does: noise on the CPU from torch's generator,
 * classifier-free guidance with unconditional and conditional prompt in one call of batch 2, and (as there)
 * the conditional prompt alone where the guidance scale is at most 1.
 * @throws LightboxError BAD_INPUT for a size the model cannot make, CANCELLED, OUTPUT_INVALID for a result
 *   that is not finite or has one single grey level, ENGINE_FAILED
 */
export async function textToImage(
  model: LoadedModel,
  request: ImageTask,
  hooks: DrawingHooks,
): Promise<GeneratedImage> {
  const startMs = hooks.now();
  const clock = createInferenceClock(hooks.now);
  const noiseShape = latentShape(model.folder, request);
  const guided = request.guidanceScale > 1;
  const prompt = model.tokenizer.encode(request.prompt);
  const negative = model.tokenizer.encode(request.negativePrompt);
  const text = await clock.measure(() => encodePrompts(model, guided ? [negative, prompt] : [prompt]));
  const latents = await denoise(model, request, { noiseShape, text, guided, startMs }, clock, hooks);
  const scaled = unscale(latents, model.folder);
  const decoded = await clock.measure(() => model.sessions.decode({ ...noiseShape, values: scaled }));
  const pixels = decodedImageToGrey8(decoded);
  requireContrast(pixels);
  return {
    width: decoded.widthPixels,
    height: decoded.heightPixels,
    pixels,
    sha256: createHash('sha256').update(pixels).digest('hex'),
    recipe: recipeOf(model, request, prompt, decoded.widthPixels, decoded.heightPixels),
    elapsedMs: hooks.now() - startMs,
    inferenceMs: clock.totalMs(),
    negativeTokens: { count: negative.tokenCount, truncatedText: negative.truncatedText },
    ...(request.returnLatents === true ? { latents } : {}),
  };
}

interface DenoiseInput {
  readonly noiseShape: LatentShape;
  readonly text: Embeddings;
  readonly guided: boolean;
  readonly startMs: number;
}

async function denoise(
  model: LoadedModel,
  request: ImageTask,
  { noiseShape, text, guided, startMs }: DenoiseInput,
  clock: InferenceClock,
  hooks: DrawingHooks,
): Promise<Float32Array> {
  const { channels, rows, columns } = noiseShape;
  const scheduler = createScheduler(request.scheduler, model.folder.scheduler, { steps: request.steps });
  const steps = scheduler.timesteps.length;
  const noise = createTorchGenerator(request.seed).randn(channels * rows * columns);
  let sample: Float32Array = noise.map((value) => value * scheduler.initNoiseSigma);
  const loopStartMs = hooks.now();
  for (const [call, timestep] of scheduler.timesteps.entries()) {
    await hooks.checkpoint();
    const input = scheduler.scaleModelInput(sample, call);
    const values = guided ? repeatTwice(input) : input;
    const latents: Latents = { values, batch: guided ? 2 : 1, channels, rows, columns };
    const output = await clock.measure(() => model.sessions.predict(latents, timestep, text));
    requireFinite(output, call);
    sample = scheduler.step(guided ? applyGuidance(output, request.guidanceScale) : output, call, sample);
    const now = hooks.now();
    const stepMs = (now - loopStartMs) / (call + 1);
    // The decoder costs about as much as a step or two; counting one keeps the estimate above zero till then.
    const remainingMs = stepMs * (steps - call);
    hooks.progress({ step: call + 1, steps, elapsedMs: now - startMs, remainingMs });
  }
  await hooks.checkpoint();
  return sample;
}

type LatentShape = Omit<Latents, 'values'>;

function latentShape(folder: ModelFolder, request: ImageTask): LatentShape {
  const widthPixels = request.widthPixels ?? folder.defaults.widthPixels;
  const heightPixels = request.heightPixels ?? folder.defaults.heightPixels;
  // The UNet halves the latents between its levels; the graph was traced for sizes that halve evenly.
  const multiple = folder.downscale * 2 ** (folder.unet.block_out_channels.length - 1);
  if (widthPixels % multiple !== 0 || heightPixels % multiple !== 0) {
    throw new LightboxError(
      'BAD_INPUT',
      `The size ${widthPixels} x ${heightPixels} does not fit this model: both sides must be multiples of ${multiple} pixels.`,
      { widthPixels, heightPixels, multiple },
    );
  }
  return {
    batch: 1,
    channels: folder.unet.in_channels,
    rows: heightPixels / folder.downscale,
    columns: widthPixels / folder.downscale,
  };
}

/** One call of the text encoder for each prompt (a batch would change the last bits), kept for the next image. */
async function encodePrompts(model: LoadedModel, prompts: readonly EncodedPrompt[]): Promise<Embeddings> {
  const encoded: Embeddings[] = [];
  for (const { ids } of prompts) {
    const key = ids.join(' ');
    const found = model.embeddings.get(key) ?? (await model.sessions.encodeText(ids));
    if (model.embeddings.size >= MAX_CACHED_PROMPTS) model.embeddings.clear();
    model.embeddings.set(key, found);
    encoded.push(found);
  }
  const [first, second] = encoded;
  if (first === undefined) throw new LightboxError('INTERNAL', 'No prompt to encode.');
  if (second === undefined) return first;
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values, batch: 2 };
}

function unscale(latents: Float32Array, { vae }: ModelFolder): Float32Array {
  const scaling = Math.fround(vae.scaling_factor);
  const shift = Math.fround(vae.shift_factor ?? 0);
  return latents.map((value) => Math.fround(value / scaling) + shift);
}

function repeatTwice(values: Float32Array): Float32Array {
  const both = new Float32Array(values.length * 2);
  both.set(values);
  both.set(values, values.length);
  return both;
}

function requireFinite(output: Float32Array, call: number): void {
  if (output.every((value) => Number.isFinite(value))) return;
  throw new LightboxError(
    'OUTPUT_INVALID',
    `The UNet gave a value that is no number in call ${call + 1}: no image was made. Check the model folder and the provider.`,
    { call: call + 1 },
  );
}

function requireContrast(pixels: Uint8Array): void {
  const first = pixels[0] ?? 0;
  if (pixels.some((value) => value !== first)) return;
  throw new LightboxError(
    'OUTPUT_INVALID',
    `Every pixel came out as ${first}: no image was made. Check the model folder, the guidance and the provider.`,
    { greyLevel: first },
  );
}

function recipeOf(
  model: LoadedModel,
  request: ImageTask,
  prompt: EncodedPrompt,
  widthPixels: number,
  heightPixels: number,
): Recipe {
  return {
    formatVersion: RECIPE_FORMAT_VERSION,
    task: 'text-to-image',
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    seedIndex: request.seedIndex,
    scheduler: request.scheduler,
    steps: request.steps,
    guidanceScale: request.guidanceScale,
    guidanceRescale: request.guidanceRescale,
    eta: request.eta,
    widthPixels,
    heightPixels,
    sourceImage: null,
    maskImage: null,
    strength: null,
    model: { name: model.folder.name, components: model.components },
    provider: request.provider,
    precision: 'float32',
    threads: model.threads,
    processor: null,
    onnxruntimeVersion: model.onnxruntimeVersion,
    productVersion: model.productVersion,
    tokens: { count: prompt.tokenCount, truncatedText: prompt.truncatedText },
  };
}

/** Adds up the time spent in onnxruntime. */
interface InferenceClock {
  measure<T>(run: () => Promise<T>): Promise<T>;
  totalMs(): number;
}

function createInferenceClock(now: () => number): InferenceClock {
  let totalMs = 0;
  return {
    measure: async (run) => {
      const startMs = now();
      try {
        return await run();
      } finally {
        totalMs += now() - startMs;
      }
    },
    totalMs: () => totalMs,
  };
}
