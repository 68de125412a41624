import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float16FromBase64, float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { roundToHalf } from './half.ts';
import { createTorchGenerator } from './torch-random.ts';

/** Made by tools/goldens/make_noise_goldens.py with the torch version recorded inside. */
const golden = readGoldenJson<{
  versions: Record<string, string>;
  singles: { seed: number; size: number; values: string }[];
  sequences: { seed: number; sizes: number[]; values: string[] }[];
  halves: { seed: number; sizes: number[]; values: string[] }[];
}>('noise.json.gz');

const TOLERANCE = 1e-6;

function largestDifference(ours: Float32Array, theirs: Float32Array): number {
  expect(ours.length).toBe(theirs.length);
  return ours.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (theirs[i] ?? 9))), 0);
}

describe('randn', () => {
  it.each(golden.singles)('equals torch.randn($size) with seed $seed to 1e-6', ({ seed, size, values }) => {
    const ours = createTorchGenerator(seed).randn(size);
    expect(largestDifference(ours, float32FromBase64(values))).toBeLessThan(TOLERANCE);
  });

  it.each(golden.sequences)(
    'equals torch over calls of $sizes values with seed $seed',
    ({ seed, sizes, values }) => {
      const generator = createTorchGenerator(seed);
      for (const [call, size] of sizes.entries()) {
        const theirs = float32FromBase64(values[call] ?? '');
        expect(largestDifference(generator.randn(size), theirs)).toBeLessThan(TOLERANCE);
      }
    },
  );

  it.each(golden.halves)(
    'equals torch in float16 over calls of $sizes values with seed $seed, to a unit in the last place',
    ({ seed, sizes, values }) => {
      const generator = createTorchGenerator(seed);
      for (const [call, size] of sizes.entries()) {
        const theirs = float16FromBase64(values[call] ?? '');
        const ours = generator.randn(size, 'float16');
        expect(ours.length).toBe(size);
        // A unit of a half is 2^-10 of its value, or less; torch's own sine differs in the last float32 bit.
        const differing = ours.filter((value, i) => value !== theirs[i]);
        expect(differing.length).toBeLessThanOrEqual(size / 1000);
        for (const [i, value] of ours.entries()) {
          const reference = theirs[i] ?? 9;
          expect(Math.abs(value - reference)).toBeLessThanOrEqual(2 ** -10 * Math.abs(reference));
        }
      }
    },
  );

  it('gives the same values in float16, rounded, wherever a latent is drawn', () => {
    for (const count of [1, 15, 16, 256, 4 * 64 * 64]) {
      const floats = createTorchGenerator(4).randn(count);
      expect(createTorchGenerator(4).randn(count, 'float16')).toEqual(floats.map(roundToHalf));
    }
  });

  it('uses the low 32 bits of the seed, as torch does', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 2 ** 21 - 1 }), (low, high) => {
        expect(createTorchGenerator(high * 2 ** 32 + low).randn(20)).toEqual(
          createTorchGenerator(low).randn(20),
        );
      }),
    );
  });

  it('gives finite values only, and the same ones for the same seed', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 100 }), (seed, count) => {
        const values = createTorchGenerator(seed).randn(count);
        expect(values.length).toBe(count);
        expect(values.every(Number.isFinite)).toBe(true);
        expect(createTorchGenerator(seed).randn(count)).toEqual(values);
      }),
    );
  });

  it('refuses what is no seed and what is no count', () => {
    for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => createTorchGenerator(wrong)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
      expect(() => createTorchGenerator(1).randn(wrong)).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
    }
  });
});
