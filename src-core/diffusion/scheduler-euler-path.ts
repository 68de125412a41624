import { type Rounding, roundingOf } from './half.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';
import {
  type CallOrder,
  checkSteps,
  checkTimesteps,
  createCallOrder,
  firstCall,
} from './scheduler-checks.ts';
import { sigmaAlphasCumprod, sigmaSchedule, trainingSigmas } from './scheduler-sigmas.ts';
import { eulerTimesteps } from './scheduler-timesteps.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

const { fround, sqrt } = Math;

/** What both Euler schedulers share: samples are the clean latent plus sigma times noise, not scaled to unit variance. */
export interface EulerPath {
  readonly scheduler: Omit<Scheduler, 'step'>;
  readonly calls: CallOrder;
  /** The noise level at which a call begins, 0 or sigma_min after the last. */
  sigmaAt(callIndex: number): number;
  /** The predicted original sample, in float32 (for prediction "sample" the model's output). */
  predictOriginal(modelOutput: Float32Array, sample: Float32Array, sigma: number): Float32Array;
  /** What each result is rounded to. */
  readonly round: Rounding;
}

/** @param config with Karras or exponential sigmas off where the class does not know them */
export function createEulerPath(config: SchedulerConfig, options: SchedulerOptions): EulerPath {
  const { steps } = options;
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const spaced = eulerTimesteps(config, steps);
  const levels = sigmaSchedule(config, trainingSigmas(sigmaAlphasCumprod(config)), spaced, {
    rangeOfSteps: true,
    endsAtOwnSigma: false,
  });
  const schedule = levels.timesteps.map(fround);
  checkTimesteps(schedule, trainCount, steps);
  const begin = firstCall(options);
  const timesteps = schedule.slice(begin);
  const sigmas = [...levels.sigmas, levels.finalSigma];
  const sigmaAt = (callIndex: number): number => sigmas[begin + callIndex] ?? levels.finalSigma;

  const round = roundingOf(options.precision ?? 'float32');
  const largest = sigmas.reduce((most, sigma) => Math.max(most, sigma), 0);
  const leading = config.timestep_spacing === 'leading';
  const predictOriginal = predictorOf(config, round);
  return {
    scheduler: {
      timesteps,
      initNoiseSigma: leading ? rootOfSquarePlusOne(largest) : largest,
      scaleModelInput(sample, callIndex) {
        const divisor = rootOfSquarePlusOne(sigmaAt(callIndex));
        return sample.map((value) => round(value / divisor));
      },
      addNoise(original, noise, callIndex) {
        const sigma = round(sigmaAt(callIndex));
        return original.map((value, i) => round(value + round((noise[i] ?? 0) * sigma)));
      },
      predictOriginal: (output, callIndex, sample) => predictOriginal(output, sample, sigmaAt(callIndex)),
    },
    calls: createCallOrder(timesteps),
    sigmaAt,
    predictOriginal,
    round,
  };
}

function predictorOf(config: SchedulerConfig, round: Rounding): EulerPath['predictOriginal'] {
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, sigma) => {
        const factor = round(sigma);
        return sample.map((value, i) => value - round(factor * (output[i] ?? 0)));
      };
    case 'sample':
      return (output) => output;
    case 'v_prediction':
      return (output, sample, sigma) => {
        const divisor = fround(fround(sigma * sigma) + 1);
        const factor = fround(-sigma / fround(sqrt(divisor)));
        return sample.map((value, i) => round((output[i] ?? 0) * factor) + fround(value / divisor));
      };
  }
}

/** Straight from one noise level to another, along the line through the predicted original; float32. */
export function moveAlong(
  sample: Float32Array,
  original: Float32Array,
  from: number,
  to: number,
): Float32Array {
  const distance = fround(to - from);
  return sample.map((value, i) => {
    const derivative = fround(fround(value - (original[i] ?? 0)) / from);
    return value + fround(derivative * distance);
  });
}

function rootOfSquarePlusOne(sigma: number): number {
  return fround(sqrt(fround(fround(sigma * sigma) + 1)));
}
