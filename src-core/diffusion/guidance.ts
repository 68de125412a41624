import { LightboxError } from '../base/errors.ts';
import type { Precision } from '../base/generation-names.ts';
import { type Rounding, roundingOf } from './half.ts';

export interface GuidanceOptions {
  /** How much of the guided output is brought back to the conditional one's spread, 0 (absent) to 1. */
  readonly rescale?: number;
  /** What each operation is rounded to. float32 where absent. */
  readonly precision?: Precision;
}

/**
 * Classifier-free guidance (Ho and Salimans 2022): unconditional + scale * (conditional - unconditional), then
 * the rescaling of Lin et al. 2023, arXiv 2305.08891, section 3.4, as diffusers' `rescale_noise_cfg`.
 * @param modelOutput the UNet's output for the batch [unconditional, conditional], length 2n
 * @returns the guided output, length n, operation by operation as torch computes it
 * @throws LightboxError BAD_INPUT when the length is odd
 */
export function applyGuidance(
  modelOutput: Float32Array,
  guidanceScale: number,
  { rescale = 0, precision = 'float32' }: GuidanceOptions = {},
): Float32Array {
  if (modelOutput.length % 2 !== 0) {
    throw new LightboxError('BAD_INPUT', 'Guidance needs the outputs of two prompts of the same length.', {
      length: modelOutput.length,
    });
  }
  const round = roundingOf(precision);
  const count = modelOutput.length / 2;
  const conditional = modelOutput.subarray(count);
  const scale = Math.fround(guidanceScale);
  const guided = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const unconditional = modelOutput[i] ?? 0;
    guided[i] = round(unconditional + round(scale * round((conditional[i] ?? 0) - unconditional)));
  }
  return rescale > 0 ? rescaled(guided, conditional, rescale, round) : guided;
}

/** Equations 15 and 16: the guided output at the conditional one's standard deviation, mixed with itself. */
function rescaled(
  guided: Float32Array,
  conditional: Float32Array,
  rescale: number,
  round: Rounding,
): Float32Array {
  const ratio = round(round(standardDeviation(conditional)) / round(standardDeviation(guided)));
  const share = Math.fround(rescale);
  const rest = Math.fround(1 - rescale);
  return guided.map((value) => round(round(share * round(value * ratio)) + round(rest * value)));
}

/** Unbiased, as torch's `std`, which accumulates in double precision. */
function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
