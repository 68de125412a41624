import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';

/** How the inference steps lie among the training timesteps (Lin et al. 2023, arXiv 2305.08891, table 2). */
export type TimestepSpacing = NonNullable<SchedulerConfig['timestep_spacing']>;

/**
 * The timesteps of PNDM, DDIM and DDPM, descending; absent fields take those classes' defaults.
 * @param steps an integer from 1 to the number of training timesteps
 */
export function discreteTimesteps(config: SchedulerConfig, steps: number): number[] {
  const trainCount = trainTimesteps(config);
  switch (config.timestep_spacing ?? 'leading') {
    case 'leading':
      return leadingTimesteps(Math.floor(trainCount / steps), steps, config.steps_offset ?? 0);
    case 'linspace':
      return linspaceTimesteps(trainCount - 1, steps).reverse();
    case 'trailing':
      return trailingTimesteps(trainCount, trainCount / steps, steps);
  }
}

/**
 * The timesteps of DPM-Solver++ and UniPC, which leave out timestep 0, descending; absent fields take those
 * classes' defaults.
 * @param last the number of timesteps in use: fewer than trained where the noisiest are clipped
 */
export function multistepTimesteps(config: SchedulerConfig, steps: number, last: number): number[] {
  switch (config.timestep_spacing ?? 'linspace') {
    case 'linspace':
      return linspaceTimesteps(last - 1, steps + 1)
        .reverse()
        .slice(0, -1);
    case 'leading': {
      const ratio = Math.floor(last / (steps + 1));
      return leadingTimesteps(ratio, steps, (config.steps_offset ?? 0) + ratio);
    }
    case 'trailing':
      return trailingTimesteps(last, trainTimesteps(config) / steps, steps);
  }
}

/** The timesteps of both Euler schedulers, in float32: fractions where they are spaced evenly. */
export function eulerTimesteps(config: SchedulerConfig, steps: number): number[] {
  if ((config.timestep_spacing ?? 'linspace') !== 'linspace') return discreteTimesteps(config, steps);
  return linspace(trainTimesteps(config) - 1, steps)
    .map(Math.fround)
    .reverse();
}

function leadingTimesteps(ratio: number, steps: number, offset: number): number[] {
  return Array.from({ length: steps }, (_, index) => (steps - 1 - index) * ratio + offset);
}

/** numpy's `linspace(0, last, count).round()`, ascending. */
function linspaceTimesteps(last: number, count: number): number[] {
  return linspace(last, count).map(roundHalfToEven);
}

/** numpy's `linspace(0, last, count)`. */
function linspace(last: number, count: number): number[] {
  const step = count > 1 ? last / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 && count > 1 ? last : index * step,
  );
}

/**
 * numpy's `arange(last, 0, -spacing).round() - 1`, descending. numpy takes the distance of its first two
 * values, after rounding, as the step; it may give a value too many, near 0, for a timestep -1 that does not
 * exist: at most `count` are kept.
 */
function trailingTimesteps(last: number, spacing: number, count: number): number[] {
  const step = last - (last - spacing);
  const available = Math.min(count, Math.ceil(last / spacing));
  return Array.from({ length: available }, (_, index) => roundHalfToEven(last - index * step) - 1);
}

/** numpy's round: halves go to the even neighbour. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
