import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import type { SchedulerName } from './recipe.ts';
import { SCHEDULER_FILE } from './scheduler-checks.ts';
import { createDdimScheduler } from './scheduler-ddim.ts';
import { createDdpmScheduler } from './scheduler-ddpm.ts';
import { createDpmppScheduler } from './scheduler-dpmpp.ts';
import { createEulerScheduler } from './scheduler-euler.ts';
import { createEulerAncestralScheduler } from './scheduler-euler-a.ts';
import { createPndmScheduler } from './scheduler-pndm.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { createUnipcScheduler } from './scheduler-unipc.ts';

export type { SchedulerName } from './recipe.ts';
export type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

/**
 * Builds a scheduler for one image from the folder's scheduler_config.json, whichever class that file names:
 * fields that are absent take the defaults of the scheduler asked for, as diffusers' `from_config` does. A name
 * that ends in "-karras" turns Karras sigmas on; others follow the file, there too.
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
    case 'ddpm':
      return createDdpmScheduler(config, options);
    case 'dpmpp-2m':
      return createDpmppScheduler(config, options, false);
    case 'dpmpp-2m-karras':
      return createDpmppScheduler({ ...config, use_karras_sigmas: true }, options, false);
    case 'dpmpp-2m-sde':
      return createDpmppScheduler(config, options, true);
    case 'dpmpp-2m-sde-karras':
      return createDpmppScheduler({ ...config, use_karras_sigmas: true }, options, true);
    case 'euler':
      return createEulerScheduler(config, options);
    case 'euler-a':
      return createEulerAncestralScheduler(config, options);
    case 'unipc':
      return createUnipcScheduler(config, options);
  }
}

/**
 * The scheduler that a folder's scheduler_config.json means: its class, and for DPM-Solver++ its algorithm and
 * whether Karras sigmas are on.
 * @throws LightboxError MODEL_UNSUPPORTED for any other class or algorithm
 */
export function schedulerNameOf(config: SchedulerConfig): SchedulerName {
  switch (config._class_name) {
    case 'PNDMScheduler':
      return 'pndm';
    case 'DDIMScheduler':
      return 'ddim';
    case 'DDPMScheduler':
      return 'ddpm';
    case 'DPMSolverMultistepScheduler':
      return dpmppNameOf(config);
    case 'EulerDiscreteScheduler':
      return 'euler';
    case 'EulerAncestralDiscreteScheduler':
      return 'euler-a';
    case 'UniPCMultistepScheduler':
      return 'unipc';
    default:
      throw unknownScheduler(
        '_class_name',
        config._class_name,
        'supported are PNDMScheduler, DDIMScheduler, DDPMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, EulerAncestralDiscreteScheduler and UniPCMultistepScheduler',
      );
  }
}

function dpmppNameOf(config: SchedulerConfig): SchedulerName {
  const algorithm = config.algorithm_type ?? 'dpmsolver++';
  const karras = config.use_karras_sigmas === true;
  switch (algorithm) {
    case 'dpmsolver++':
    // diffusers takes this name of another solver as its default.
    case 'deis':
      return karras ? 'dpmpp-2m-karras' : 'dpmpp-2m';
    case 'sde-dpmsolver++':
      return karras ? 'dpmpp-2m-sde-karras' : 'dpmpp-2m-sde';
    default:
      throw unknownScheduler('algorithm_type', algorithm, 'supported are dpmsolver++ and sde-dpmsolver++');
  }
}

function unknownScheduler(field: string, found: string, supported: string): LightboxError {
  return new LightboxError(
    'MODEL_UNSUPPORTED',
    `${SCHEDULER_FILE}: ${field} is "${found}"; ${supported}. Choose a scheduler by name.`,
    { file: SCHEDULER_FILE, field, found },
  );
}
