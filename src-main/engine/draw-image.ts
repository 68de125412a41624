import { LightboxError } from '../../src-core/base/errors.ts';
import { decodedImageToGrey8 } from '../../src-core/diffusion/image.ts';
import { latentsForDecoder } from '../../src-core/diffusion/latent-scaling.ts';
import { createScheduler } from '../../src-core/diffusion/scheduler.ts';
import { overruledSchedulerConfig } from '../../src-core/diffusion/scheduler-overrules.ts';
import { createTorchGenerator } from '../../src-core/diffusion/torch-random.ts';
import { type DrawingHooks, denoise } from './denoise.ts';
import {
  type DenoisingStart,
  type LatentShape,
  type StartContext,
  startFromFilm,
  startFromMaskedFilm,
  startFromNoise,
} from './denoising-start.ts';
import { requireEditableSize, requireTaskOfModel } from './edit-checks.ts';
import { imageRecipe, sha256, taskOf } from './image-recipe.ts';
import { createInferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { ModelFolder } from './model-folder.ts';
import { encodePrompts } from './prompt-embeddings.ts';
import type { GeneratedImage, ImageTask } from './protocol.ts';
import { createResultChecks } from './result-checks.ts';

/**
 * Draws one image as diffusers' Stable Diffusion pipelines do: from a prompt, from a film and a prompt, or inside
 * a mask on a film. Noise comes from torch's generator on the CPU, in diffusers' order of draws; classifier-free
 * guidance has unconditional and conditional prompt in one call of batch 2, and (as there) the conditional prompt
 * alone where the guidance scale is at most 1.
 * @throws LightboxError BAD_INPUT for a size the model cannot make or a film that does not fit it, CANCELLED,
 *   OUTPUT_INVALID for a result that is no image, ENGINE_FAILED
 */
export async function drawImage(
  model: LoadedModel,
  request: ImageTask,
  hooks: DrawingHooks,
): Promise<GeneratedImage> {
  const startMs = hooks.now();
  const clock = createInferenceClock(hooks.now);
  const { folder, sessions, tokenizer } = model;
  requireTaskOfModel(model, request.edit);
  const shape = latentShape(folder, request);
  const prompt = tokenizer.encode(request.prompt);
  const negative = tokenizer.encode(request.negativePrompt);
  const checks = createResultChecks(request, model.precision);
  const unconditional = request.guidanceScale > 1 ? negative : null;
  const text = await encodePrompts(model, prompt, unconditional, { clock, checks });
  const generator = createTorchGenerator(request.seed);
  const count = shape.channels * shape.rows * shape.columns;
  const settings = overruledSchedulerConfig(folder.scheduler, request.scheduler, taskOf(request.edit));
  const scheduler = createScheduler(request.scheduler, settings, {
    steps: request.steps,
    eta: request.eta,
    precision: model.precision,
    noise: (precision) => generator.randn(count, precision),
    ...(request.edit === null ? {} : { strength: request.edit.strength }),
  });
  const context = { model, shape, scheduler, generator, clock, checks, checkpoint: hooks.checkpoint };
  const start = await startOf(context, request);
  const { latents, trajectory } = await denoise(
    { model, request, shape, scheduler, start, text, checks, startMs },
    clock,
    hooks,
  );
  const scaled = latentsForDecoder(latents, folder.vae, model.precision);
  const decoded = await clock.measure(() => sessions.decode({ ...shape, batch: 1, values: scaled }));
  checks.decoder(decoded);
  const pixels = decodedImageToGrey8(decoded);
  checks.picture(pixels);
  model.previewFit.add({ ...shape, values: latents }, decoded);
  return {
    width: decoded.widthPixels,
    height: decoded.heightPixels,
    pixels,
    sha256: sha256(pixels),
    recipe: imageRecipe(model, request, prompt, decoded),
    elapsedMs: hooks.now() - startMs,
    inferenceMs: clock.totalMs(),
    negativeTokens: { count: negative.tokenCount, truncatedText: negative.truncatedText },
    ...(request.returnLatents === true ? { latents } : {}),
    ...(request.returnTrajectory === true ? { trajectory: [...trajectory] } : {}),
  };
}

async function startOf(context: StartContext, { edit }: ImageTask): Promise<DenoisingStart> {
  if (edit === null) return startFromNoise(context);
  return edit.mask === null ? startFromFilm(context, edit) : startFromMaskedFilm(context, edit, edit.mask);
}

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
  if (request.edit !== null) requireEditableSize(request.edit, widthPixels, heightPixels);
  return {
    channels: folder.vae.latent_channels,
    rows: heightPixels / folder.downscale,
    columns: widthPixels / folder.downscale,
  };
}
