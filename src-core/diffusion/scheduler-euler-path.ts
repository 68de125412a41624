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
import { float32Math, type TensorMath, tensorMathOf } from './tensor-math.ts';

const { fround, sqrt } = Math;

/** What both Euler schedulers share: samples are the clean latent plus sigma times noise, not scaled to unit variance. */
export interface EulerPath {
  readonly scheduler: Omit<Scheduler, 'step'>;
  readonly calls: CallOrder;
  /** The noise level at which a call begins, 0 or sigma_min after the last. */
  sigmaAt(callIndex: number): number;
  /** The predicted original sample, in float32 (for prediction "sample" the model's output). */
  predictOriginal(modelOutput: Float32Array, sample: Float32Array, sigma: number): Float32Array;
  /** In the type of model outputs and noise; samples are moved in float32 and rounded at the end. */
  readonly math: TensorMath;
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

  const math = tensorMathOf(options.precision);
  const largest = sigmas.reduce((most, sigma) => Math.max(most, sigma), 0);
  const leading = config.timestep_spacing === 'leading';
  const predictOriginal = predictorOf(config, math);
  return {
    scheduler: {
      timesteps,
      initNoiseSigma: leading ? rootOfSquarePlusOne(largest) : largest,
      scaleModelInput: (sample, callIndex) => math.divided(sample, rootOfSquarePlusOne(sigmaAt(callIndex))),
      addNoise: (original, noise, callIndex) => math.sum(original, math.times(sigmaAt(callIndex), noise)),
      predictOriginal: (output, callIndex, sample) => predictOriginal(output, sample, sigmaAt(callIndex)),
    },
    calls: createCallOrder(timesteps),
    sigmaAt,
    predictOriginal,
    math,
  };
}

function predictorOf(config: SchedulerConfig, math: TensorMath): EulerPath['predictOriginal'] {
  const { sum, difference, divided } = float32Math;
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, sigma) => difference(sample, math.times(sigma, output));
    case 'sample':
      return (output) => output.slice();
    case 'v_prediction':
      return (output, sample, sigma) => {
        const divisor = fround(fround(sigma * sigma) + 1);
        const factor = fround(-sigma / fround(sqrt(divisor)));
        return sum(math.scaled(output, factor), divided(sample, divisor));
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
  const { sum, difference, divided, scaled } = float32Math;
  return sum(sample, scaled(divided(difference(sample, original), from), fround(to - from)));
}

function rootOfSquarePlusOne(sigma: number): number {
  return fround(sqrt(fround(fround(sigma * sigma) + 1)));
}
