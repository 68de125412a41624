import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyVoi,
  displayTable,
  type FilmDisplay,
  identityDisplay,
  modalityValue,
  renderDisplay,
  type VoiTransform,
  type VoiWindow,
} from './film-display.ts';

const window = (shape: VoiWindow['function'], centre: number, width: number): VoiWindow => ({
  kind: 'window',
  function: shape,
  centre,
  width,
});

function display(transform: VoiTransform, rest: Partial<FilmDisplay> = {}): FilmDisplay {
  return { ...identityDisplay(16), choices: [{ label: null, transform }], ...rest };
}

describe('modalityValue', () => {
  it('is slope times stored value plus intercept, to the last bit, also where stored values are signed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -32768, max: 32767 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -5000, max: 5000, noNaN: true }),
        (stored, slope, intercept) => {
          expect(modalityValue({ zero: 32768, slope, intercept }, stored + 32768)).toBe(
            stored * slope + intercept,
          );
        },
      ),
    );
  });
});

describe('applyVoi', () => {
  it('has the values of the examples in PS3.3 C.11.2.1.2.1 (Note 2 and 3) for LINEAR', () => {
    // Centre 2048, width 4096: 0 is black, 4095 white. Centre 0, width 100: -50 is black, 49 white. Width 1: a threshold.
    const full = window('LINEAR', 2048, 4096);
    expect([-1, 0, 4095, 5000].map((value) => applyVoi(full, value))).toEqual([0, 0, 1, 1]);
    expect([-50, 49].map((value) => applyVoi(window('LINEAR', 0, 100), value))).toEqual([0, 1]);
    expect([99, 100].map((value) => applyVoi(window('LINEAR', 100, 1), value))).toEqual([0, 1]);
  });

  it('spreads LINEAR_EXACT over exactly its width (PS3.3 C.11.2.1.3.2)', () => {
    const exact = window('LINEAR_EXACT', 1000, 400);
    expect([799, 800, 900, 1000, 1200, 1300].map((value) => applyVoi(exact, value))).toEqual([
      0, 0, 0.25, 0.5, 1, 1,
    ]);
  });

  it('is a half at the centre of SIGMOID and 1 / (1 + e^-2) half a width above (PS3.3 C.11.2.1.3.1)', () => {
    const sigmoid = window('SIGMOID', 1000, 400);
    expect(applyVoi(sigmoid, 1000)).toBe(0.5);
    expect(applyVoi(sigmoid, 1200)).toBeCloseTo(0.880797077977882, 14);
  });

  it('rises with the value and stays within 0 and 1, in every function', () => {
    const windows = fc.record({
      kind: fc.constant('window' as const),
      centre: fc.double({ min: -5000, max: 5000, noNaN: true }),
      width: fc.double({ min: 1, max: 9000, noNaN: true }),
      function: fc.constantFrom('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
    });
    fc.assert(
      fc.property(windows, fc.integer({ min: -9999, max: 9999 }), fc.nat(500), (voi, value, more) => {
        const [low, high] = [applyVoi(voi, value), applyVoi(voi, value + more)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });

  it('looks a value up in a table, whose ends answer for all beyond (PS3.3 C.11.2.1.1)', () => {
    const lut = { kind: 'lut', first: -1, bits: 10, values: Uint16Array.of(0, 10, 500, 1023) } as const;
    expect([-40, -1, 0, 1, 2, 900].map((value) => applyVoi(lut, value) * 1023)).toEqual([
      0, 0, 10, 500, 1023, 1023,
    ]);
  });
});

describe('renderDisplay', () => {
  it('gives 8 bits 257 times their value and leaves 16 bits alone where the display is the identity', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    expect([...renderDisplay({ pixels: bytes, bits: 8, display: identityDisplay(8) })]).toEqual(
      [...bytes].map((value) => 257 * value),
    );
    const words = Uint16Array.from({ length: 65536 }, (_, value) => value);
    expect(renderDisplay({ pixels: words, bits: 16, display: identityDisplay(16) })).toEqual(words);
  });

  it('opens with the first choice and shows any other on demand', () => {
    const [first, second] = [window('LINEAR_EXACT', 50, 100), window('LINEAR_EXACT', 100, 200)];
    const choices = [
      { label: 'A', transform: first },
      { label: 'B', transform: second },
    ] as const;
    const film = {
      pixels: Uint16Array.of(100),
      bits: 16,
      display: { ...identityDisplay(16), choices },
    } as const;
    expect([...renderDisplay(film)]).toEqual([65535]);
    expect([...renderDisplay(film, second)]).toEqual([32768]);
  });

  it('mirrors the greys when inverted', () => {
    const voi = window('LINEAR', 700, 1000);
    const plain = displayTable(16, display(voi));
    const inverted = displayTable(16, display(voi, { inverted: true }));
    // Both roundings of one half may go up.
    expect(plain.every((grey, pixel) => Math.abs(65535 - grey - (inverted[pixel] ?? -9)) <= 1)).toBe(true);
    expect([inverted[0], inverted[4000]]).toEqual([65535, 0]);
  });

  it.each([false, true])('shows padding black (inverted: %s)', (inverted) => {
    const shown = display(window('LINEAR_EXACT', 5, 10), { inverted, padding: { low: 7, high: 9 } });
    const greys = renderDisplay({ pixels: Uint16Array.of(0, 6, 7, 8, 9, 10), bits: 16, display: shown });
    expect([...greys.subarray(2, 5)]).toEqual([0, 0, 0]);
    expect([greys[0], greys[5]]).toEqual(inverted ? [65535, 0] : [0, 65535]);
  });
});
