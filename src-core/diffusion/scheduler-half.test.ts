import { describe, expect, it } from 'vitest';
import { float16FromBase64 } from '../../tools/goldens/golden-data.ts';
import { goldenNoise, halfGoldens, original, start, walk } from '../../tools/goldens/scheduler-goldens.ts';
import { castTo, roundToHalf } from './half.ts';
import { parseSchedulerConfig } from './model-folder.ts';
import { createScheduler } from './scheduler.ts';
import { tensorMathOf } from './tensor-math.ts';

/**
 * Values of diffusers on float16 tensors, made by tools/goldens/make_scheduler_goldens.py. Equal bit for bit but
 * for UniPC of order 3, where torch's logarithms (good to one float32 unit) move a scalar over the edge between
 * two halves.
 */
const precision = 'float16';
const math = tensorMathOf(precision);
const cleanHalf = castTo(precision, original);
const noiseHalf = castTo(precision, start);
/** Two units of a half, of max(1, value). */
const UNIPC_TOLERANCE = 2 * 2 ** -10;

describe.each(halfGoldens.cases)('float16 with the file "$label"', ({ label, config, runs, edits }) => {
  const parsed = parseSchedulerConfig(config, 'scheduler_config.json');

  it.each(runs)('$scheduler, $steps steps: equals diffusers after every call', (run) => {
    const scheduler = createScheduler(run.scheduler, parsed, {
      steps: run.steps,
      eta: run.eta ?? 0,
      precision,
      noise: goldenNoise(),
    });
    const first = math.scaled(noiseHalf, scheduler.initNoiseSigma);
    expectHalves(label, walk(scheduler, first, precision), float16FromBase64(run.samples));
  });

  it.each(edits)('$scheduler, strength $strength: equals diffusers after every call', (run) => {
    const scheduler = createScheduler(run.scheduler, parsed, {
      steps: run.steps,
      strength: run.strength,
      precision,
      noise: goldenNoise(),
    });
    const first = scheduler.addNoise(cleanHalf, noiseHalf, 0);
    expect(first).toEqual(float16FromBase64(run.start));
    expectHalves(label, walk(scheduler, first, precision), float16FromBase64(run.samples));
    const later = scheduler.timesteps
      .slice(1)
      .flatMap((_, call) => [...scheduler.addNoise(cleanHalf, noiseHalf, call + 1)]);
    expect(Float32Array.from(later)).toEqual(float16FromBase64(run.later));
  });
});

function expectHalves(label: string, ours: Float32Array, expected: Float32Array): void {
  expect(ours.every((value) => Object.is(value, roundToHalf(value)))).toBe(true);
  if (!label.startsWith('unipc')) {
    expect(ours).toEqual(expected);
    return;
  }
  expect(ours.length).toBe(expected.length);
  for (const [i, value] of ours.entries()) {
    const reference = expected[i] ?? Number.NaN;
    expect(Math.abs(value - reference)).toBeLessThanOrEqual(
      UNIPC_TOLERANCE * Math.max(1, Math.abs(reference)),
    );
  }
}
