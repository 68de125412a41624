import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import type { Radiograph } from '../../src-core/imaging/radiograph.ts';
import { at } from '../../src-core/stats/numbers.ts';
import { decodeJpeg, encodeGrey8Jpeg } from '../../src-main/files/jpeg.ts';

/** What a film went through before it came into the library. */
export type Source = (film: Radiograph) => Radiograph;

/** As a fine detector delivers it: 16 bits, as large as it was drawn. */
export const fullSize: Source = (film) => film;

/** Half the size by averaging 2 x 2 pixels, as a coarser detector or a preview would. */
export const halfSize: Source = (film) => {
  const [width, height] = [film.width / 2, film.height / 2];
  const pixels = Uint16Array.from({ length: width * height }, (_, index) => {
    const corner = 2 * Math.floor(index / width) * film.width + 2 * (index % width);
    const places = [corner, corner + 1, corner + film.width, corner + film.width + 1];
    return places.reduce((sum, place) => sum + at(film.pixels, place), 0) / 4;
  });
  return { ...film, width, height, pixels };
};

/** 8 bits: the window of a picture format, in 256 levels or in fewer that leave gaps. */
export const inLevels =
  (levels: number): Source =>
  (film) => ({
    ...film,
    pixels: Uint8Array.from(film.pixels, (value) =>
      Math.round((Math.round((value / 65535) * (levels - 1)) * 255) / (levels - 1)),
    ),
    bits: 8,
    display: identityDisplay(8),
  });

/** A JPEG file of some quality, read back; of a film of 8 bits. */
export const asJpeg =
  (quality: number): Source =>
  ({ width, height, pixels }) =>
    decodeJpeg(encodeGrey8Jpeg(Uint8Array.from(pixels), width, height, quality), 'film.jpg');

/** A frame of one value, declared as padding as DICOM does (Pixel Padding Value), or passed off as picture. */
export const framed =
  (marginPx: number, declared: boolean): Source =>
  (film) => {
    const [width, height] = [film.width + 2 * marginPx, film.height + 2 * marginPx];
    const pixels = new Uint16Array(width * height);
    for (let row = 0; row < film.height; row += 1) {
      for (let column = 0; column < film.width; column += 1) {
        // 0 is the frame's alone.
        const value = Math.max(1, at(film.pixels, row * film.width + column));
        pixels[(row + marginPx) * width + marginPx + column] = value;
      }
    }
    const display = declared ? { ...film.display, padding: { low: 0, high: 0 } } : film.display;
    return { ...film, width, height, pixels, display };
  };

/** A small film blown up to twice its size: what the freeze never does. */
export const blownUp: Source = (film) => {
  const [width, height] = [film.width * 2, film.height * 2];
  const pixels = Uint16Array.from({ length: width * height }, (_, index) =>
    at(film.pixels, Math.floor(index / width / 2) * film.width + Math.floor((index % width) / 2)),
  );
  return { ...film, width, height, pixels };
};

export const through =
  (...steps: readonly Source[]): Source =>
  (film) =>
    steps.reduce((passed, step) => step(passed), film);

/** Drawn films whose arms differ in nothing but what happened to their files. */
export function filmsOfTwoSources(options: {
  readonly films: number;
  readonly firstSeed: number;
  readonly sizePx: number;
  readonly first: Source;
  readonly second: Source;
}): { readonly film: Radiograph; readonly positive: boolean }[] {
  return Array.from({ length: options.films }, (_, index) => {
    const positive = index % 2 === 1;
    const { radiograph } = drawPhantom(options.firstSeed + index, { sizePx: options.sizePx, bits: 16 });
    return { film: (positive ? options.second : options.first)(radiograph), positive };
  });
}
