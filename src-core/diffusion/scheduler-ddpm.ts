import type { SchedulerConfig } from './model-folder.ts';
import { addNoiseAt, originalAt, rescalableAlphasCumprod, trainTimesteps } from './noise-schedule.ts';
import {
  checkSteps,
  checkTimesteps,
  createCallOrder,
  firstCall,
  requireNoise,
  requireSetting,
} from './scheduler-checks.ts';
import { levelOfAlpha, limiterOf, originalPredictorOf } from './scheduler-predictions.ts';
import { discreteTimesteps } from './scheduler-timesteps.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { tensorMathOf } from './tensor-math.ts';

const { exp, fround, log, sqrt } = Math;

/** diffusers keeps the variance above this, so that its logarithm exists. */
const MINIMUM_VARIANCE = fround(1e-20);

const VARIANCE_TYPES = ['fixed_small', 'fixed_small_log', 'fixed_large'] as const;

/**
 * DDPM (Ho, Jain and Abbeel 2020, arXiv 2006.11239, equation 7, over the timesteps in use), as diffusers'
 * DDPMScheduler, operation by operation. Every call above timestep 0 draws noise. Absent fields take that
 * class's defaults (leading spacing, clip_sample true, variance_type fixed_small).
 * @throws LightboxError MODEL_UNSUPPORTED for a learned variance; BAD_INPUT for impossible steps or strength
 */
export function createDdpmScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  const { steps } = options;
  const deviation = deviationOf(config);
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const schedule = discreteTimesteps(config, steps);
  checkTimesteps(schedule, trainCount, steps);
  const timesteps = schedule.slice(firstCall(options));
  const calls = createCallOrder(timesteps);
  const drawNoise = requireNoise(options);

  const math = tensorMathOf(options.precision);
  const alphas = rescalableAlphasCumprod(config);
  const predictOriginal = originalPredictorOf(config, math);
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
      const next = timesteps[callIndex + 1];
      const alpha = alphas[timestep] ?? 1;
      const alphaNext = next === undefined ? 1 : (alphas[next] ?? 1);
      const beta = fround(1 - alpha);
      const betaNext = fround(1 - alphaNext);
      const stepAlpha = fround(alpha / alphaNext);
      const stepBeta = fround(1 - stepAlpha);
      const originalFactor = fround(fround(fround(sqrt(alphaNext)) * stepBeta) / beta);
      const sampleFactor = fround(fround(fround(sqrt(stepAlpha)) * betaNext) / beta);
      const original = limit(predictOriginal(modelOutput, sample, levelOfAlpha(alpha)));
      const mean = math.sum(math.times(originalFactor, original), math.times(sampleFactor, sample));
      if (timestep <= 0) return mean;
      const spread = deviation(fround(fround(betaNext / beta) * stepBeta), stepBeta);
      return math.sum(mean, math.times(spread, drawNoise(math.precision)));
    },
  };
}

/** What noise is multiplied by, from the posterior's variance and the forward step's beta. */
function deviationOf(config: SchedulerConfig): (variance: number, beta: number) => number {
  // A file of another class may say null, which diffusers takes as fixed_small.
  const type = config.variance_type ?? 'fixed_small';
  requireSetting((VARIANCE_TYPES as readonly string[]).includes(type), 'variance_type', type);
  if (type === 'fixed_large') return (_variance, beta) => fround(sqrt(beta));
  const clamped = (variance: number): number => Math.max(variance, MINIMUM_VARIANCE);
  return type === 'fixed_small_log'
    ? (variance) => fround(exp(fround(0.5 * fround(log(clamped(variance))))))
    : (variance) => fround(sqrt(clamped(variance)));
}
