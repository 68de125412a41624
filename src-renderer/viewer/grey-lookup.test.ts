import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { shadeFrame } from './canvas-painter.ts';
import { OUTSIDE, RIM } from './film-sampler.ts';
import { BETWEEN_GREYS, greyLookup } from './grey-lookup.ts';
import { shadeByte, shadingOf } from './shading.ts';
import { type ShownWindow, windowOf } from './view-window.ts';

const DISPLAY = identityDisplay(16);
const CURVE = Uint16Array.from({ length: 900 }, (_, index) => Math.round(2000 * (1 + Math.sin(index / 40))));

const windows: fc.Arbitrary<ShownWindow> = fc.oneof(
  fc.record({
    shape: fc.constantFrom<ShownWindow['shape']>('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
    centre: fc.double({ min: -1000, max: 70_000, noNaN: true }),
    width: fc.double({ min: 1, max: 130_000, noNaN: true }),
    lut: fc.constant(null),
  }),
  fc.constant(windowOf({ kind: 'lut', first: 20_000, bits: 12, values: CURVE })),
);

function greysOf(samples: Float32Array, shading: Parameters<typeof shadeFrame>[1]): number[] {
  const rgba = new Uint32Array(samples.length);
  shadeFrame(samples, shading, rgba);
  return Array.from(rgba, (colour) => colour & 0xff);
}

describe('greyLookup', () => {
  it('gives every sample the grey that is computed without it, in any window', () => {
    fc.assert(
      fc.property(windows, fc.boolean(), fc.integer(), (window, inverted, seed) => {
        const shading = shadingOf(window, inverted, DISPLAY);
        // Values on and between whole pixels, close to each other within the window and far outside it.
        const samples = Float32Array.from({ length: 4000 }, (_, index) => {
          const spread = (Math.imul(seed + index, 2_654_435_761) >>> 0) / 2 ** 32;
          return index % 2 === 0
            ? Math.floor(spread * 65_536)
            : window.centre + (spread - 0.5) * window.width * 1.2;
        });
        expect(greysOf(samples, shading)).toEqual(
          Array.from(samples, (sample) => shadeByte(sample, shading)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('computes few samples anew: at most one stretch for each edge between greys', () => {
    for (const shape of ['LINEAR_EXACT', 'SIGMOID'] as const) {
      const window: ShownWindow = { shape, centre: 30_000, width: 40_000, lut: null };
      const { greys } = greyLookup(shadingOf(window, false, DISPLAY));
      const between = greys.filter((grey) => grey === BETWEEN_GREYS).length;
      expect(between).toBeGreaterThan(200);
      expect(between).toBeLessThanOrEqual(255);
    }
  });
});

describe('shadeFrame', () => {
  it('keeps what shows no film black and the rim grey, inverted too', () => {
    const window = windowOf(DISPLAY.choices[0].transform);
    const samples = Float32Array.of(OUTSIDE, RIM, 0, 65_535);
    expect(greysOf(samples, shadingOf(window, false, DISPLAY))).toEqual([0, 128, 0, 255]);
    expect(greysOf(samples, shadingOf(window, true, DISPLAY))).toEqual([0, 128, 255, 0]);
  });
});
