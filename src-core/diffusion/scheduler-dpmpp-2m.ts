import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import type { Scheduler } from './scheduler-types.ts';

export function createDpmpp2mScheduler(_config: SchedulerConfig, _steps: number): Scheduler {
  throw new LightboxError('INTERNAL', 'not yet');
}
