import type { GreySheet } from './grey-sheet.ts';

/** Seven rows of five dots, the highest bit at the left. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  C: [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  L: [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
  N: [0b10001, 0b11001, 0b10101, 0b10101, 0b10011, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  Q: [0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
  T: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
  U: [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  Y: [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
};
const COLUMNS = 5;
const ROWS = 7;

/** What a row of letters of decreasing contrast says, as in TG18-QC. */
export const LOW_CONTRAST_LETTERS = 'QUALITYCONTROL';

/**
 * Draws the letters in one row, the first 14 greys from the ground and each of the others one less, down to 1.
 * @param upwards whether letters are brighter than the ground.
 */
export function drawLowContrastLetters(
  sheet: GreySheet,
  at: { readonly x: number; readonly y: number; readonly width: number },
  ground: number,
  upwards: boolean,
): void {
  const pitch = Math.floor(at.width / LOW_CONTRAST_LETTERS.length);
  const dot = Math.max(1, Math.floor(pitch / (COLUMNS + 2)));
  [...LOW_CONTRAST_LETTERS].forEach((letter, place) => {
    const difference = LOW_CONTRAST_LETTERS.length - place;
    const grey = ground + (upwards ? difference : -difference);
    (LETTERS[letter] ?? []).forEach((bits, row) => {
      for (let column = 0; column < COLUMNS; column += 1) {
        if ((bits & (1 << (COLUMNS - 1 - column))) === 0) continue;
        sheet.fill(at.x + place * pitch + column * dot, at.y + row * dot, dot, dot, grey);
      }
    });
  });
}

/** Height of such a row in pixels. */
export function lettersHeight(width: number): number {
  return ROWS * Math.max(1, Math.floor(Math.floor(width / LOW_CONTRAST_LETTERS.length) / (COLUMNS + 2)));
}
