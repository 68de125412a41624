import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { type HeldFilm, OUTSIDE, type PaintedView, RIM, sampleFrame } from './film-sampler.ts';
import { UPRIGHT, viewToFilm } from './orientation.ts';
import { shadingOf } from './shading.ts';
import { windowOf } from './view-window.ts';

const DISPLAY = identityDisplay(8);
const SHADING = shadingOf(windowOf(DISPLAY.choices[0].transform), false, DISPLAY);

function film(widthPx: number, heightPx: number, valueAt: (x: number, y: number) => number): HeldFilm {
  const pixels = Uint16Array.from({ length: widthPx * heightPx }, (_, index) =>
    valueAt(index % widthPx, Math.floor(index / widthPx)),
  );
  return { widthPx, heightPx, pixels, aspect: 1 };
}

function view(centre: { x: number; y: number }, scale: number): PaintedView {
  return { centre, scale, turning: viewToFilm(UPRIGHT), loupe: null, shading: SHADING };
}

describe('sampleFrame', () => {
  it('shows every value as it is at 1:1', () => {
    const held = film(8, 6, (x, y) => 1000 * y + x);
    const samples = sampleFrame(held, view({ x: 4, y: 3 }, 1), { width: 8, height: 6 });
    expect([...samples]).toEqual([...held.pixels]);
  });

  it('averages whole blocks exactly where they become one device pixel each', () => {
    const held = film(8, 8, (x, y) => 100 * y + x);
    const samples = sampleFrame(held, view({ x: 4, y: 4 }, 0.25), { width: 2, height: 2 });
    // Means of 4 x 4 blocks: 1.5 or 5.5 across, 150 or 550 down.
    expect([...samples]).toEqual([151.5, 155.5, 551.5, 555.5]);
  });

  it('reduces a pattern of lines finer than a device pixel to its mean: nothing aliases', () => {
    const lines = film(600, 600, (x) => (x % 2 === 0 ? 0 : 200));
    for (const scale of [0.5, 0.25, 0.1]) {
      const side = 600 * scale;
      const samples = sampleFrame(lines, view({ x: 300, y: 300 }, scale), { width: side, height: side });
      expect(Math.min(...samples)).toBeCloseTo(100, 3);
      expect(Math.max(...samples)).toBeCloseTo(100, 3);
    }
  });

  it('never leaves the range of the pixels it reduces: it sharpens nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.99, noNaN: true }), fc.integer(), (scale, seed) => {
        const noise = film(
          64,
          64,
          (x, y) => (Math.imul(seed + x * 7919 + y * 104_729, 2_654_435_761) >>> 24) % 256,
        );
        const samples = sampleFrame(noise, view({ x: 32, y: 32 }, scale), { width: 64, height: 64 });
        for (const sample of samples) {
          if (sample === OUTSIDE) continue;
          expect(sample).toBeGreaterThanOrEqual(0);
          expect(sample).toBeLessThanOrEqual(255.001);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('passes through the pixels’ own values where it magnifies', () => {
    const held = film(9, 9, (x, y) => (x * 31 + y * 17) % 256);
    // At 3:1 every third device pixel has its middle on the middle of a film pixel.
    const samples = sampleFrame(held, view({ x: 4.5, y: 4.5 }, 3), { width: 27, height: 27 });
    for (let y = 0; y < 9; y += 1)
      for (let x = 0; x < 9; x += 1)
        expect(samples[(3 * y + 1) * 27 + 3 * x + 1]).toBeCloseTo(held.pixels[y * 9 + x] ?? -1, 3);
  });

  it('keeps padding black and out of its neighbours, reduced and magnified', () => {
    const held = film(64, 64, (x) => (x < 32 ? 5 : 100));
    const padded = { ...SHADING, paddingLow: 5, paddingHigh: 5 };
    for (const scale of [0.33, 1, 2.7]) {
      const samples = sampleFrame(
        held,
        { ...view({ x: 32, y: 32 }, scale), shading: padded },
        { width: 40, height: 4 },
      );
      expect(
        new Set([...samples].map((sample) => (sample === OUTSIDE ? sample : Math.round(sample * 100) / 100))),
      ).toEqual(new Set([OUTSIDE, 100]));
    }
  });

  it('shows square millimetres where pixels are not square', () => {
    const tall = { ...film(4, 2, (x, y) => 10 * y + x), aspect: 2 };
    const samples = sampleFrame(tall, view({ x: 2, y: 2 }, 1), { width: 4, height: 4 });
    const rows = [0, 1, 2, 3].map((row) => samples[row * 4]);
    // Two device rows for each row of pixels; in between Catmull-Rom stays near them.
    expect(rows.every((value) => value !== undefined && value > -3 && value < 13)).toBe(true);
    expect((rows[0] ?? 0) < (rows[3] ?? 0)).toBe(true);
    expect(samples).toHaveLength(16);
  });

  it('magnifies in the loupe around its middle, within a rim', () => {
    const held = film(100, 100, (x, y) => x + y);
    const loupe = { middle: { x: 50.5, y: 50.5 }, radius: 20, scale: 2 };
    const samples = sampleFrame(held, { ...view({ x: 50, y: 50 }, 1), loupe }, { width: 100, height: 100 });
    expect(samples[50 * 100 + 50]).toBe(100);
    expect(samples[50 * 100 + 60]).toBe(105);
    expect(samples[50 * 100 + 69]).toBe(RIM);
    expect(samples[50 * 100 + 90]).toBe(140);
  });
});
