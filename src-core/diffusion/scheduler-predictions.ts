import type { SchedulerConfig } from './model-folder.ts';
import type { NoiseLevel } from './scheduler-sigmas.ts';
import { createThreshold } from './scheduler-threshold.ts';
import type { TensorMath } from './tensor-math.ts';

const { fround, sqrt } = Math;

/** From the model's output at a noise level (of unit variance) to a prediction. */
export type Predictor = (
  modelOutput: Float32Array,
  sample: Float32Array,
  level: Pick<NoiseLevel, 'alpha' | 'sigma'>,
) => Float32Array;

/** Signal and noise scale of a timestep. */
export function levelOfAlpha(alphaCumprod: number): Pick<NoiseLevel, 'alpha' | 'sigma'> {
  return { alpha: fround(sqrt(alphaCumprod)), sigma: fround(sqrt(fround(1 - alphaCumprod))) };
}

/** The original sample that the model's output implies, by what the model predicts. */
export function originalPredictorOf(config: SchedulerConfig, math: TensorMath): Predictor {
  const { times, divided, difference } = math;
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, { alpha, sigma }) => divided(difference(sample, times(sigma, output)), alpha);
    case 'sample':
      return (output) => output.slice();
    case 'v_prediction':
      return (output, sample, { alpha, sigma }) => difference(times(alpha, sample), times(sigma, output));
  }
}

/** The noise that the model's output implies. */
export function noisePredictorOf(config: SchedulerConfig, math: TensorMath): Predictor {
  const { times, divided, difference, sum } = math;
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output) => output.slice();
    case 'sample':
      return (output, sample, { alpha, sigma }) => divided(difference(sample, times(alpha, output)), sigma);
    case 'v_prediction':
      return (output, sample, { alpha, sigma }) => sum(times(alpha, output), times(sigma, sample));
  }
}

/** What the multistep solvers do to a predicted original sample: threshold it, or nothing. */
export function thresholdOf(
  config: SchedulerConfig,
  math: TensorMath,
): (original: Float32Array) => Float32Array {
  return config.thresholding === true ? createThreshold(config, math) : (original) => original;
}

/** What DDIM and DDPM do to it: threshold it, or clip it, or nothing. */
export function limiterOf(
  config: SchedulerConfig,
  math: TensorMath,
): (original: Float32Array) => Float32Array {
  if (config.thresholding === true || !(config.clip_sample ?? true)) return thresholdOf(config, math);
  const range = fround(config.clip_sample_range ?? 1);
  return (original) => math.settle(original.map((value) => Math.min(range, Math.max(-range, value))));
}
