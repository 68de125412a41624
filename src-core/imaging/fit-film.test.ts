import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityDisplay, windowOver } from './film-display.ts';
import { fitFilm, fitMask } from './fit-film.ts';
import type { FilmPicture } from './radiograph.ts';

function film(width: number, height: number, pixels: Uint8Array | Uint16Array): FilmPicture {
  const bits = pixels instanceof Uint8Array ? 8 : 16;
  return { width, height, pixels, bits, display: identityDisplay(bits) };
}

describe('fitFilm', () => {
  it('keeps a film of the right size: 8-bit values times 257, 16-bit values as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (pixels) => {
        expect([...fitFilm(film(4, 3, pixels), 4, 3)]).toEqual([...pixels].map((value) => value * 257));
      }),
    );
    const deep = Uint16Array.of(0, 1, 32768, 65535);
    expect([...fitFilm(film(2, 2, deep), 2, 2)]).toEqual([...deep]);
  });

  it('takes a film as it opens: in its first window, inverted where it is MONOCHROME1', () => {
    const pixels = Uint16Array.of(900, 1000, 1100, 1200);
    const windowed = (low: number, high: number, inverted = false): FilmPicture => {
      const choices = [{ label: null, transform: windowOver(low, high) }] as const;
      return { ...film(4, 1, pixels), display: { ...identityDisplay(16), choices, inverted } };
    };
    expect([...fitFilm(windowed(1000, 1100), 4, 1)]).toEqual([0, 0, 65535, 65535]);
    expect([...fitFilm(windowed(900, 1200), 4, 1)]).toEqual([0, 21845, 43690, 65535]);
    expect([...fitFilm(windowed(900, 1200, true), 4, 1)]).toEqual([65535, 43690, 21845, 0]);
  });

  it('puts a wide film in the middle with black above and below, and a high one with black beside it', () => {
    const white = new Uint8Array(8).fill(255);
    expect([...fitFilm(film(4, 2, white), 4, 4)].map((value) => value / 65535)).toEqual([
      ...[0, 0, 0, 0],
      ...[1, 1, 1, 1],
      ...[1, 1, 1, 1],
      ...[0, 0, 0, 0],
    ]);
    // Of three free columns the greater part is at the right.
    const narrow = fitFilm(film(1, 4, new Uint8Array(4).fill(255)), 4, 4);
    expect([...narrow.subarray(0, 4)]).toEqual([0, 65535, 0, 0]);
  });

  it('keeps the shape of what is on the film, larger or smaller', () => {
    const side = fc.integer({ min: 2, max: 40 });
    fc.assert(
      fc.property(side, side, side, (width, height, canvas) => {
        const fitted = fitFilm(film(width, height, new Uint8Array(width * height).fill(255)), canvas, canvas);
        const lit = [...fitted.keys()].filter((index) => fitted[index] === 65535);
        const columns = new Set(lit.map((index) => index % canvas));
        const rows = new Set(lit.map((index) => Math.floor(index / canvas)));
        const scale = canvas / Math.max(width, height);
        expect(Math.abs(columns.size - width * scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(rows.size - height * scale)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('fitMask', () => {
  it('marks half and above, and nothing beyond the film', () => {
    const mask = film(4, 2, Uint8Array.of(0, 127, 128, 255, 255, 255, 0, 0));
    expect([...fitMask(mask, 4, 4)]).toEqual([
      ...[0, 0, 0, 0],
      ...[0, 0, 255, 255],
      ...[255, 255, 0, 0],
      ...[0, 0, 0, 0],
    ]);
  });

  it('lies where the film lies', () => {
    const pixels = new Uint8Array(30 * 50);
    for (let y = 10; y < 25; y++) pixels.fill(255, y * 30 + 5, y * 30 + 20);
    const [onFilm, marked] = [fitFilm(film(30, 50, pixels), 64, 64), fitMask(film(30, 50, pixels), 64, 64)];
    expect([...marked]).toEqual([...onFilm].map((value) => (value >= 32768 ? 255 : 0)));
  });
});
