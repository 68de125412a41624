import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoWindow } from '../imaging/display-range.ts';
import { modalityValue, renderDisplay } from '../imaging/film-display.ts';
import { filmOfStoredValues, type GreyChain } from './film-values.ts';
import type { SampleLayout } from './stored-values.ts';

const CHAIN: GreyChain = {
  modality: { kind: 'rescale', slope: 1, intercept: 0 },
  unit: null,
  choices: [],
  inverted: false,
  padding: undefined,
};
const layout = (bitsStored: number, signed: boolean): SampleLayout => ({
  bitsAllocated: bitsStored > 8 ? 16 : 8,
  bitsStored,
  highBit: bitsStored - 1,
  signed,
});

describe('filmOfStoredValues', () => {
  it('keeps every stored value: the modality values come back to the last bit, signed or not', () => {
    const cases = fc
      .record({ bits: fc.integer({ min: 1, max: 16 }), signed: fc.boolean() })
      .chain(({ bits, signed }) => {
        const low = signed ? -(2 ** (bits - 1)) : 0;
        const value = fc.integer({ min: low, max: low + 2 ** bits - 1 });
        return fc.tuple(fc.constant({ bits, signed }), fc.array(value, { minLength: 1, maxLength: 40 }));
      });
    const finite = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(cases, finite, finite, ([{ bits, signed }, stored], slope, intercept) => {
        const modality = { kind: 'rescale', slope, intercept } as const;
        const film = filmOfStoredValues(Int32Array.from(stored), layout(bits, signed), {
          ...CHAIN,
          modality,
        });
        expect(film.bits).toBe(signed || bits > 8 ? 16 : 8);
        expect([...film.pixels].map((pixel) => modalityValue(film.display.scale, pixel))).toEqual(
          stored.map((value) => value * slope + intercept),
        );
      }),
    );
  });

  it('opens from the lowest to the highest value where the file names no window, and offers the whole range', () => {
    const film = filmOfStoredValues(Int32Array.of(-100, 0, 300, -2000), layout(12, true), {
      ...CHAIN,
      padding: [-2000, -2000],
    });
    expect([...renderDisplay(film)]).toEqual([0, Math.round(65535 / 4), 65535, 0]);
    const [, whole] = film.display.choices;
    expect(whole?.transform).toMatchObject({ centre: -0.5, width: 4095 });
  });

  it('has one choice for a film of one value, the whole range', () => {
    const { display } = filmOfStoredValues(Int32Array.of(5, 5), layout(8, false), CHAIN);
    expect(display.choices.map(({ transform }) => transform)).toMatchObject([{ centre: 127.5, width: 255 }]);
  });

  it('puts the output of a modality LUT in place of the stored values', () => {
    const table = { firstInput: -2, bits: 12, entries: Uint16Array.of(4000, 3000, 2000, 1000) };
    const film = filmOfStoredValues(Int32Array.of(-2, -1, 0, 1, 9), layout(12, true), {
      ...CHAIN,
      modality: { kind: 'table', table },
    });
    expect([...film.pixels]).toEqual([4000, 3000, 2000, 1000, 1000]);
    expect(modalityValue(film.display.scale, 4000)).toBe(4000);
  });

  it('tells padding from picture also where a modality LUT gives both the same value', () => {
    const table = { firstInput: 0, bits: 16, entries: Uint16Array.of(65535, 7, 65535) };
    const film = filmOfStoredValues(Int32Array.of(0, 1, 2), layout(16, false), {
      ...CHAIN,
      modality: { kind: 'table', table },
      padding: [2, 2],
    });
    expect([...renderDisplay(film)]).toEqual([65535, 0, 0]);
    expect(film.pixels[2]).not.toBe(film.pixels[0]);
    expect(autoWindow(film, [0, 100])).toMatchObject({ centre: (7 + 65535) / 2 });
  });

  it('ignores padding that cannot be stored, and cuts a range to what can', () => {
    const film = (padding: readonly [number, number]) =>
      filmOfStoredValues(Int32Array.of(0, 1), layout(8, false), { ...CHAIN, padding }).display.padding;
    expect(film([4095, 4095])).toBeNull();
    expect(film([200, 4095])).toEqual({ low: 200, high: 255 });
  });

  it('refuses values beyond the bits of a pixel rather than wrapping them round', () => {
    expect(() => filmOfStoredValues(Int32Array.of(256), layout(8, false), CHAIN)).toThrow(/beyond 8 bits/);
    expect(() => filmOfStoredValues(Int32Array.of(-1), layout(12, false), CHAIN)).toThrow(/beyond 16 bits/);
  });
});
