import { visibleText } from '../report/visible-text.ts';

/** A piece of a drawing: an SVG element with its attributes in the order written. */
export interface SvgNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgNode | string)[];
}

/** An element; numbers are written with at most two decimals. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (SvgNode | string)[] = [],
): SvgNode {
  return { tag, attributes, children };
}

/** Moves what it holds, in points. */
export function moved(x: number, y: number, children: readonly (SvgNode | string)[]): SvgNode {
  return svg('g', { transform: `translate(${written(x)},${written(y)})` }, children);
}

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: Stroke): SvgNode =>
  svg('line', { x1, y1, x2, y2, ...strokeAttributes(stroke) });

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  /** Lengths of strokes and gaps. */
  readonly dashes?: string | null;
}

export function strokeAttributes({ colour, width, dashes }: Stroke): Record<string, string | number> {
  const attributes = { fill: 'none', stroke: colour, 'stroke-width': width };
  return dashes == null ? attributes : { ...attributes, 'stroke-dasharray': dashes };
}

export function writeSvg({ tag, attributes, children }: SvgNode): string {
  const pairs = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(written(value))}"`);
  if (children.length === 0) return `<${tag}${pairs.join('')}/>`;
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : writeSvg(child)));
  return `<${tag}${pairs.join('')}>${inner.join('')}</${tag}>`;
}

/** As text, with at most two decimals: below what is seen or printed, and the same on every processor. */
export function written(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100 + 0) : value;
}

/** As the report around it shows a text: what XML cannot hold and what would turn neighbours about is named. */
function escaped(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
