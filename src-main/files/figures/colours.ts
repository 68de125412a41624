import type { FigureTheme } from '../../../src-core/report/figure.ts';

/** How a series differs from the others: in colour, and without it in shape and dashes. */
export interface SeriesStyle {
  readonly colour: string;
  readonly symbol: SymbolName;
  /** Null: a line without gaps. */
  readonly dashes: string | null;
}

export const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'wedge', 'star'] as const;
export type SymbolName = (typeof SYMBOLS)[number];

export interface Colours {
  readonly background: string;
  /** Text, and what matters most. */
  readonly ink: string;
  /** Text and lines of less weight. */
  readonly dim: string;
  /** Many lines over one another. */
  readonly faint: string;
  /** Lines of a grid, edges between parts. */
  readonly rule: string;
  /** Bands and boxes behind text. */
  readonly surface: string;
  /** One series that stands out. */
  readonly accent: string;
  readonly series: readonly SeriesStyle[];
  /** From nothing to all: two ends and what lies between, evenly spaced. */
  readonly ramp: readonly string[];
  /** From -1 over 0 to 1. */
  readonly diverging: readonly string[];
}

const DASHES = [null, '4 2', '1.2 1.6', '6 1.8 1.2 1.8', '2.4 1.4', '8 2'] as const;

const series = (colours: readonly string[]): SeriesStyle[] =>
  colours.map((colour, index) => ({
    colour,
    symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle',
    dashes: DASHES[index % DASHES.length] ?? null,
  }));

/** Black on white. The series differ for colour-blind readers (`colours.test.ts`). */
const print: Colours = {
  background: '#ffffff',
  ink: '#111111',
  dim: '#555555',
  faint: '#8a8a8a',
  rule: '#cfcfcf',
  surface: '#f1f1f1',
  accent: '#0b4f8a',
  series: series(['#0b4f8a', '#c8561b', '#2e9984', '#460f99', '#73200b', '#4c2a46']),
  ramp: ['#f3f6fa', '#cfdeed', '#98bddd', '#5a94c4', '#296a9f', '#0c3f6b'],
  diverging: ['#8c3a0e', '#c9713a', '#ecc0a0', '#f6f6f6', '#a9c6df', '#4c86b6', '#0c3f6b'],
};

/** Light on the window's ground (`src-renderer/app/theme.ts`): dim enough for a dark room. */
const screen: Colours = {
  background: '#0a0b0b',
  ink: '#d2d4d6',
  dim: '#94989b',
  faint: '#6f7377',
  rule: '#3b3e41',
  surface: '#1a1b1d',
  accent: '#7cc1c5',
  series: series(['#7cc1c5', '#d9905f', '#8c69bf', '#e0c34f', '#bfe0a8', '#608079']),
  ramp: ['#1c2325', '#1f3d40', '#28686d', '#47989d', '#7cc1c5', '#c2e4e6'],
  diverging: ['#e3a27c', '#b0673a', '#5c3520', '#1a1b1d', '#1b4e52', '#47989d', '#c2e4e6'],
};

const THEMES: Readonly<Record<FigureTheme, Colours>> = { print, screen };

export const coloursOf = (theme: FigureTheme): Colours => THEMES[theme];

/** Colours of a film's marks: bright in both themes, as the film below is the same. */
export const MARK_SERIES = series(['#5fd3ff', '#ffb347', '#a6f06a', '#ff9ad5', '#fff27a', '#ffffff']);

export function seriesStyle(colours: Colours, index: number): SeriesStyle {
  const style = colours.series[index % colours.series.length];
  if (style === undefined) throw new RangeError('a palette without colours');
  return style;
}

/** A colour of a ramp, mixed between its neighbours. @param share from 0 to 1; others count as the nearest end. */
export function rampColour(ramp: readonly string[], share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const low = Math.min(Math.floor(place), ramp.length - 2);
  const [from, to] = [rgb(ramp[low] ?? '#000000'), rgb(ramp[low + 1] ?? '#000000')];
  const mixed = from.map((value, channel) =>
    Math.round(value + (place - low) * ((to[channel] ?? 0) - value)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The colour of text on a ground: the ink or the background of the theme where it stands out enough, else black or
 * white, of which one always does.
 */
export function inkOn(ground: string, { ink, background }: Colours): string {
  const most = (one: string, other: string): string =>
    contrast(one, ground) >= contrast(other, ground) ? one : other;
  const own = most(ink, background);
  return contrast(own, ground) >= LEAST_CONTRAST ? own : most('#000000', '#ffffff');
}

/** Of text, level AA (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;

/** Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Relative luminance from 0 to 1 (WCAG 2.2). */
export function luminance(colour: string): number {
  const [red, green, blue] = rgb(colour).map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

export function rgb(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
