import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentiles } from './percentile.ts';
import { cropToSquare, resampleDown, tentHalfWidthPx } from './resample.ts';

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

  it('keeps a picture in its place: the centre of mass of a point does not move', () => {
    for (const source of [60, 90, 101, 120]) {
      const pixels = new Float64Array(source * source);
      pixels[Math.floor(source * 0.4) * source + Math.floor(source * 0.6)] = 1;
      const out = resampleDown({ width: source, height: source, pixels }, 60, 60);
      const place = centreOfMass(out, 60);
      const expected = (index: number) => ((Math.floor(source * index) + 0.5) * 60) / source;
      // Point samples of a tent: the sampling may move it by a part of a pixel.
      expect(Math.abs(place.x - expected(0.6))).toBeLessThan(0.1);
      expect(Math.abs(place.y - expected(0.4))).toBeLessThan(0.1);
    }
  });

  it('refuses to enlarge', () => {
    expect(() => resampleDown({ width: 4, height: 4, pixels: new Uint8Array(16) }, 5, 4)).toThrow(RangeError);
  });

  it('blurs an edge alike, whether it comes at the matrix size or at twice or four times it', () => {
    const profile = (factor: number) => {
      const side = 32 * factor;
      // An edge seen through the source pixel's own aperture, a third of a target pixel off the grid.
      const edge = (16 + 1 / 3) * factor;
      const pixels = Float64Array.from({ length: side * side }, (_, index) =>
        Math.min(Math.max((index % side) + 1 - edge, 0), 1),
      );
      return resampleDown({ width: side, height: side, pixels }, 32, 32).subarray(0, 32);
    };
    const [native, double, quadruple] = [profile(1), profile(2), profile(4)];
    for (let index = 0; index < 32; index++) {
      expect(Math.abs((native[index] ?? 0) - (double[index] ?? 9))).toBeLessThan(0.04);
      expect(Math.abs((double[index] ?? 0) - (quadruple[index] ?? 9))).toBeLessThan(0.02);
    }
  });
});

describe('tentHalfWidthPx', () => {
  it('makes aperture, box and tent add up to a variance of 1/3 of an output pixel squared', () => {
    for (const [source, target] of [
      [256, 256],
      [512, 256],
      [300, 256],
      [4096, 256],
    ] as const) {
      const sourcePixel = target / source;
      const variance = tentHalfWidthPx(source, target) ** 2 / 6 + (2 * sourcePixel ** 2) / 12;
      expect(variance).toBeCloseTo(1 / 3, 12);
    }
  });
});

function centreOfMass(values: Float64Array, side: number): { x: number; y: number } {
  let sum = 0;
  let x = 0;
  let y = 0;
  values.forEach((value, index) => {
    sum += value;
    x += value * ((index % side) + 0.5);
    y += value * (Math.floor(index / side) + 0.5);
  });
  return { x: x / sum, y: y / sum };
}
