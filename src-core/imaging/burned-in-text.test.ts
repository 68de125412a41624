import { describe, expect, it } from 'vitest';
import { seededRandom, uniformInteger } from '../base/random.ts';
import { findTextLines } from './burned-in-text.ts';
import { identityDisplay } from './film-display.ts';
import { drawPhantom } from './phantom.ts';
import type { FilmPicture } from './radiograph.ts';

/** Letters of 5 x 7 as console fonts have them, a row a number. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  L: [16, 16, 16, 16, 16, 16, 31],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '7': [31, 1, 2, 4, 8, 8, 8],
};
const LETTERS = Object.keys(GLYPHS).join('');
const SIDE = 256;
const GLYPH_WIDTH = 5;
const GLYPH_HEIGHT = 7;
const FILMS = 50;
const SEED = 20261124;

const PHANTOMS = Array.from(
  { length: FILMS },
  (_, index) => drawPhantom(index + 1, { sizePx: SIDE }).radiograph.pixels,
);

const picture = (pixels: Uint8Array | Uint16Array, side: number): FilmPicture =>
  pixels instanceof Uint8Array
    ? { width: side, height: side, pixels, bits: 8, display: identityDisplay(8) }
    : { width: side, height: side, pixels, bits: 16, display: identityDisplay(16) };

interface Writing {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  /** Pixels of a glyph's dot. */
  readonly dot: number;
  readonly grey: number;
}

function write(
  pixels: Uint8Array | Uint16Array,
  side: number,
  { text, left, top, dot, grey }: Writing,
): void {
  [...text].forEach((letter, place) => {
    for (let y = 0; y < GLYPH_HEIGHT * dot; y++) {
      for (let x = 0; x < GLYPH_WIDTH * dot; x++) {
        const row = GLYPHS[letter]?.[Math.floor(y / dot)] ?? 0;
        if (((row >> (GLYPH_WIDTH - 1 - Math.floor(x / dot))) & 1) === 0) continue;
        pixels[(top + y) * side + left + place * (GLYPH_WIDTH + 1) * dot + x] = grey;
      }
    }
  });
}

/** How many phantoms of 256 pixels are found to hold text when `letters` are written near an edge of each. */
function found(letters: number): number {
  const random = seededRandom(SEED);
  const drawn = (bound: number): number => uniformInteger(random, bound);
  let films = 0;
  for (let seed = 1; seed <= FILMS; seed++) {
    const pixels = Uint8Array.from(PHANTOMS[seed - 1] ?? []);
    const dot = 1 + drawn(2);
    const text = Array.from({ length: letters }, () => LETTERS.charAt(drawn(LETTERS.length))).join('');
    const left = drawn(SIDE - letters * (GLYPH_WIDTH + 1) * dot);
    const top = drawn(2) === 0 ? drawn(30) : SIDE - 45 + drawn(30);
    write(pixels, SIDE, { text, left, top, dot, grey: 255 });
    if (findTextLines(picture(pixels, SIDE)).length > 0) films += 1;
  }
  return films;
}

// What a change of the detector must not make worse without notice; the documentation states these numbers.
describe('findTextLines', () => {
  it('finds nothing in 50 phantoms without letters', () => {
    expect(found(0)).toBe(0);
  });

  it('finds lines of eight white letters near an edge in 40 of 50 phantoms', () => {
    expect(found(8)).toBe(40);
  });

  it('does not find single letters, as side markers are', () => {
    expect(found(1)).toBe(0);
  });

  it('says where the line is, also in a large film of 16 bits, dark on bright', () => {
    const side = 2000;
    const pixels = new Uint16Array(side * side).fill(60_000);
    write(pixels, side, { text: 'PORTABLE', left: 100, top: 200, dot: 4, grey: 0 });
    expect(findTextLines(picture(pixels, side))).toEqual([
      { left: 100, top: 200, right: 287, bottom: 227, letters: 8 },
    ]);
  });

  it('takes neither lines nor a grid for letters', () => {
    const pixels = new Uint8Array(SIDE * SIDE).fill(40);
    for (let at = 0; at < SIDE; at++) {
      for (let line = 20; line < SIDE; line += 40) {
        pixels[line * SIDE + at] = 255;
        pixels[at * SIDE + line] = 255;
      }
    }
    expect(findTextLines(picture(pixels, SIDE))).toEqual([]);
  });
});
