import type { Figure } from '../../../../src-core/report/figure.ts';
import { coloursOf } from '../colours.ts';
import { renderFigure } from '../render-figure.ts';
import { type PlacedElement, placedElements } from './placed-elements.ts';
import { parseSvg } from './svg-document.ts';
import { type TextBox, textBoxes } from './text-boxes.ts';

/** What every figure has, for tests of what it draws. */
export const ABOUT = { id: 'drawn', title: 'Drawn', caption: 'Drawn.', alt: 'Drawn.' };
export const PRINT = coloursOf('print');

/** The figure in the print's theme, in pieces with their places. */
export function drawn(figure: Figure): { all: PlacedElement[]; texts: TextBox[] } {
  const root = parseSvg(renderFigure(figure, 'print'));
  return { all: placedElements(root), texts: textBoxes(root) };
}

export const middle = ({ left, right, top, bottom }: TextBox): [number, number] => [
  (left + right) / 2,
  (top + bottom) / 2,
];

/** The one text that reads so. */
export function textOf(texts: readonly TextBox[], wanted: string): TextBox {
  const found = texts.filter(({ text }) => text === wanted);
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} texts "${wanted}"`);
  return found[0];
}

/** The place of a value between those of two labels of an axis. */
export function between(
  from: readonly [number, number],
  to: readonly [number, number],
): (value: number) => number {
  return (value) => from[1] + ((value - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}
