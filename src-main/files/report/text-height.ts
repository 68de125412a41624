import type { FontFace } from '../fonts.ts';
import { LINE_HEIGHT, PDF_STYLES, TEXT_SIZE_PT } from './pdf-style.ts';
import { typeFace } from './type-face.ts';

/** Of the typeface, in units of the letters' size. */
export const LINE_HEIGHT_EM = 1.28;
/** What lines lose because words are not cut. */
const RAGGED = 1.15;

/** Lines that a text takes, estimated from above. */
export function linesOf(text: string, widthPt: number, fontSizePt: number, face: FontFace): number {
  const { widthEm } = typeFace(face);
  return text
    .split('\n')
    .map((line) => Math.max(1, Math.ceil((RAGGED * widthEm(line) * fontSizePt) / widthPt)))
    .reduce((total, lines) => total + lines, 0);
}

/** Points that a text of a style takes with its margins, estimated from above. */
export function textHeightPt(text: string, style: keyof typeof PDF_STYLES, widthPt: number): number {
  const { fontSize = TEXT_SIZE_PT, lineHeight = LINE_HEIGHT, ...other } = PDF_STYLES[style] ?? {};
  const { bold = false, marginTop = 0, marginBottom = 0 } = other;
  const lines = linesOf(text, widthPt, fontSize, bold ? 'semibold' : 'regular');
  return lines * LINE_HEIGHT_EM * lineHeight * fontSize + marginTop + marginBottom;
}
