import { LightboxError } from '../base/errors.ts';
import type { SchedulerOptions } from './scheduler-types.ts';

/** Where the settings come from, for messages. */
export const SCHEDULER_FILE = 'scheduler/scheduler_config.json';

/**
 * Checks a number of inference steps.
 * @throws LightboxError BAD_INPUT when it is not an integer from 1 to the number of training steps
 */
export function checkSteps(steps: number, maximum: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > maximum) {
    throw new LightboxError(
      'BAD_INPUT',
      `${steps} steps cannot be made: this model and scheduler take 1 to ${maximum}.`,
      { steps, maximum },
    );
  }
}

/**
 * Checks that every timestep is one the model was trained on.
 * @throws LightboxError BAD_INPUT, with the number of steps asked for
 */
export function checkTimesteps(timesteps: readonly number[], count: number, steps: number): void {
  const wrong = timesteps.find((timestep) => timestep < 0 || timestep > count - 1);
  if (wrong === undefined) return;
  throw new LightboxError(
    'BAD_INPUT',
    `${steps} steps cannot be made: timestep ${wrong} is outside 0 to ${count - 1} (steps_offset or timestep_spacing of ${SCHEDULER_FILE}). Choose fewer steps.`,
    { steps, timestep: wrong },
  );
}

/**
 * Checks that each timestep is below the one before, where the schedule has nothing between two equal ones.
 * @throws LightboxError BAD_INPUT
 */
export function checkDescending(timesteps: readonly number[], steps: number): void {
  const repeated = timesteps.some((timestep, index) => index > 0 && timestep >= (timesteps[index - 1] ?? 0));
  if (!repeated) return;
  throw new LightboxError(
    'BAD_INPUT',
    `${steps} steps repeat a timestep of this model. Choose fewer steps.`,
    { steps },
  );
}

/**
 * Refuses a setting that is not implemented.
 * @throws LightboxError MODEL_UNSUPPORTED when `supported` is false
 */
export function requireSetting(supported: boolean, field: string, found: unknown): void {
  if (supported) return;
  throw new LightboxError(
    'MODEL_UNSUPPORTED',
    `${SCHEDULER_FILE}: ${field} is ${JSON.stringify(found)}, which this scheduler does not support. Choose another scheduler.`,
    { file: SCHEDULER_FILE, field },
  );
}

/**
 * The call of the full schedule at which an edit begins, 0 for text to image: diffusers'
 * StableDiffusionImg2ImgPipeline.get_timesteps, which counts steps, not calls.
 * @throws LightboxError BAD_INPUT for a strength that is not above 0 and at most 1, or that leaves no step
 */
export function firstCall({ steps, strength = 1 }: SchedulerOptions): number {
  if (!(strength > 0 && strength <= 1)) {
    throw new LightboxError('BAD_INPUT', `The strength ${strength} is not above 0 and at most 1.`, {
      strength,
    });
  }
  const made = Math.min(Math.floor(steps * strength), steps);
  if (made < 1) {
    throw new LightboxError(
      'BAD_INPUT',
      `${steps} steps at strength ${strength} leave no step to make. Choose more steps or a higher strength.`,
      { steps, strength },
    );
  }
  return steps - made;
}

/** Counts the calls of one image. */
export interface CallOrder {
  /**
   * Takes note of a call and returns its timestep.
   * @throws LightboxError BAD_INPUT for a call out of order and for arrays of different lengths
   */
  next(callIndex: number, modelOutput: Float32Array, sample: Float32Array): number;
}

/** @param timesteps those of the calls that are made */
export function createCallOrder(timesteps: readonly number[]): CallOrder {
  let expectedCall = 0;
  return {
    next(callIndex, modelOutput, sample) {
      const timestep = timesteps[callIndex];
      if (callIndex !== expectedCall || timestep === undefined) {
        throw new LightboxError(
          'BAD_INPUT',
          `Scheduler call ${callIndex} where call ${expectedCall} of ${timesteps.length} is due: make a new scheduler for each image.`,
          { callIndex, expectedCall },
        );
      }
      if (modelOutput.length !== sample.length) {
        throw new LightboxError(
          'BAD_INPUT',
          `The model gave ${modelOutput.length} values for a sample of ${sample.length}.`,
          { modelOutputLength: modelOutput.length, sampleLength: sample.length },
        );
      }
      expectedCall++;
      return timestep;
    },
  };
}

/**
 * The noise source of a stochastic scheduler.
 * @throws LightboxError INTERNAL where the caller gave none
 */
export function requireNoise({ noise }: SchedulerOptions): NonNullable<SchedulerOptions['noise']> {
  if (noise !== undefined) return noise;
  throw new LightboxError('INTERNAL', 'This scheduler draws noise and was given no generator.');
}
