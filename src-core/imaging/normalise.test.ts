import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityDisplay, renderDisplay } from './film-display.ts';
import {
  describeNormalisation,
  type NormalisationPlan,
  normaliseFilm,
  planNormalisation,
} from './normalise.ts';
import { drawPhantom } from './phantom.ts';
import type { FilmPicture } from './radiograph.ts';
import { resampleDown } from './resample.ts';

const untouched = (pixels: Uint8Array) => pixels;
const LOSSLESS: NormalisationPlan = {
  matrixSizePx: 64,
  markers: 'keep',
  lowPass: 'none',
  lowPercentile: 0.5,
  highPercentile: 99.5,
  jpegQuality: null,
};

function film(width: number, height: number, seed: number) {
  const pixels = Uint8Array.from(
    { length: width * height },
    (_, index) => (Math.imul(index + 1, seed) >>> 9) & 255,
  );
  return picture(width, height, pixels);
}

function picture(width: number, height: number, pixels: Uint8Array | Uint16Array): FilmPicture {
  const bits = pixels instanceof Uint8Array ? 8 : 16;
  return { width, height, pixels, bits, display: identityDisplay(bits) };
}

describe('planNormalisation', () => {
  const square = (side: number, lossy = false) => ({ width: side, height: side, lossy });

  it('takes the smallest side of all films, never more than the cap', () => {
    expect(planNormalisation([square(512), { width: 474, height: 600, lossy: false }]).matrixSizePx).toBe(
      474,
    );
    expect(planNormalisation([square(4000)]).matrixSizePx).toBe(1024);
    expect(planNormalisation([square(4000)], { maxMatrixSizePx: 256 }).matrixSizePx).toBe(256);
  });

  it('passes all films through JPEG as soon as one was lossy', () => {
    expect(planNormalisation([square(64), square(64)]).jpegQuality).toBeNull();
    expect(planNormalisation([square(64), square(64, true)]).jpegQuality).toBe(90);
  });

  it('refuses no films and films under 16 pixels', () => {
    expect(() => planNormalisation([])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => planNormalisation([square(15)])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  it('is told in words for the protocol', () => {
    expect(describeNormalisation(planNormalisation([square(64, true)], { lowPass: 'binomial' }))).toEqual({
      matrixSizePx: 64,
      markers: 'keep',
      windowRule:
        'centred square, means over each pixel of the matrix with the filter [1/8, 3/4, 1/8], binomial low-pass, percentiles 0.5 to 99.5 without padding to 0 to 255, rounded to 8 bits',
      codec: 'JPEG baseline, quality 90, decoded',
    });
  });
});

describe('markers', () => {
  const side = 100;
  const marked = (x: number, y: number): FilmPicture => {
    const pixels = Uint8Array.from({ length: side * side }, (_, index) => 60 + (index % side));
    // A bright letter of 4 x 4 pixels.
    for (let row = 0; row < 4; row += 1) pixels.fill(255, (y + row) * side + x, (y + row) * side + x + 4);
    return picture(side, side, pixels);
  };
  const planOf = (markers: NormalisationPlan['markers']) =>
    planNormalisation([{ width: side, height: side, lossy: false }], { markers });

  it('in the corners are masked: black in every film, and without a say in its window', () => {
    const plan = planOf('mask-corners');
    const plain = normaliseFilm(marked(50, 50), plan, untouched);
    const letter = normaliseFilm(marked(6, 6), plan, untouched);
    const inside = (x: number, y: number): number => letter[y * side + x] ?? -1;
    // A corner has 15% of the side.
    expect([inside(0, 0), inside(14, 14), inside(99, 0), inside(85, 99)]).toEqual([0, 0, 0, 0]);
    expect(inside(15, 14)).toBe(plain[14 * side + 15]);
    expect(describeNormalisation(plan)).toMatchObject({
      markers: 'mask-corners',
      windowRule: expect.stringContaining('corners of 15% of the side black'),
    });
  });

  it('at the borders are cropped: the central 90% of every film, and a matrix no larger than that', () => {
    const plan = planOf('crop');
    expect(plan.matrixSizePx).toBe(90);
    expect([...normaliseFilm(marked(1, 1), plan, untouched)]).toEqual([
      ...normaliseFilm(marked(1, 95), plan, untouched),
    ]);
    expect(describeNormalisation(plan)).toMatchObject({
      markers: 'crop',
      windowRule: expect.stringContaining('central 90% of the centred square'),
    });
    expect(() => planNormalisation([{ width: 17, height: 17, lossy: false }], { markers: 'crop' })).toThrow(
      'after their borders are cropped',
    );
  });

  it('that are kept stay', () => {
    const plan = planOf('keep');
    expect([...normaliseFilm(marked(6, 6), plan, untouched)]).not.toEqual([
      ...normaliseFilm(marked(6, 90), plan, untouched),
    ]);
  });
});

describe('normaliseFilm', () => {
  const side = fc.integer({ min: 64, max: 130 });

  it('gives one length for every film, and the same bytes for the same film', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1 }),
        fc.constantFrom('none', 'binomial'),
        (w, h, seed, lowPass) => {
          const plan = { ...LOSSLESS, lowPass } as const;
          const out = normaliseFilm(film(w, h, seed), plan, untouched);
          expect(out).toBeInstanceOf(Uint8Array);
          expect(out.length).toBe(64 * 64);
          expect(normaliseFilm(film(w, h, seed), plan, untouched)).toEqual(out);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('does not tell bit depth, brightness or contrast: affine changes of the greys give the same film within 1', () => {
    const gain = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(side, fc.integer({ min: 1 }), gain, fc.nat(10000), (width, seed, slope, offset) => {
        const eight = film(width, 64, seed);
        const stretched = Uint16Array.from(eight.pixels, (value) => value * slope + offset);
        const sixteen = picture(width, 64, stretched);
        const a = normaliseFilm(eight, LOSSLESS, untouched);
        const b = normaliseFilm(sixteen, LOSSLESS, untouched);
        expect(a.every((value, index) => Math.abs(value - (b[index] ?? 999)) <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the order of greys: a brighter resampled pixel is never darker afterwards', () => {
    const source = drawPhantom(3, { sizePx: 128 }).radiograph;
    const out = normaliseFilm(source, LOSSLESS, untouched);
    const order = [...resampleDown({ ...source, pixels: renderDisplay(source) }, 64, 64)].map(
      (value, index) => [value, out[index] ?? 0] as const,
    );
    order.sort(([a], [b]) => a - b);
    const greys = order.map(([, grey]) => grey);
    expect(greys).toEqual([...greys].sort((a, b) => a - b));
  });

  it('uses the full range and nearly all of its levels, for coarse and fine sources alike', () => {
    const plan = { ...LOSSLESS, matrixSizePx: 256 };
    const levels = (pixels: Uint8Array | Uint16Array, sizePx: number) => {
      const out = normaliseFilm(picture(sizePx, sizePx, pixels), plan, untouched);
      expect([Math.min(...out), Math.max(...out)]).toEqual([0, 255]);
      return new Set(out).size;
    };
    const fine = drawPhantom(5, { sizePx: 512, bits: 16 }).radiograph.pixels;
    const native = drawPhantom(6, { sizePx: 256 }).radiograph.pixels;
    // 43 grey levels, as of a badly windowed export.
    const coarse = native.map((value) => Math.floor(value / 6));
    expect(new Set(coarse).size).toBeLessThan(45);
    for (const occupied of [levels(fine, 512), levels(native, 256), levels(coarse, 256)]) {
      expect(occupied).toBeGreaterThan(245);
    }
  });

  it('brings the sharpness of a film at the matrix size and of one at twice it together', () => {
    const plan = { ...LOSSLESS, matrixSizePx: 256 };
    const gradient = (pixels: ArrayLike<number>) => {
      let sum = 0;
      for (let index = 1; index < pixels.length; index++)
        sum += Math.abs((pixels[index] ?? 0) - (pixels[index - 1] ?? 0));
      return sum;
    };
    const fine = drawPhantom(4, { sizePx: 512, bits: 16 }).radiograph;
    // The same film as a scanner with pixels of twice the side sees it.
    const native = Uint16Array.from({ length: 256 * 256 }, (_, index) => {
      const at = Math.floor(index / 256) * 2 * 512 + (index % 256) * 2;
      const four = [at, at + 1, at + 512, at + 513].map((place) => fine.pixels[place] ?? 0);
      return four.reduce((sum, value) => sum + value, 0) / 4;
    });
    const coarse = picture(256, 256, native);
    const difference = (plain: NormalisationPlan) => {
      const a = gradient(normaliseFilm(fine, plain, untouched));
      const b = gradient(normaliseFilm(coarse, plain, untouched));
      return Math.abs(b / a - 1);
    };
    // What is left are the roundings to whole greys.
    expect(difference(plan)).toBeLessThan(0.001);
    expect(difference({ ...plan, lowPass: 'binomial' })).toBeLessThan(0.001);
  });

  it('hands the grey values to the common JPEG coding last, with its quality', () => {
    const calls: number[][] = [];
    const plan = { ...LOSSLESS, jpegQuality: 90 };
    const out = normaliseFilm(film(80, 70, 7), plan, (pixels, width, height, quality) => {
      calls.push([pixels.length, width, height, quality]);
      return pixels.map((value) => 255 - value);
    });
    expect(calls).toEqual([[4096, 64, 64, 90]]);
    expect(out).toEqual(normaliseFilm(film(80, 70, 7), LOSSLESS, untouched).map((value) => 255 - value));
  });

  it('gives mid-grey for a film that is flat', () => {
    const flat = picture(64, 64, new Uint8Array(4096).fill(9));
    expect(new Set(normaliseFilm(flat, LOSSLESS, untouched))).toEqual(new Set([128]));
  });

  it('takes the display grey: MONOCHROME1 by its stored values is the same film as its mirror image by grey', () => {
    const mirrored = film(70, 64, 11);
    const plain = { ...mirrored, pixels: mirrored.pixels.map((value) => 255 - value) };
    const inverted = { ...mirrored, display: { ...mirrored.display, inverted: true } };
    expect(normaliseFilm(inverted, LOSSLESS, untouched)).toEqual(normaliseFilm(plain, LOSSLESS, untouched));
  });

  it('leaves padding out of the percentiles: the picture is as bright beside it as without it', () => {
    const whole = film(128, 64, 5);
    const padded = picture(
      128,
      64,
      whole.pixels.map((value, index) => (index % 128 < 64 ? 0 : 40 + (value >> 2))),
    );
    const display = { ...padded.display, padding: { low: 0, high: 0 } };
    const plan = { ...LOSSLESS, matrixSizePx: 32 };
    const shown = normaliseFilm({ ...padded, display }, plan, untouched);
    const right = (pixels: Uint8Array) => pixels.filter((_, index) => index % 32 >= 16);
    // The square holds padding at its left half and picture at its right.
    expect(new Set(shown.filter((_, index) => index % 32 < 15))).toEqual(new Set([0]));
    expect(Math.min(...right(shown))).toBe(0);
    expect(Math.min(...right(normaliseFilm(padded, plan, untouched)))).toBeGreaterThan(80);
    const nothing = { ...padded, pixels: new Uint8Array(128 * 64), display };
    expect(new Set(normaliseFilm(nothing, plan, untouched))).toEqual(new Set([128]));
  });

  it('refuses a film under the matrix size', () => {
    expect(() => normaliseFilm(film(63, 80, 1), LOSSLESS, untouched)).toThrow(RangeError);
  });
});
