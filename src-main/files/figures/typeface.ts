import { type TypeFace, typeFace } from '../report/type-face.ts';
import { visibleText } from '../report/visible-text.ts';

/** The typeface of all figures, in the two weights that they use. */
export const TYPEFACE = 'Source Sans 3';
export type FontWeight = 400 | 600;

const face = (weight: FontWeight): TypeFace => typeFace(weight === 600 ? 'semibold' : 'regular');

/** Width of a line of text as it is written, in the unit of `size`. */
export const textWidth = (text: string, size: number, weight: FontWeight = 400): number =>
  face(weight).widthEm(visibleText(text)) * size;

export const widest = (texts: readonly string[], size: number, weight: FontWeight = 400): number =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, size, weight)), 0);

/**
 * Breaks text into lines no wider than `width`; a word that is wider alone is cut within. Of more than `most` lines
 * the last one kept ends in an ellipsis.
 */
export function wrapText(
  text: string,
  width: number,
  size: number,
  { weight = 400, most = Number.POSITIVE_INFINITY }: { weight?: FontWeight; most?: number } = {},
): string[] {
  const fits = (candidate: string): boolean => textWidth(candidate, size, weight) <= width;
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/).flatMap((part) => pieces(part, fits))) {
    const joined = current === '' ? word.text : `${current}${word.glued ? '' : ' '}${word.text}`;
    if (current !== '' && !fits(joined)) {
      lines.push(current);
      current = word.text;
    } else current = joined;
  }
  lines.push(current);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shortened(lines.slice(most - 1).join(' '), fits)];
}

/** One line no wider than `width`, ending in an ellipsis where something is left out. */
export function fitText(text: string, width: number, size: number, weight: FontWeight = 400): string {
  return shortened(text, (candidate) => textWidth(candidate, size, weight) <= width);
}

function shortened(text: string, fits: (candidate: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...text];
  while (letters.length > 0 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

interface Piece {
  readonly text: string;
  /** Goes on from the piece before without a blank. */
  readonly glued: boolean;
}

function pieces(word: string, fits: (candidate: string) => boolean): Piece[] {
  const found: Piece[] = [];
  let part = '';
  const push = (): void => {
    found.push({ text: part, glued: found.length > 0 });
    part = '';
  };
  for (const letter of word) {
    if (part !== '' && !fits(part + letter)) push();
    part += letter;
    // A compound breaks after its hyphen or slash.
    if (/[-/–]/.test(letter)) push();
  }
  if (part !== '') push();
  return found;
}
