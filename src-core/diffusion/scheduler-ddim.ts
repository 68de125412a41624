import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { addNoiseAt, originalAt, rescalableAlphasCumprod, trainTimesteps } from './noise-schedule.ts';
import { checkSteps, checkTimesteps, createCallOrder, firstCall, requireNoise } from './scheduler-checks.ts';
import { levelOfAlpha, limiterOf, noisePredictorOf, originalPredictorOf } from './scheduler-predictions.ts';
import { discreteTimesteps } from './scheduler-timesteps.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { tensorMathOf } from './tensor-math.ts';

const { fround, sqrt } = Math;

/**
 * DDIM (Song, Meng and Ermon 2021, equations 12 and 16), as diffusers' DDIMScheduler, operation by operation.
 * Absent fields take that class's defaults (leading spacing, clip_sample and set_alpha_to_one true).
 * @throws LightboxError BAD_INPUT for impossible steps, strength or eta
 */
export function createDdimScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  const { steps } = options;
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const schedule = discreteTimesteps(config, steps);
  checkTimesteps(schedule, trainCount, steps);
  const timesteps = schedule.slice(firstCall(options));
  const calls = createCallOrder(timesteps);

  const math = tensorMathOf(options.precision);
  const eta = fround(options.eta ?? 0);
  if (!(eta >= 0 && eta <= 1)) {
    throw new LightboxError('BAD_INPUT', `The eta ${options.eta} is not from 0 to 1.`, { eta });
  }
  const drawNoise = eta > 0 ? requireNoise(options) : null;
  const alphas = rescalableAlphasCumprod(config);
  const finalAlpha = (config.set_alpha_to_one ?? true) ? 1 : (alphas[0] ?? 1);
  const stepRatio = Math.floor(trainCount / steps);
  const predictOriginal = originalPredictorOf(config, math);
  const predictNoise = noisePredictorOf(config, math);
  const limit = limiterOf(config, math);

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (original, noise, callIndex) =>
      addNoiseAt(alphas[timesteps[callIndex] ?? 0] ?? 1, original, noise, math),
    predictOriginal: (output, callIndex, sample) =>
      originalAt(config, alphas[timesteps[callIndex] ?? 0] ?? 1, output, sample),
    step(modelOutput, callIndex, sample) {
      const timestep = calls.next(callIndex, modelOutput, sample);
      const previous = timestep - stepRatio;
      const alpha = alphas[timestep] ?? 1;
      const alphaPrevious = previous >= 0 ? (alphas[previous] ?? 1) : finalAlpha;
      const spread = fround(eta * fround(sqrt(stepVariance(alpha, alphaPrevious))));
      // With eta 1 after a signal of 0 nothing is left but a rounding error, which may be below 0.
      const rest = Math.max(0, fround(fround(1 - alphaPrevious) - fround(spread * spread)));
      const direction = fround(sqrt(rest));
      const level = levelOfAlpha(alpha);
      const original = limit(predictOriginal(modelOutput, sample, level));
      const mean = math.sum(
        math.times(fround(sqrt(alphaPrevious)), original),
        math.times(direction, predictNoise(modelOutput, sample, level)),
      );
      return drawNoise === null ? mean : math.sum(mean, math.times(spread, drawNoise(math.precision)));
    },
  };
}

/** The variance of the noise that eta 1 adds: (1 - alpha') / (1 - alpha) * (1 - alpha / alpha'). */
function stepVariance(alpha: number, alphaPrevious: number): number {
  const ratio = fround(fround(1 - alphaPrevious) / fround(1 - alpha));
  return fround(ratio * fround(1 - fround(alpha / alphaPrevious)));
}
