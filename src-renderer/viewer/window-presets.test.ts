import { describe, expect, it } from 'vitest';
import type { DisplayableFilm, FilmDisplay } from '../../src-core/imaging/film-display.ts';
import { windowOfPreset, windowPresets } from './window-presets.ts';

const DISPLAY: FilmDisplay = {
  scale: { zero: 0, slope: 2, intercept: -100 },
  choices: [
    { label: 'NORMAL', transform: { kind: 'window', function: 'LINEAR', centre: 10, width: 100 } },
    { label: 'HARD', transform: { kind: 'window', function: 'SIGMOID', centre: 20, width: 60 } },
  ],
  inverted: false,
  padding: { low: 0, high: 0 },
  unit: 'HU',
};
/** Pixels 0 (padding) to 200: values from -98 to 300 in steps of 2. */
const FILM: DisplayableFilm = {
  bits: 16,
  pixels: Uint16Array.from({ length: 201 }, (_, index) => index),
  display: DISPLAY,
};

describe('windowPresets', () => {
  it('offers what the file names, then what any film has', () => {
    expect(
      windowPresets(FILM, 'all').map((preset) => (preset.kind === 'file' ? preset.label : preset.name)),
    ).toEqual(['NORMAL', 'HARD', 'auto', 'whole', 'steep', 'dark', 'bright']);
  });

  it('offers the same to a reader for every film: one window of its own, without the file’s name for it', () => {
    const plain = { ...FILM, display: { ...DISPLAY, choices: [DISPLAY.choices[0]] as const } };
    expect(windowPresets(FILM, 'reading')).toEqual(windowPresets(plain, 'reading'));
    expect(JSON.stringify(windowPresets(FILM, 'reading'))).not.toContain('NORMAL');
  });
});

describe('windowOfPreset', () => {
  it('takes the file’s own windows as they are', () => {
    expect(windowOfPreset({ kind: 'file', index: 1, label: 'HARD' }, FILM)).toEqual({
      shape: 'SIGMOID',
      centre: 20,
      width: 60,
      lut: null,
    });
  });

  it('counts percentiles over the values without padding', () => {
    // Values -98, -96, ... 300: the lower half ends between 100 and 102.
    expect(windowOfPreset({ kind: 'percentiles', name: 'whole' }, FILM)).toMatchObject({
      centre: 101,
      width: 398,
    });
    expect(windowOfPreset({ kind: 'percentiles', name: 'dark' }, FILM)).toMatchObject({
      centre: 1.5,
      width: 199,
    });
  });

  it('means the dark half of the picture also where low values are white', () => {
    const inverted = { ...FILM, display: { ...DISPLAY, inverted: true } };
    expect(windowOfPreset({ kind: 'percentiles', name: 'dark' }, inverted)).toMatchObject({
      centre: 200.5,
      width: 199,
    });
  });
});
