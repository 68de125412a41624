/** Where a film's raw pixels are and how they are laid out: MONOCHROME2, row by row, 16 bits little endian. */
export interface FilmSource {
  readonly url: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: 8 | 16;
}
