import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEDULER_NAMES } from '../base/generation-names.ts';
import {
  type SweepAxes,
  stepsToCount,
  sweepCell,
  sweepIndex,
  sweepPlace,
  sweepSize,
  sweepSteps,
} from './sweep.ts';

const AXES: SweepAxes = {
  prompt: ['edema', 'effusion'],
  scheduler: ['ddim'],
  steps: [10, 20],
  guidance: [3],
  seed: [7, 8, 9],
};

const anyAxes: fc.Arbitrary<SweepAxes> = fc.record({
  prompt: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
  scheduler: fc.subarray([...SCHEDULER_NAMES], { minLength: 1, maxLength: 4 }),
  steps: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }),
  guidance: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
  seed: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
});

describe('the cells of a sweep', () => {
  it('number the seeds of a prompt one after the other', () => {
    expect(sweepSize(AXES)).toBe(12);
    expect([0, 1, 2, 3].map((index) => sweepCell(AXES, index))).toEqual([
      { prompt: 'edema', scheduler: 'ddim', steps: 10, guidance: 3, seed: 7 },
      { prompt: 'edema', scheduler: 'ddim', steps: 10, guidance: 3, seed: 8 },
      { prompt: 'edema', scheduler: 'ddim', steps: 10, guidance: 3, seed: 9 },
      { prompt: 'edema', scheduler: 'ddim', steps: 20, guidance: 3, seed: 7 },
    ]);
    expect(sweepCell(AXES, 11)).toMatchObject({ prompt: 'effusion', steps: 20, seed: 9 });
  });

  it('are each reached by exactly one number', () => {
    fc.assert(
      fc.property(anyAxes, (axes) => {
        const places = Array.from({ length: sweepSize(axes) }, (_, index) => sweepPlace(axes, index));
        expect(places.map((place) => sweepIndex(axes, place))).toEqual(places.map((_, index) => index));
        expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(places.length);
      }),
    );
  });

  it.each([-1, 12, 1.5])('do not exist at %d', (index) => {
    expect(() => sweepCell(AXES, index)).toThrow(RangeError);
  });

  it('take their steps and one for the decoding each', () => {
    // Two prompts and three seeds with 10 steps and with 20.
    expect(sweepSteps(AXES)).toBe(6 * 11 + 6 * 21);
  });
});

it('an image is counted as its steps and its passes through the autoencoder', () => {
  expect(stepsToCount(20)).toBe(21);
  // diffusers' StableDiffusionImg2ImgPipeline makes int(steps * strength) steps.
  expect(stepsToCount(20, { strength: 0.52, maskId: null })).toBe(10 + 2);
  expect(stepsToCount(20, { strength: 1, maskId: 'a'.repeat(64) })).toBe(20 + 3);
});
