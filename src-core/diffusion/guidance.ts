import { LightboxError } from '../base/errors.ts';
import type { Precision } from '../base/generation-names.ts';
import { type TensorMath, tensorMathOf } from './tensor-math.ts';

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
  const math = tensorMathOf(precision);
  const count = modelOutput.length / 2;
  const unconditional = modelOutput.subarray(0, count);
  const conditional = modelOutput.subarray(count);
  const difference = math.difference(conditional, unconditional);
  const guided = math.sum(unconditional, math.scaled(difference, Math.fround(guidanceScale)));
  return rescale > 0 ? rescaled(guided, conditional, rescale, math) : guided;
}

/** Equations 15 and 16: the guided output at the conditional one's standard deviation, mixed with itself. */
function rescaled(
  guided: Float32Array,
  conditional: Float32Array,
  rescale: number,
  { scalar, scaled, sum }: TensorMath,
): Float32Array {
  const ratio = scalar(scalar(standardDeviation(conditional)) / scalar(standardDeviation(guided)));
  return sum(scaled(scaled(guided, ratio), Math.fround(rescale)), scaled(guided, Math.fround(1 - rescale)));
}

/** Unbiased, as torch's `std`, which accumulates in double precision. */
function standardDeviation(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  const mean = total / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
