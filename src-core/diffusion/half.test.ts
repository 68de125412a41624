import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { castTo, floatsFromHalfBits, halfBitsFromFloats, roundAllToHalf, roundToHalf } from './half.ts';
import { tensorMathOf } from './tensor-math.ts';

const everyPattern = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
const everyHalf = floatsFromHalfBits(everyPattern);
const finite = everyHalf.filter(Number.isFinite).sort();

/** float32 bit patterns where halves change: 2^-14 and 65520 with their neighbours, zeros, infinities, a NaN. */
const EDGES = [
  0x387fffff, 0x38800000, 0x38800001, 0x477fefff, 0x477ff000, 0x477ff001, 0, 0x80000000, 0x7f800000,
  0xff800000, 0x7fc00000,
];

/** Of two neighbouring halves the nearer; of two as near, the one whose last bit is 0. */
function nearest(value: number): number {
  let low = 0;
  let high = finite.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((finite[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const below = finite[low] ?? 0;
  const above = finite[high] ?? 0;
  if (value - below !== above - value) return value - below < above - value ? below : above;
  return ((halfBitsFromFloats(Float32Array.of(below))[0] ?? 0) & 1) === 0 ? below : above;
}

describe('half precision', () => {
  it('reads and writes all 65536 bit patterns; every NaN becomes one', () => {
    const back = halfBitsFromFloats(everyHalf);
    const wrong = everyPattern.filter((bits) => (bits & 0x7fff) <= 0x7c00 && back[bits] !== bits);
    expect(wrong).toEqual(new Uint16Array(0));
    expect(back[0x7e01]).toBe(0x7e00);
    // IEEE 754-2019, table 3.5: smallest subnormal, smallest normal, one, largest, infinity.
    expect([0x0001, 0x0400, 0x3c00, 0x7bff, 0xfc00].map((bits) => everyHalf[bits])).toEqual([
      2 ** -24,
      2 ** -14,
      1,
      65504,
      -Infinity,
    ]);
  });

  it('rounds any number to the nearest half, ties to even', () => {
    const magnitudes = fc.oneof(
      fc.double({ min: -65504, max: 65504, noNaN: true }),
      fc.double({ min: -(2 ** -13), max: 2 ** -13, noNaN: true }),
      // Halfway between two halves.
      fc
        .nat({ max: finite.length - 2 })
        .map((index) => ((finite[index] ?? 0) + (finite[index + 1] ?? 0)) / 2),
    );
    fc.assert(
      fc.property(magnitudes, (value) => {
        expect(roundToHalf(value) === nearest(value)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps halves as they are, NaN and the sign of zero included', () => {
    expect(everyHalf.map(roundToHalf)).toEqual(everyHalf);
    expect([roundToHalf(-1e-30), roundToHalf(-0), roundToHalf(1e-30)]).toEqual([-0, -0, 0]);
  });

  it('rounds arrays in place to the same values as numbers', () => {
    const patterns = fc.array(fc.nat({ max: 0xffffffff }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(patterns, (bits) => {
        const values = new Float32Array(Uint32Array.from([...bits, ...EDGES]).buffer);
        const expected = values.map(roundToHalf);
        expect(roundAllToHalf(values)).toBe(values);
        expect(values).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('goes to infinity from 65520, halfway to the next power of two', () => {
    expect([65519.99, -65519.99, 65520, -65520, 1e300, -Infinity].map(roundToHalf)).toEqual([
      65504,
      -65504,
      Infinity,
      -Infinity,
      Infinity,
      -Infinity,
    ]);
  });

  it('rounds results through float32, as torch computes halves', () => {
    // 1 + 2^-11 is a tie between two halves; a float32 cannot hold what would decide it.
    const value = 1 + 2 ** -11 + 2 ** -40;
    expect(roundToHalf(value)).toBe(1 + 2 ** -10);
    expect(tensorMathOf('float16').scalar(value)).toBe(1);
    expect(tensorMathOf('float32').scalar(value)).toBe(1 + 2 ** -11);
  });

  it('casts arrays to a type', () => {
    const values = Float32Array.of(0.1, -3.14);
    expect([...castTo('float16', values)]).toEqual([0.0999755859375, -3.140625]);
    expect(castTo('float32', values)).toEqual(values);
  });
});
