import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoWindow, occurringValues, possibleValues, windowOfTransform } from './display-range.ts';
import { applyVoi, type FilmDisplay, identityDisplay, modalityValue } from './film-display.ts';
import { percentiles } from './percentile.ts';

const rescaled = (slope: number, padding: FilmDisplay['padding'] = null): FilmDisplay => ({
  ...identityDisplay(16),
  scale: { zero: 32768, slope, intercept: -10 },
  padding,
});

describe('possibleValues and occurringValues', () => {
  it('are in modality values, in order also where the slope is negative', () => {
    expect(possibleValues(16, rescaled(2))).toEqual({ low: -65546, high: 65524 });
    expect(possibleValues(8, identityDisplay(8))).toEqual({ low: 0, high: 255 });
    const pixels = Uint16Array.of(32769, 32768, 32778);
    expect(occurringValues({ pixels, bits: 16, display: rescaled(-2) })).toEqual({ low: -30, high: -10 });
  });

  it('leave padding out, and are one value for a film of nothing else', () => {
    const display = rescaled(1, { low: 0, high: 99 });
    expect(occurringValues({ pixels: Uint16Array.of(5, 32768, 32770), bits: 16, display })).toEqual({
      low: -10,
      high: -8,
    });
    const { low, high } = occurringValues({ pixels: Uint16Array.of(5), bits: 16, display });
    expect(low).toBe(high);
  });
});

describe('autoWindow', () => {
  const percent = fc.integer({ min: 0, max: 100 });

  it('spans the percentiles of the modality values without padding, as sorting them gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 32000, max: 33000 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(-1.5, 1, 2),
        percent,
        percent,
        (values, slope, a, b) => {
          const display = rescaled(slope, { low: 0, high: 9 });
          const pixels = Uint16Array.from([...values, 3, 9, 0]);
          const percents = [Math.min(a, b), Math.max(a, b)] as const;
          const window = autoWindow({ pixels, bits: 16, display }, percents);
          const modality = Float64Array.from(values, (value) => modalityValue(display.scale, value));
          const [low = 0, high = 0] = percentiles(modality, percents);
          expect(window.centre).toBeCloseTo((low + high) / 2, 6);
          // A flat film is mid-grey.
          expect(window.width).toBeCloseTo(high - low < 1e-9 ? 1 : high - low, 6);
        },
      ),
    );
  });

  it('shows a film of padding alone, or of one value, without failing', () => {
    const display = rescaled(1, { low: 0, high: 9 });
    expect(autoWindow({ pixels: Uint16Array.of(1, 2), bits: 16, display }).width).toBe(1);
    const flat = autoWindow({ pixels: Uint16Array.of(32770), bits: 16, display });
    expect(applyVoi(flat, -8)).toBe(0.5);
  });
});

describe('windowOfTransform', () => {
  it('begins and ends where a table begins and ends to change', () => {
    const values = Uint16Array.of(0, 0, 0, 100, 300, 1023, 1023);
    expect(windowOfTransform({ kind: 'lut', first: 10, bits: 10, values })).toEqual({
      kind: 'window',
      function: 'LINEAR_EXACT',
      centre: 13.5,
      width: 3,
    });
  });

  it('is a window as it stands, and one that can be shown for a table of one value', () => {
    const sigmoid = { kind: 'window', function: 'SIGMOID', centre: 3, width: 2 } as const;
    expect(windowOfTransform(sigmoid)).toBe(sigmoid);
    expect(
      windowOfTransform({ kind: 'lut', first: 10, bits: 8, values: Uint16Array.of(7, 7) }).width,
    ).toBeGreaterThan(0);
  });
});
