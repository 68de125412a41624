import type { SchedulerConfig } from './model-folder.ts';
import {
  addNoiseAt,
  alphasCumprod,
  checkCall,
  checkSteps,
  checkTimesteps,
  linspaceTimesteps,
  originalAt,
  requireSetting,
  trailingTimesteps,
  trainTimesteps,
} from './noise-schedule.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

const { fround, sqrt } = Math;

/**
 * DDIM (Song, Meng and Ermon 2021) with eta 0, as diffusers' DDIMScheduler: float32, operation by operation.
 * Absent fields take that class's defaults (leading spacing, clip_sample and set_alpha_to_one true).
 * @throws LightboxError MODEL_UNSUPPORTED for thresholding and rescaled betas; BAD_INPUT for impossible steps
 */
export function createDdimScheduler(config: SchedulerConfig, { steps }: SchedulerOptions): Scheduler {
  requireSetting(config.thresholding !== true, 'thresholding', true);
  requireSetting(config.rescale_betas_zero_snr !== true, 'rescale_betas_zero_snr', true);
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const alphas = alphasCumprod(config);
  const finalAlpha = (config.set_alpha_to_one ?? true) ? 1 : (alphas[0] ?? 1);
  const stepRatio = Math.floor(trainCount / steps);
  const timesteps = ddimTimesteps(config, steps, trainCount);
  checkTimesteps(timesteps, trainCount, steps);
  const predict = predictor(config);
  const clipRange = (config.clip_sample ?? true) ? fround(config.clip_sample_range ?? 1) : Infinity;
  let nextCall = 0;

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (original, noise, callIndex) =>
      addNoiseAt(alphas[timesteps[callIndex] ?? 0] ?? 1, original, noise),
    predictOriginal: (output, callIndex, sample) =>
      originalAt(config, alphas[timesteps[callIndex] ?? 0] ?? 1, output, sample),
    step(modelOutput, callIndex, sample) {
      const timestep = checkCall(timesteps, nextCall, callIndex, modelOutput, sample);
      nextCall++;
      const previous = timestep - stepRatio;
      const alpha = alphas[timestep] ?? 1;
      const alphaPrevious = previous >= 0 ? (alphas[previous] ?? 1) : finalAlpha;
      const originalFactor = fround(sqrt(alphaPrevious));
      const directionFactor = fround(sqrt(fround(1 - alphaPrevious)));
      const rootAlpha = fround(sqrt(alpha));
      const rootBeta = fround(sqrt(fround(1 - alpha)));
      const result = new Float32Array(sample.length);
      for (let i = 0; i < sample.length; i++) {
        const [original, noise] = predict(modelOutput[i] ?? 0, sample[i] ?? 0, rootAlpha, rootBeta);
        const clipped = Math.min(clipRange, Math.max(-clipRange, original));
        result[i] = fround(originalFactor * clipped) + fround(directionFactor * noise);
      }
      return result;
    },
  };
}

function ddimTimesteps(config: SchedulerConfig, steps: number, trainCount: number): number[] {
  switch (config.timestep_spacing ?? 'leading') {
    case 'leading': {
      const ratio = Math.floor(trainCount / steps);
      const offset = config.steps_offset ?? 0;
      return Array.from({ length: steps }, (_, index) => (steps - 1 - index) * ratio + offset);
    }
    case 'linspace':
      return linspaceTimesteps(trainCount - 1, steps).reverse();
    case 'trailing':
      return trailingTimesteps(trainCount, trainCount / steps, steps);
  }
}

/** From the model's output to [predicted original sample, predicted noise]. */
type Predict = (
  output: number,
  sample: number,
  rootAlpha: number,
  rootBeta: number,
) => readonly [number, number];

function predictor(config: SchedulerConfig): Predict {
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, rootAlpha, rootBeta) => [
        fround(fround(sample - fround(rootBeta * output)) / rootAlpha),
        output,
      ];
    case 'sample':
      return (output, sample, rootAlpha, rootBeta) => [
        output,
        fround(fround(sample - fround(rootAlpha * output)) / rootBeta),
      ];
    case 'v_prediction':
      return (output, sample, rootAlpha, rootBeta) => [
        fround(fround(rootAlpha * sample) - fround(rootBeta * output)),
        fround(fround(rootAlpha * output) + fround(rootBeta * sample)),
      ];
  }
}
