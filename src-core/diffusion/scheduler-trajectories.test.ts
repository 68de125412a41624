import { describe, expect, it } from 'vitest';
import { float32FromBase64 } from '../../tools/goldens/golden-data.ts';
import {
  editGoldens,
  goldenNoise,
  largestDifference,
  original,
  start,
  trajectoryGoldens,
  walk,
} from '../../tools/goldens/scheduler-goldens.ts';
import { parseSchedulerConfig } from './model-folder.ts';
import { createScheduler, type SchedulerName } from './scheduler.ts';

/**
 * Values of diffusers, made by tools/goldens/make_scheduler_goldens.py with the versions recorded inside.
 * Differences are of max(1, value).
 */
const TOLERANCE = 1e-5;

/**
 * torch's logarithms and roots (MKL) are good to one unit in the last place. UniPC divides differences of them by
 * the step's length: many steps, and order 3, enlarge that unit. With correctly rounded ones, below, it is held
 * to 1e-5 like the others.
 */
const UNIPC_TOLERANCE = 1e-4;

function toleranceOf(scheduler: SchedulerName, first: Float32Array): number {
  if (scheduler === 'unipc') return UNIPC_TOLERANCE;
  // Euler starts at values as large as sigma, 4096 where the SNR ends at 0: two of their float32 units.
  const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.max(TOLERANCE, largest * 2 ** -22);
}

describe.each(trajectoryGoldens.cases)('text to image with the file "$label"', ({ config, runs }) => {
  it.each(runs)('$scheduler, $steps steps: equals diffusers after every call', (run) => {
    const scheduler = createScheduler(run.scheduler, parseSchedulerConfig(config, 'scheduler_config.json'), {
      steps: run.steps,
      eta: run.eta ?? 0,
      noise: goldenNoise(),
    });
    expectTimesteps(scheduler.timesteps, run.timesteps);
    expect(Math.abs(scheduler.initNoiseSigma / run.initNoiseSigma - 1)).toBeLessThan(1e-6);
    const first = start.map((value) => value * scheduler.initNoiseSigma);
    const expected = float32FromBase64(run.samples);
    expect(largestDifference(walk(scheduler, first), expected)).toBeLessThan(
      toleranceOf(run.scheduler, first),
    );
  });
});

describe.each(trajectoryGoldens.rounded)(
  'text to image with the file "$label", torch rounding correctly',
  ({ config, runs }) => {
    it.each(runs)('$scheduler, $steps steps: equals diffusers after every call', (run) => {
      const scheduler = createScheduler(
        run.scheduler,
        parseSchedulerConfig(config, 'scheduler_config.json'),
        { steps: run.steps, noise: goldenNoise() },
      );
      const first = start.map((value) => value * scheduler.initNoiseSigma);
      expect(largestDifference(walk(scheduler, first), float32FromBase64(run.samples))).toBeLessThan(
        TOLERANCE,
      );
    });
  },
);

describe.each(editGoldens.cases)('edits with the file "$label"', ({ config, runs }) => {
  it.each(runs)('$scheduler, $steps steps, strength $strength: equals diffusers after every call', (run) => {
    const scheduler = createScheduler(run.scheduler, parseSchedulerConfig(config, 'scheduler_config.json'), {
      steps: run.steps,
      strength: run.strength,
      noise: goldenNoise(),
    });
    expectTimesteps(scheduler.timesteps, run.timesteps);
    const first = scheduler.addNoise(original, start, 0);
    expect(largestDifference(first, float32FromBase64(run.start))).toBeLessThan(TOLERANCE);
    const expected = float32FromBase64(run.samples);
    expect(largestDifference(walk(scheduler, first), expected)).toBeLessThan(
      toleranceOf(run.scheduler, first),
    );
    const later = scheduler.timesteps
      .slice(1)
      .flatMap((_, call) => [...scheduler.addNoise(original, start, call + 1)]);
    expect(largestDifference(Float32Array.from(later), float32FromBase64(run.later))).toBeLessThan(TOLERANCE);
  });
});

/** Whole timesteps exactly; fractions, which numpy finds by its own logarithms, to a few units in the last place. */
function expectTimesteps(ours: readonly number[], expected: readonly number[]): void {
  expect(ours.length).toBe(expected.length);
  for (const [call, timestep] of expected.entries()) {
    if (Number.isInteger(timestep)) expect(ours[call]).toBe(timestep);
    else expect(Math.abs((ours[call] ?? 0) / timestep - 1)).toBeLessThan(1e-6);
  }
}
