import { describe, expect, it } from 'vitest';
import {
  displayTable,
  type FilmDisplay,
  identityDisplay,
  type VoiTransform,
  WHITE,
} from '../../src-core/imaging/film-display.ts';
import { shadeByte, shadingOf } from './shading.ts';
import { windowOf } from './view-window.ts';

const CURVE = Uint16Array.from({ length: 1024 }, (_, index) => Math.round(4095 * (index / 1023) ** 2));

const TRANSFORMS: Readonly<Record<string, VoiTransform>> = {
  LINEAR: { kind: 'window', function: 'LINEAR', centre: 40, width: 400 },
  'LINEAR of width 1': { kind: 'window', function: 'LINEAR', centre: 40, width: 1 },
  LINEAR_EXACT: { kind: 'window', function: 'LINEAR_EXACT', centre: -200, width: 1500 },
  SIGMOID: { kind: 'window', function: 'SIGMOID', centre: 300, width: 900 },
  'a VOI LUT': { kind: 'lut', first: -300, bits: 12, values: CURVE },
};

/** Signed 16-bit values as the texture holds them, half a unit a step, some of them padding. */
const SIGNED: FilmDisplay = {
  scale: { zero: 32_768, slope: 0.5, intercept: 10 },
  choices: [{ label: null, transform: { kind: 'window', function: 'LINEAR', centre: 0, width: 2 } }],
  inverted: false,
  padding: null,
  unit: 'HU',
};

describe('shadeByte', () => {
  it.each(Object.entries(TRANSFORMS))('gives the greys of the display chain, for %s', (_name, transform) => {
    for (const inverted of [false, true]) {
      const display = { ...SIGNED, inverted };
      const table = displayTable(16, display, transform);
      const shading = shadingOf(windowOf(transform), false, display);
      let largest = 0;
      let different = 0;
      for (let pixel = 0; pixel < 65_536; pixel += 1) {
        const exact = ((table[pixel] ?? 0) / WHITE) * 255;
        const difference = Math.abs(shadeByte(pixel, shading) - exact);
        if (difference > 0.502) different += 1;
        largest = Math.max(largest, difference);
      }
      // Half a grey from rounding to 8 bits, and what rounding to 16 bits first adds.
      expect({ different, largest: largest <= 0.51 }).toEqual({ different: 0, largest: true });
    }
  });

  it('is the identity for films that are greys already, and its reverse when inverted', () => {
    const display = identityDisplay(8);
    const window = windowOf(display.choices[0].transform);
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    expect(bytes.map((byte) => shadeByte(byte, shadingOf(window, false, display)))).toEqual(bytes);
    expect(bytes.map((byte) => shadeByte(byte, shadingOf(window, true, display)))).toEqual(
      [...bytes].reverse(),
    );
  });

  it('inverts once where both the file and the reader ask for it, and not at all for both together', () => {
    const display = { ...identityDisplay(8), inverted: true };
    const window = windowOf(display.choices[0].transform);
    expect(shadeByte(10, shadingOf(window, false, display))).toBe(245);
    expect(shadeByte(10, shadingOf(window, true, display))).toBe(10);
  });

  it('shifts and stretches a VOI LUT with its window and keeps its shape', () => {
    const own = windowOf({ kind: 'lut', first: -300, bits: 12, values: CURVE });
    const moved = { ...own, centre: own.centre + 100, width: own.width * 2 };
    const before = shadingOf(own, false, SIGNED);
    const after = shadingOf(moved, false, SIGNED);
    // Half a unit a pixel: a distance of 200 pixels from the middle is 400 after stretching, 200 pixels further on.
    const middle = 32_768 + (own.centre - 10) * 2;
    for (const away of [-900, -200, 0, 200, 900]) {
      expect(shadeByte(middle + 200 + 2 * away, after)).toBe(shadeByte(middle + away, before));
    }
  });
});
