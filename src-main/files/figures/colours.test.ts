import { describe, expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../../src-core/report/figure.ts';
import { coloursOf, contrast, inkOn, luminance, MARK_SERIES, rampColour, rgb } from './colours.ts';

test('contrast is that of WCAG 2.2', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 10);
  // The two greys that WCAG's own material (understanding SC 1.4.3) gives for 4.5:1 and 3:1 on white.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(contrast('#949494', '#ffffff')).toBeCloseTo(3.03, 2);
});

describe.each(FIGURE_THEMES)('%s', (theme) => {
  const colours = coloursOf(theme);
  const { background, surface } = colours;

  test('text has the contrast of level AA on every ground', () => {
    for (const ground of [background, surface]) expect(contrast(colours.ink, ground)).toBeGreaterThan(4.5);
    expect(contrast(colours.dim, background)).toBeGreaterThan(4.5);
    for (const ramp of [colours.ramp, colours.diverging]) {
      for (let step = 0; step <= 100; step++) {
        const ground = rampColour(ramp, step / 100);
        expect(contrast(inkOn(ground, colours), ground), ground).toBeGreaterThan(4.5);
      }
    }
  });

  test('lines and points have the contrast of level AA for graphics', () => {
    const drawn = [colours.accent, colours.faint, ...colours.series.map(({ colour }) => colour)];
    for (const colour of drawn) expect(contrast(colour, background), colour).toBeGreaterThan(3);
  });

  test('series differ for eyes without red, green or blue cones, and in shape and dashes', () => {
    for (const kind of ['all', 'protan', 'deutan', 'tritan'] as const) {
      for (const [index, one] of colours.series.entries()) {
        for (const other of colours.series.slice(index + 1)) {
          const apart = difference(seen(one.colour, kind), seen(other.colour, kind));
          expect(apart, `${kind}: ${one.colour}, ${other.colour}`).toBeGreaterThan(20);
        }
      }
    }
    expect(new Set(colours.series.map(({ symbol }) => symbol)).size).toBe(colours.series.length);
    expect(new Set(colours.series.map(({ dashes }) => dashes)).size).toBe(colours.series.length);
  });

  test('the ramp goes one way in lightness, in steps of about the same size', () => {
    const lightness = Array.from(
      { length: 11 },
      (_, step) => lab(rgb(rampColour(colours.ramp, step / 10)))[0],
    );
    const steps = lightness.slice(1).map((value, index) => value - (lightness[index] ?? 0));
    const towards = Math.sign(steps[0] ?? 0);
    for (const step of steps) {
      expect(step * towards).toBeGreaterThan(2);
      expect(step * towards).toBeLessThan(14);
    }
  });

  test('the two sides of the diverging ramp grow away from its middle', () => {
    const from = luminance(rampColour(colours.diverging, 0.5));
    for (const side of [-1, 1]) {
      const away = [0.1, 0.2, 0.3, 0.4, 0.5].map((part) =>
        Math.abs(luminance(rampColour(colours.diverging, 0.5 + side * part)) - from),
      );
      expect(away).toEqual([...away].sort((a, b) => a - b));
    }
  });
});

test('marks on a film stand out from dark and middle greys, or by their edge', () => {
  for (const { colour } of MARK_SERIES) {
    expect(contrast(colour, '#000000')).toBeGreaterThan(7);
    expect(contrast(colour, '#7f7f7f')).toBeGreaterThan(1.6);
  }
});

/** Machado, Oliveira and Fernandes, IEEE TVCG 2009, table 1, severity 1.0: on linear RGB. */
const CONES = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seen(colour: string, kind: 'all' | keyof typeof CONES): number[] {
  if (kind === 'all') return [...rgb(colour)];
  const linear = rgb(colour).map(toLinear);
  const row = (start: number) =>
    linear.reduce((sum, value, index) => sum + value * (CONES[kind][start + index] ?? 0), 0);
  return [row(0), row(3), row(6)].map((value) => 255 * toCoded(Math.min(Math.max(value, 0), 1)));
}

const toLinear = (value: number) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
const toCoded = (value: number) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);

/** CIE L*a*b* (D65) of sRGB from 0 to 255. */
function lab(colour: readonly number[]): [number, number, number] {
  const [r = 0, g = 0, b = 0] = colour.map(toLinear);
  const f = (value: number) =>
    value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116;
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976 colour difference; 2.3 is just noticeable. */
function difference(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
