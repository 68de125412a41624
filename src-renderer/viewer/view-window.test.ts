import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilmDisplay, identityDisplay } from '../../src-core/imaging/film-display.ts';
import { clampWindow, dragWindow, openingWindow, type ShownWindow, windowLimits } from './view-window.ts';

/** A CT-like display: 12 bits from -1024 Hounsfield units on. */
const HOUNSFIELD: FilmDisplay = {
  scale: { zero: 0, slope: 1, intercept: -1024 },
  choices: [
    { label: 'LUNG', transform: { kind: 'window', function: 'LINEAR', centre: -500, width: 1280 } },
    {
      label: 'CURVE',
      transform: { kind: 'lut', first: -24, bits: 8, values: Uint16Array.of(0, 9, 90, 255) },
    },
  ],
  inverted: false,
  padding: null,
  unit: 'HU',
};
const LUNG = openingWindow(HOUNSFIELD);

describe('openingWindow', () => {
  it('is the first choice of the file', () => {
    expect(LUNG).toEqual({ shape: 'LINEAR', centre: -500, width: 1280, lut: null });
    expect(openingWindow(identityDisplay(8))).toEqual({
      shape: 'LINEAR_EXACT',
      centre: 127.5,
      width: 255,
      lut: null,
    });
  });
});

describe('dragWindow', () => {
  it('lowers contrast to the right and makes brighter upwards, by the opening width in 640 pixels', () => {
    const drag = (x: number, y: number, inverted = false) => dragWindow(LUNG, x, y, inverted, 16, HOUNSFIELD);
    expect(drag(64, 0)).toEqual({ ...LUNG, width: 1408 });
    expect(drag(-64, 0)).toEqual({ ...LUNG, width: 1152 });
    expect(drag(0, -64)).toEqual({ ...LUNG, centre: -628 });
    expect(drag(0, -64, true)).toEqual({ ...LUNG, centre: -372 });
  });

  it('stays a window that can be shown, however far one drags', () => {
    const far = fc.integer({ min: -50_000, max: 50_000 });
    const shape = fc.constantFrom<ShownWindow['shape']>('LINEAR', 'LINEAR_EXACT', 'SIGMOID');
    fc.assert(
      fc.property(far, far, shape, (x, y, asked) => {
        const { centre, width } = dragWindow({ ...LUNG, shape: asked }, x, y, false, 16, HOUNSFIELD);
        expect(width).toBeGreaterThanOrEqual(1280 / 256);
        expect(width).toBeLessThanOrEqual(2 * 65_536);
        expect(centre).toBeGreaterThanOrEqual(-1140);
        expect(centre).toBeLessThanOrEqual(65_535 - 1024);
      }),
    );
  });
});

describe('clampWindow', () => {
  it('keeps LINEAR at a width of 1 or more, as the standard asks', () => {
    const narrow = { ...openingWindow(identityDisplay(8)), shape: 'LINEAR' as const, width: 0.2 };
    expect(clampWindow(narrow, 8, identityDisplay(8)).width).toBe(1);
  });
});

describe('windowLimits', () => {
  it('are what a window that was typed is kept to', () => {
    const { centre, width } = windowLimits('LINEAR', 16, HOUNSFIELD);
    // 1/256 of the opening width of 1280 at least, twice the range of values at most.
    expect(width.least).toBe(5);
    const typed = clampWindow({ ...LUNG, centre: centre.most + 1, width: 0.1 }, 16, HOUNSFIELD);
    expect(typed).toMatchObject({ centre: centre.most, width: width.least });
  });
});
