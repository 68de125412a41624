import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, uniformInteger } from '../base/random.ts';
import { percentiles } from './percentile.ts';
import { cropToSquare, outerWeight, resampleDown } from './resample.ts';

describe('percentiles', () => {
  it('interpolate between ranks as numpy.percentile does', () => {
    // numpy.percentile([15, 20, 35, 40, 50], [0, 5, 30, 40, 50, 100])
    const values = Float64Array.of(50, 20, 15, 40, 35);
    expect(percentiles(values, [0, 5, 30, 40, 50, 100])).toEqual([15, 16, 23, 29, 35, 50]);
    expect(values[0]).toBe(50);
  });

  it('of nothing are refused', () => {
    expect(() => percentiles(new Uint8Array(0), [50])).toThrow(RangeError);
  });
});

describe('cropToSquare', () => {
  it('keeps the middle of a wide and of a high picture', () => {
    const wide = { width: 5, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) };
    expect([...cropToSquare(wide).pixels]).toEqual([2, 3, 7, 8]);
    const high = { width: 1, height: 4, pixels: Uint8Array.of(1, 2, 3, 4) };
    expect([...cropToSquare(high).pixels]).toEqual([2]);
  });
});

describe('resampleDown', () => {
  it('of equal sides is the filter [1/8, 3/4, 1/8], no identity', () => {
    const point = new Float64Array(25);
    point[12] = 64;
    const out = resampleDown({ width: 5, height: 5, pixels: point }, 5, 5);
    expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 1, 6, 1, 0, 0, 6, 36, 6, 0, 0, 1, 6, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps constants', () => {
    const size = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(size, size, fc.nat(65535), fc.nat(29), (width, height, value, less) => {
        const pixels = new Uint16Array(width * height).fill(value);
        const out = resampleDown(
          { width, height, pixels },
          Math.max(1, width - less),
          Math.max(1, height - less),
        );
        for (const each of out) expect(each).toBeCloseTo(value, 8);
      }),
    );
  });

  it('keeps a picture in its place: a ramp stays the ramp that it was', () => {
    for (const source of [60, 90, 101, 120]) {
      const pixels = Float64Array.from({ length: source * source }, (_, index) => (index % source) + 0.5);
      const out = resampleDown({ width: source, height: source, pixels }, 60, 60);
      for (let column = 2; column < 58; column += 1) {
        const place = ((out[30 * 60 + column] ?? Number.NaN) * 60) / source;
        expect(Math.abs(place - (column + 0.5))).toBeLessThan(0.05);
      }
    }
  });

  it('refuses to enlarge', () => {
    expect(() => resampleDown({ width: 4, height: 4, pixels: new Uint8Array(16) }, 5, 4)).toThrow(RangeError);
  });

  it('makes the same picture of a film at the matrix size and at a multiple of it, noise included', () => {
    const random = seededRandom('resample');
    const finest = Float64Array.from({ length: 192 * 192 }, () => uniformInteger(random, 65536));
    // What a detector with coarser pixels delivers: the mean over each pixel's area.
    const seenAt = (side: number) => {
      const factor = 192 / side;
      const pixels = new Float64Array(side * side);
      finest.forEach((value, index) => {
        const place = Math.floor(index / 192 / factor) * side + Math.floor((index % 192) / factor);
        pixels[place] = (pixels[place] ?? 0) + value / (factor * factor);
      });
      return resampleDown({ width: side, height: side, pixels }, 32, 32);
    };
    const native = seenAt(32);
    for (const side of [64, 96, 192]) {
      seenAt(side).forEach((value, index) => {
        expect(Math.abs(value - (native[index] ?? Number.NaN))).toBeLessThan(1e-6);
      });
    }
  });

  it('blurs an edge nearly alike where the sides do not divide', () => {
    const profile = (side: number) => {
      // An edge seen through the source pixel's own aperture, a third of a target pixel off the grid.
      const edge = ((16 + 1 / 3) * side) / 32;
      const pixels = Float64Array.from({ length: side * side }, (_, index) =>
        Math.min(Math.max((index % side) + 1 - edge, 0), 1),
      );
      return resampleDown({ width: side, height: side, pixels }, 32, 32).subarray(0, 32);
    };
    const native = profile(32);
    for (const side of [36, 40, 48, 56, 72, 100]) {
      profile(side).forEach((value, index) => {
        expect(Math.abs(value - (native[index] ?? 9)), `${side} at ${index}`).toBeLessThan(0.05);
      });
    }
  });
});

describe('outerWeight', () => {
  it('is 1/8 where the sides divide, and less where pixels straddle the edges', () => {
    for (const factor of [1, 2, 3, 4, 16]) expect(outerWeight(64 * factor, 64)).toBeCloseTo(1 / 8, 12);
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 300 }), fc.nat(400), (target, more) => {
        const weight = outerWeight(target + more, target);
        expect(weight).toBeGreaterThan(0.04);
        expect(weight).toBeLessThanOrEqual(1 / 8 + 1e-12);
      }),
    );
  });
});
