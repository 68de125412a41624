import { type SvgNode, svg } from './svg.ts';
import { type FontWeight, textWidth } from './typeface.ts';

/** Sizes of type in points at the printed size. */
export const SIZE = { small: 7, body: 7.5, heading: 8.5 } as const;

/** How far the baseline lies under the middle of the capitals, as a share of the size. */
const MIDDLE = 0.33;

export interface TextStyle {
  readonly colour: string;
  readonly size?: number;
  readonly weight?: FontWeight;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/**
 * Holds a text at its width in the figures' typeface, where another takes its place: a picture in a window has only the
 * system's, and labels would run into each other.
 */
export function heldWidth(
  content: string,
  size: number,
  weight: FontWeight,
): Record<string, string | number> {
  if (content.length < 2) return {};
  return { textLength: textWidth(content, size, weight), lengthAdjust: 'spacingAndGlyphs' };
}

/** A line of text whose baseline is at `y`. */
export function textAt(x: number, y: number, content: string, style: TextStyle): SvgNode {
  const { colour, size = SIZE.body, weight = 400, anchor = 'start' } = style;
  const attributes = {
    x,
    y,
    fill: colour,
    'font-size': size,
    ...(weight === 400 ? {} : { 'font-weight': weight }),
    ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
    ...heldWidth(content, size, weight),
  };
  return svg('text', attributes, [content]);
}

/** A line of text whose capitals are centred on `y`. */
export function textAround(x: number, y: number, content: string, style: TextStyle): SvgNode {
  return textAt(x, y + MIDDLE * (style.size ?? SIZE.body), content, style);
}

/** Lines of text as a block centred on `y`. */
export function linesAround(x: number, y: number, lines: readonly string[], style: TextStyle): SvgNode[] {
  const pitch = linePitch(style.size);
  return lines.map((content, index) =>
    textAround(x, y + (index - (lines.length - 1) / 2) * pitch, content, style),
  );
}

export const linePitch = (size: number = SIZE.body): number => size * 1.2;

/** Text that reads upwards, centred on (x, y). */
export function textUpwards(x: number, y: number, content: string, style: TextStyle): SvgNode {
  const size = style.size ?? SIZE.body;
  const node = textAt(0, MIDDLE * size, content, { anchor: 'middle', ...style });
  return svg('g', { transform: `translate(${x.toFixed(2)},${y.toFixed(2)}) rotate(-90)` }, [node]);
}
