import { renderDisplay } from './film-display.ts';
import type { FilmPicture } from './radiograph.ts';
import { cropToSquare } from './resample.ts';

/** What may tell where a film comes from before anybody looks at what it shows. */
export const FILM_MEASURES = ['source-size', 'noise', 'sharpness', 'border', 'levels', 'mean-grey'] as const;
export type FilmMeasure = (typeof FILM_MEASURES)[number];
export type FilmMeasures = Readonly<Record<FilmMeasure, number>>;

/** Of the side: how wide the frame is in which a border is looked for. */
const FRAME_SHARE = 0.03;
/** Darker than this share of the range counts as black. */
const BLACK_SHARE = 0.02;

/** The measures of a film as it opens, on its centred square. */
export function measureSource(film: FilmPicture): FilmMeasures {
  const { width, height } = film;
  const { pixels, width: side } = cropToSquare({ width, height, pixels: renderDisplay(film) });
  return measureSquare(pixels, side, 65_535);
}

/**
 * Measures of a square of grey values:
 *
 * - source-size: pixels a side;
 * - noise: Immerkaer's estimate of its standard deviation (Computer Vision and Image Understanding 64, 1996), in
 *   percent of the range;
 * - sharpness: the share of the variance that the binomial low-pass takes away, in percent;
 * - border: the share of black pixels in a frame of 3% of the side, in percent;
 * - levels: different grey values;
 * - mean-grey: in percent of the range.
 *
 * @param top the largest value that can occur.
 */
export function measureSquare(pixels: ArrayLike<number>, side: number, top: number): FilmMeasures {
  const count = side * side;
  const at = (x: number, y: number): number => pixels[y * side + x] ?? 0;
  let [sum, squares, edges, fine, black, framed, inner] = [0, 0, 0, 0, 0, 0, 0];
  const levels = new Set<number>();
  const frame = Math.max(1, Math.round(side * FRAME_SHARE));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const value = at(x, y);
      sum += value;
      squares += value * value;
      levels.add(value);
      if (x < frame || y < frame || x >= side - frame || y >= side - frame) {
        framed += 1;
        if (value <= BLACK_SHARE * top) black += 1;
      }
      if (x === 0 || y === 0 || x === side - 1 || y === side - 1) continue;
      const cross = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
      const corners = at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
      edges += Math.abs(4 * value - 2 * cross + corners);
      fine += (value - (4 * value + 2 * cross + corners) / 16) ** 2;
      inner += 1;
    }
  }
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  return {
    'source-size': side,
    noise: ((Math.sqrt(Math.PI / 2) * edges) / (6 * Math.max(1, inner)) / top) * 100,
    sharpness: variance > 0 ? (fine / Math.max(1, inner) / variance) * 100 : 0,
    border: (black / framed) * 100,
    levels: levels.size,
    'mean-grey': (mean / top) * 100,
  };
}
