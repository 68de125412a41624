import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';
import {
  type CallOrder,
  checkDescending,
  checkSteps,
  checkTimesteps,
  createCallOrder,
  firstCall,
} from './scheduler-checks.ts';
import { originalPredictorOf } from './scheduler-predictions.ts';
import {
  addNoiseOfSigma,
  levelOf,
  type NoiseLevel,
  type SigmaRules,
  sigmaSchedule,
  trainingSigmas,
} from './scheduler-sigmas.ts';
import { multistepTimesteps, roundHalfToEven } from './scheduler-timesteps.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { float32Math, type TensorMath, tensorMathOf } from './tensor-math.ts';

/** What DPM-Solver++ and UniPC share: whole timesteps, noise levels of unit variance, and where a call stands. */
export interface MultistepPath {
  readonly scheduler: Omit<Scheduler, 'step'>;
  readonly calls: CallOrder;
  /** Calls of the full schedule, and the one at which this run begins. */
  readonly count: number;
  readonly begin: number;
  /** The level at which a call of the full schedule begins; the one after the last call is the final level. */
  levelAt(index: number): NoiseLevel;
  /** In the type of the samples. */
  readonly math: TensorMath;
}

export interface MultistepRules extends Pick<SigmaRules, 'endsAtOwnSigma'> {
  /** Timesteps in use: fewer than trained where the noisiest are clipped. */
  readonly lastTimestep: number;
  /** Whether timesteps found for Karras sigmas are rounded; all others are cut to whole ones. */
  readonly roundsKarras: boolean;
}

/** @param alphas cumulative alphas of the training timesteps */
export function createMultistepPath(
  config: SchedulerConfig,
  options: SchedulerOptions,
  alphas: Float32Array,
  { endsAtOwnSigma, lastTimestep, roundsKarras }: MultistepRules,
): MultistepPath {
  const { steps } = options;
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const spaced = multistepTimesteps(config, steps, lastTimestep);
  const levels = sigmaSchedule(config, trainingSigmas(alphas), spaced, {
    rangeOfSteps: false,
    endsAtOwnSigma,
  });
  const rounds = roundsKarras && config.use_karras_sigmas === true;
  const schedule = levels.timesteps.map(rounds ? roundHalfToEven : Math.trunc);
  checkTimesteps(schedule, trainCount, steps);
  if (!levels.chosen) checkDescending(schedule, steps);
  const begin = firstCall(options);
  const timesteps = schedule.slice(begin);
  const sigmas = [...levels.sigmas, levels.finalSigma];
  const noiseLevels = sigmas.map(levelOf);
  const levelAt = (index: number): NoiseLevel => {
    const level = noiseLevels[index];
    if (level === undefined) throw new LightboxError('INTERNAL', `No noise level ${index}.`);
    return level;
  };
  const math = tensorMathOf(options.precision);
  const preview = originalPredictorOf(config, float32Math);
  return {
    scheduler: {
      timesteps,
      initNoiseSigma: 1,
      scaleModelInput: (sample) => sample,
      addNoise: (original, noise, callIndex) =>
        addNoiseOfSigma(sigmas[begin + callIndex] ?? 0, original, noise, math),
      predictOriginal: (output, callIndex, sample) => preview(output, sample, levelAt(begin + callIndex)),
    },
    calls: createCallOrder(timesteps),
    count: schedule.length,
    begin,
    levelAt,
    math,
  };
}
