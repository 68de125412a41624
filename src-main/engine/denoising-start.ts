import type { Precision } from '../../src-core/base/generation-names.ts';
import {
  blankUnderMask,
  blendLatents,
  filmToImageValues,
  maskToLatents,
} from '../../src-core/diffusion/edit-image.ts';
import { castTo, roundingOf } from '../../src-core/diffusion/half.ts';
import { sampleLatents } from '../../src-core/diffusion/latent-scaling.ts';
import type { Scheduler } from '../../src-core/diffusion/scheduler.ts';
import type { TorchGenerator } from '../../src-core/diffusion/torch-random.ts';
import type { InferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { EditSource } from './protocol.ts';
import type { ResultChecks } from './result-checks.ts';

/** Latents of one image, without their values. */
export interface LatentShape {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/** What the denoising loop begins with, and what a task does in it. */
export interface DenoisingStart {
  /** The sample of the first call. */
  readonly sample: Float32Array;
  /** Channels that follow the latents in every input of the UNet; length 0 for most models. */
  readonly condition: Float32Array;
  /** What the sample is before the call after a step (`nextCall` may be one past the last). */
  readonly afterStep: (sample: Float32Array, nextCall: number) => Float32Array;
}

export interface StartContext {
  readonly model: LoadedModel;
  readonly shape: LatentShape;
  readonly scheduler: Scheduler;
  /** The image's own generator. The order of draws is diffusers', so that stochastic schedulers go on as there. */
  readonly generator: TorchGenerator;
  readonly clock: InferenceClock;
  readonly checks: ResultChecks;
  /** Throws CANCELLED where the image was cancelled. */
  checkpoint(): Promise<void>;
}

const NO_CONDITION = new Float32Array(0);
const unchanged = (sample: Float32Array): Float32Array => sample;

/** As diffusers' StableDiffusionPipeline: pure noise. */
export function startFromNoise(context: StartContext): DenoisingStart {
  const noise = drawNoise(context, context.model.precision);
  return { sample: scaledNoise(context, noise), condition: NO_CONDITION, afterStep: unchanged };
}

/** As diffusers' StableDiffusionImg2ImgPipeline: the film's latents, drawn from the VAE's distribution, with noise. */
export async function startFromFilm(context: StartContext, edit: EditSource): Promise<DenoisingStart> {
  const clean = await encodeImage(context, filmValues(context, edit));
  const noise = drawNoise(context, context.model.precision);
  return {
    sample: context.scheduler.addNoise(clean, noise, 0),
    condition: NO_CONDITION,
    afterStep: unchanged,
  };
}

/**
 * As diffusers' StableDiffusionInpaintPipeline. A UNet that takes latents alone is held to the film outside the
 * mask after each step; one that takes 2n + 1 channels sees the mask and the film's latents without the masked
 * part. The masked film is encoded in both cases: it draws from the generator.
 */
export async function startFromMaskedFilm(
  context: StartContext,
  edit: EditSource,
  mask: Uint8Array,
): Promise<DenoisingStart> {
  const { model, shape, scheduler } = context;
  const conditioned = model.folder.unet.in_channels !== shape.channels;
  const wholly = edit.strength === 1;
  const latentMask = maskToLatents(mask, edit.widthPixels, model.folder.downscale);
  const film = filmValues(context, edit);
  const kept = conditioned && wholly ? null : await encodeImage(context, film);
  const noise = drawNoise(context, context.model.precision);
  const sample = kept === null || wholly ? scaledNoise(context, noise) : scheduler.addNoise(kept, noise, 0);
  const masked = await encodeImage(context, blankUnderMask(film, mask));
  if (conditioned || kept === null) {
    return { sample, condition: joined(latentMask, masked), afterStep: unchanged };
  }
  return {
    sample,
    condition: NO_CONDITION,
    afterStep: (drawn, nextCall) => {
      const noisy = nextCall < scheduler.timesteps.length ? scheduler.addNoise(kept, noise, nextCall) : kept;
      return blendLatents(noisy, drawn, latentMask);
    },
  };
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function drawNoise({ generator, shape }: StartContext, precision: Precision): Float32Array {
  return generator.randn(shape.channels * shape.rows * shape.columns, precision);
}

function scaledNoise({ scheduler, model }: StartContext, noise: Float32Array): Float32Array {
  const round = roundingOf(model.precision);
  return noise.map((value) => round(value * scheduler.initNoiseSigma));
}

function filmValues({ model }: StartContext, { grey }: EditSource): Float32Array {
  return filmToImageValues(grey, model.folder.vae.in_channels);
}

async function encodeImage(context: StartContext, values: Float32Array): Promise<Float32Array> {
  const { model, shape, clock, checks, checkpoint } = context;
  const { downscale, vae } = model.folder;
  await checkpoint();
  const { parameters, precision } = await clock.measure(() =>
    model.sessions.encodeImage({
      values,
      channels: vae.in_channels,
      heightPixels: shape.rows * downscale,
      widthPixels: shape.columns * downscale,
    }),
  );
  checks.encoder(parameters);
  const latents = sampleLatents(parameters, drawNoise(context, precision), vae, precision);
  return castTo(model.precision, latents);
}
