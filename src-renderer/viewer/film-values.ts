import { type DisplayableFilm, modalityValue } from '../../src-core/imaging/film-display.ts';
import type { HeldFilm } from './film-sampler.ts';
import type { Point } from './view-geometry.ts';

/** What lies under the pointer. */
export interface FilmValue {
  /** From 1, as DICOM counts rows and columns. */
  readonly row: number;
  readonly column: number;
  readonly storedValue: number;
  readonly modalityValue: number;
  readonly isPadding: boolean;
}

/** The film's value at a point in film pixel widths; null beyond its edges. */
export function filmValueAt(film: HeldFilm & DisplayableFilm, point: Point): FilmValue | null {
  const column = Math.floor(point.x);
  const row = Math.floor(point.y / film.aspect);
  if (column < 0 || row < 0 || column >= film.widthPx || row >= film.heightPx) return null;
  const pixel = film.pixels[row * film.widthPx + column] ?? 0;
  const { scale, padding } = film.display;
  return {
    row: row + 1,
    column: column + 1,
    storedValue: pixel - scale.zero,
    modalityValue: modalityValue(scale, pixel),
    isPadding: padding !== null && pixel >= padding.low && pixel <= padding.high,
  };
}
