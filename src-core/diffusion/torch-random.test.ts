import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { createTorchGenerator } from './torch-random.ts';

/** Made by tools/goldens/make_noise_goldens.py with the torch version recorded inside. */
const golden = readGoldenJson<{
  versions: Record<string, string>;
  singles: { seed: number; size: number; values: string }[];
  sequences: { seed: number; sizes: number[]; values: string[] }[];
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
