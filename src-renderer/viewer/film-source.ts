import type { FilmDisplay } from '../../src-core/imaging/film-display.ts';

/** Where a film's raw pixels are and how they are laid out: row by row, 16 bits little endian. */
export interface FilmSource {
  readonly url: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: 8 | 16;
  /** Where the display is to be had that the pixels need; absent or null where they need none. */
  readonly displayUrl?: string | null;
  /** What the pixels mean; without it they are greys: 0 is black, the highest value white. */
  readonly display?: FilmDisplay;
  /** Distance of rows and of columns in millimetres, in DICOM's order. */
  readonly pixelSpacingMm?: readonly [rows: number, columns: number] | null;
}
