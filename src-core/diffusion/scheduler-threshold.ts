import type { SchedulerConfig } from './model-folder.ts';
import type { TensorMath } from './tensor-math.ts';

const { abs, fround } = Math;

/**
 * Dynamic thresholding of a predicted original sample (Saharia et al. 2022, arXiv 2205.11487, section 2.3), as
 * diffusers' `_threshold_sample`: in float32, then rounded to the sample's type.
 */
export function createThreshold(
  config: SchedulerConfig,
  math: TensorMath,
): (original: Float32Array) => Float32Array {
  const ratio = fround(config.dynamic_thresholding_ratio ?? 0.995);
  const maximum = fround(config.sample_max_value ?? 1);
  return (original) => {
    const bound = Math.min(maximum, Math.max(1, quantile(original.map(abs).sort(), ratio)));
    return math.settle(original.map((value) => Math.min(bound, Math.max(-bound, value)) / bound));
  };
}

/** torch.quantile with linear interpolation, of ascending values. */
function quantile(sorted: Float32Array, ratio: number): number {
  const rank = fround(ratio * (sorted.length - 1));
  const below = Math.floor(rank);
  const weight = fround(rank - below);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.ceil(rank)] ?? low;
  // torch.lerp counts from the nearer end.
  return weight < 0.5
    ? fround(low + fround(weight * fround(high - low)))
    : fround(high - fround(fround(high - low) * fround(1 - weight)));
}
