import { LightboxError } from '../base/errors.ts';
import type { Precision } from '../base/generation-names.ts';
import { roundingOf } from './half.ts';
import type { VaeConfig } from './model-folder.ts';

/** A VAE's `shift_factor` is of other pipelines: Stable Diffusion's leave it out, here as in diffusers. */
type Scaling = Pick<VaeConfig, 'scaling_factor'>;

/** torch.clamp's bounds in diffusers' DiagonalGaussianDistribution. */
const MIN_LOG_VARIANCE = -30;
const MAX_LOG_VARIANCE = 20;

/**
 * Draws latents from the VAE encoder's distribution as diffusers does (DiagonalGaussianDistribution.sample):
 * mean + exp(0.5 * clamped log variance) * noise, times the scaling factor; operation by
 * operation in the encoder's type.
 * @param parameters the encoder's output for one image: all means, then all log variances; length 2n
 * @param noise unit normal, length n
 * @throws LightboxError BAD_INPUT where the lengths do not fit
 */
export function sampleLatents(
  parameters: Float32Array,
  noise: Float32Array,
  { scaling_factor }: Scaling,
  precision: Precision,
): Float32Array {
  const round = roundingOf(precision);
  const count = noise.length;
  if (parameters.length !== 2 * count) {
    throw new LightboxError(
      'BAD_INPUT',
      `The VAE encoder gave ${parameters.length} values for ${count} latents; a mean and a log variance for each are expected.`,
      { length: parameters.length, expected: 2 * count },
    );
  }
  const scaling = Math.fround(scaling_factor);
  const latents = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const logVariance = parameters[count + i] ?? 0;
    const clamped = Math.min(MAX_LOG_VARIANCE, Math.max(MIN_LOG_VARIANCE, logVariance));
    const deviation = round(Math.exp(round(0.5 * clamped)));
    const value = round((parameters[i] ?? 0) + round(deviation * (noise[i] ?? 0)));
    latents[i] = round(value * scaling);
  }
  return latents;
}

/** Latents as the VAE decoder takes them: divided by the scaling factor. */
export function latentsForDecoder(
  latents: Float32Array,
  { scaling_factor }: Scaling,
  precision: Precision,
): Float32Array {
  const round = roundingOf(precision);
  // A number that stands beside a half tensor stays float32 in torch.
  const scaling = Math.fround(scaling_factor);
  return latents.map((value) => round(value / scaling));
}
