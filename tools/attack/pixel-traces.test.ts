import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { normaliseFilm, planNormalisation } from '../../src-core/imaging/normalise.ts';
import type { Radiograph } from '../../src-core/imaging/radiograph.ts';
import { separation } from '../../src-core/stats/classify/separation.ts';
import { at } from '../../src-core/stats/numbers.ts';
import { jpegRoundTrip } from '../../src-main/files/jpeg.ts';
import { ALARM_P } from './attack.ts';
import {
  asJpeg,
  blownUp,
  filmsOfTwoSources,
  framed,
  fullSize,
  halfSize,
  inLevels,
  type Source,
  through,
} from './films-of-two-sources.ts';
import { pixelTraces } from './pixel-traces.ts';

interface FrozenFilm {
  readonly pixels: Uint8Array;
  readonly side: number;
}
type Chain = (films: readonly Radiograph[]) => readonly FrozenFilm[];
type Options = Parameters<typeof planNormalisation>[1];

/** Films as a freeze makes them. */
function normalised(films: readonly Radiograph[], options?: Options): FrozenFilm[] {
  const plan = planNormalisation(films, options);
  return films.map((film) => ({
    pixels: normaliseFilm(film, plan, jpegRoundTrip),
    side: plan.matrixSizePx,
  }));
}

/** The groups of traces that tell the arms at p of `ALARM_P` or less. */
function telling(first: Source, second: Source, chain: Chain, only?: string): string[] {
  const films = filmsOfTwoSources({ films: 40, firstSeed: 5000, sizePx: 128, first, second });
  const traces = chain(films.map(({ film }) => film)).map(({ pixels, side }) => pixelTraces(pixels, side));
  return Object.keys(at(traces, 0)).filter((group) => {
    if (only !== undefined && group !== only) return false;
    const rows = films.map(({ positive }, index) => ({
      group: `film ${index}`,
      positive,
      features: at(traces, index)[group] ?? [],
    }));
    const random = seededRandom(`traces/${group}`);
    return separation(rows, { random, permutations: 199, enough: 5 }).pValue <= ALARM_P;
  });
}

const EIGHT_BITS = inLevels(256);

describe('two arms of drawn films whose files differ, after the freeze’s normalisation', () => {
  it.each<[string, Source, Source, Options]>([
    ['half the size in one arm', halfSize, fullSize, {}],
    ['8 bits in one arm, 16 in the other', EIGHT_BITS, fullSize, {}],
    ['100 grey levels, stretched, in one arm', inLevels(100), fullSize, {}],
    ['half the size and 8 bits in one arm', through(halfSize, EIGHT_BITS), fullSize, {}],
    [
      'a JPEG of quality 90 at twice the matrix in one arm',
      through(EIGHT_BITS, asJpeg(90)),
      fullSize,
      { maxMatrixSizePx: 64 },
    ],
  ])('are not told apart beyond chance: %s', (_name, first, second, options) => {
    expect(telling(first, second, (films) => normalised(films, options))).toEqual([]);
  });
});

describe('traces of a film’s file that a freeze leaves on one arm', () => {
  const unnormalised: Chain = (films) =>
    films.map((film) => ({
      pixels: Uint8Array.from(film.pixels, (value) => (film.bits === 8 ? value : value >> 8)),
      side: film.width,
    }));

  const frozen: Chain = (films) => normalised(films);

  it.each<[string, string, Source, Source, Chain]>([
    [
      'films blown up from half the size',
      'pixels: spectrum',
      through(halfSize, blownUp),
      fullSize,
      normalised,
    ],
    ['padding that stays in the picture', 'pixels: border', framed(8, true), fullSize, frozen],
    [
      'a JPEG of quality 30 in one arm alone',
      'pixels: coder',
      through(EIGHT_BITS, asJpeg(30)),
      fullSize,
      normalised,
    ],
    ['gaps between grey levels', 'pixels: levels', inLevels(100), EIGHT_BITS, unnormalised],
    ['a window that leaves black and white unused', 'pixels: window', narrowed, EIGHT_BITS, unnormalised],
  ])('are caught: %s, by %s', (_name, detector, first, second, chain) => {
    expect(telling(first, second, chain, detector)).toEqual([detector]);
  });
});

/** Greys from 20 to 235, as video has them. */
function narrowed(film: Radiograph): Radiograph {
  const eight = EIGHT_BITS(film);
  return { ...eight, pixels: Uint8Array.from(eight.pixels, (value) => 20 + Math.round((value * 215) / 255)) };
}
