import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import type { SchedulerName } from './recipe.ts';
import { createDdimScheduler } from './scheduler-ddim.ts';
import { createDpmpp2mScheduler } from './scheduler-dpmpp-2m.ts';
import { createPndmScheduler } from './scheduler-pndm.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

export type { SchedulerName } from './recipe.ts';
export type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

/**
 * Builds a scheduler for one image from the folder's scheduler_config.json, whichever class that file names:
 * fields that are absent take the defaults of the scheduler asked for, as diffusers' `from_config` does.
 * @throws LightboxError MODEL_UNSUPPORTED for a setting that is not implemented; BAD_INPUT for impossible steps
 */
export function createScheduler(
  name: SchedulerName,
  config: SchedulerConfig,
  options: SchedulerOptions,
): Scheduler {
  switch (name) {
    case 'pndm':
      return createPndmScheduler(config, options);
    case 'ddim':
      return createDdimScheduler(config, options);
    case 'dpmpp-2m':
      return createDpmpp2mScheduler(config, options);
    default:
      throw new LightboxError('MODEL_UNSUPPORTED', `The scheduler ${name} is not built.`, {
        scheduler: name,
      });
  }
}

/**
 * The scheduler that a diffusers class name means.
 * @throws LightboxError MODEL_UNSUPPORTED for any other class
 */
export function schedulerNameFromClass(className: string): SchedulerName {
  switch (className) {
    case 'PNDMScheduler':
      return 'pndm';
    case 'DDIMScheduler':
      return 'ddim';
    case 'DPMSolverMultistepScheduler':
      return 'dpmpp-2m';
    default:
      throw new LightboxError(
        'MODEL_UNSUPPORTED',
        `scheduler/scheduler_config.json: _class_name is "${className}"; supported are PNDMScheduler, DDIMScheduler and DPMSolverMultistepScheduler. Choose a scheduler by name.`,
        { file: 'scheduler/scheduler_config.json', field: '_class_name', found: className },
      );
  }
}
