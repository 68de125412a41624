import type { Rounding } from './half.ts';
import type { SchedulerConfig } from './model-folder.ts';
import type { NoiseLevel } from './scheduler-sigmas.ts';
import { createThreshold } from './scheduler-threshold.ts';

const { fround, sqrt } = Math;

/**
 * From the model's output at a timestep to [predicted original sample, predicted noise], each operation
 * rounded as in DDIMScheduler.step; DDPMScheduler uses the first of them.
 */
export type Predictor = (
  modelOutput: Float32Array,
  sample: Float32Array,
  alphaCumprod: number,
) => readonly [Float32Array, Float32Array];

export function predictorOf(config: SchedulerConfig, round: Rounding): Predictor {
  return (modelOutput, sample, alphaCumprod) => {
    const signal = fround(sqrt(alphaCumprod));
    const spread = fround(sqrt(fround(1 - alphaCumprod)));
    // In half precision torch rounds a scalar that stands first in a product, and keeps it as a divisor.
    const signalFactor = round(signal);
    const spreadFactor = round(spread);
    const output = (i: number): number => modelOutput[i] ?? 0;
    switch (config.prediction_type ?? 'epsilon') {
      case 'epsilon':
        return [
          sample.map((value, i) => round(round(value - round(spreadFactor * output(i))) / signal)),
          modelOutput,
        ];
      case 'sample':
        return [
          modelOutput,
          sample.map((value, i) => round(round(value - round(signalFactor * output(i))) / spread)),
        ];
      case 'v_prediction':
        return [
          sample.map((value, i) => round(round(signalFactor * value) - round(spreadFactor * output(i)))),
          sample.map((value, i) => round(round(signalFactor * output(i)) + round(spreadFactor * value))),
        ];
    }
  };
}

/** From the model's output at a noise level to a prediction. */
export type LevelPredictor = (
  modelOutput: Float32Array,
  sample: Float32Array,
  level: NoiseLevel,
) => Float32Array;

/** The predicted original sample of the multistep solvers, thresholded where the config says so. */
export function originalPredictorOf(config: SchedulerConfig, round: Rounding): LevelPredictor {
  const limit = config.thresholding === true ? createThreshold(config, round) : null;
  const predict = unlimitedOriginal(config, round);
  if (limit === null) return predict;
  return (modelOutput, sample, level) => limit(predict(modelOutput, sample, level));
}

function unlimitedOriginal(config: SchedulerConfig, round: Rounding): LevelPredictor {
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, { alpha, sigma }) => {
        const spread = round(sigma);
        return sample.map((value, i) => round(round(value - round(spread * (output[i] ?? 0))) / alpha));
      };
    case 'sample':
      return (output) => output.slice();
    case 'v_prediction':
      return (output, sample, { alpha, sigma }) => {
        const signal = round(alpha);
        const spread = round(sigma);
        return sample.map((value, i) => round(round(signal * value) - round(spread * (output[i] ?? 0))));
      };
  }
}

/** The predicted noise, for UniPC where predict_x0 is false. */
export function noisePredictorOf(config: SchedulerConfig, round: Rounding): LevelPredictor {
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output) => output.slice();
    case 'sample':
      return (output, sample, { alpha, sigma }) => {
        const signal = round(alpha);
        return sample.map((value, i) => round(round(value - round(signal * (output[i] ?? 0))) / sigma));
      };
    case 'v_prediction':
      return (output, sample, { alpha, sigma }) => {
        const signal = round(alpha);
        const spread = round(sigma);
        return sample.map((value, i) => round(round(signal * (output[i] ?? 0)) + round(spread * value)));
      };
  }
}

/** What DDIM and DDPM do to a predicted original sample: threshold it, or clip it, or nothing. */
export function originalLimiter(
  config: SchedulerConfig,
  round: Rounding,
): (original: Float32Array) => Float32Array {
  if (config.thresholding === true) return createThreshold(config, round);
  if (!(config.clip_sample ?? true)) return (original) => original;
  const range = fround(config.clip_sample_range ?? 1);
  return (original) => original.map((value) => round(Math.min(range, Math.max(-range, value))));
}
