import { GreySheet } from './grey-sheet.ts';

/** The narrow ramps go from this grey on, one grey a band. */
const NARROW_FROM = 112;
export const NARROW_BANDS = 16;

/** Thresholds of ordered dither (Bayer 1973), in sixteenths. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;

/**
 * Ramps for a look at banding, four rows of equal height: all 256 greys from black to white, the same back, 16
 * neighbouring greys as bands, and the same 16 dithered: what more than 8 bits would look like. A display path of fewer
 * than 8 bits joins bands or makes them unequal; one of 8 bits shows 16 equal ones.
 */
export function drawGreyRamps(width: number, height: number): GreySheet {
  const sheet = new GreySheet(width, height, 0);
  const row = Math.floor(height / 4);
  const step = (column: number, steps: number): number => Math.floor((column * steps) / width);
  sheet.paint(0, 0, width, row, (column) => step(column, 256));
  sheet.paint(0, row, width, row, (column) => 255 - step(column, 256));
  sheet.paint(0, 2 * row, width, row, (column) => NARROW_FROM + step(column, NARROW_BANDS));
  sheet.paint(0, 3 * row, width, height - 3 * row, (column, line) => {
    const exact = (column * NARROW_BANDS) / width;
    const threshold = ((BAYER[(line % 4) * 4 + (column % 4)] ?? 0) + 0.5) / 16;
    return NARROW_FROM + Math.floor(exact) + (exact % 1 > threshold ? 1 : 0);
  });
  return sheet;
}
