import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom/worker';
import type { Colours } from './colours.ts';
import { moved, type SvgNode, svg, written } from './svg.ts';
import { heldWidth, SIZE } from './text.ts';

/** What is used of a document's nodes: linkedom's, as Plot draws into it. */
interface DrawnNode {
  readonly nodeType: number;
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<DrawnNode>;
}

/** A part of a figure that Plot drew, as a piece of the drawing, and where its values lie in it. */
export interface Panel {
  readonly node: SvgNode;
  /** Place of a value in the panel, in points from its upper left corner. */
  x(value: number): number;
  y(value: number): number;
}

/** Options of Plot, without those that differ between pages or leave marks of their own. */
type PanelOptions = Omit<Plot.PlotOptions, 'document' | 'style' | 'title' | 'caption' | 'className'> & {
  readonly width: number;
  readonly height: number;
};

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Left out: the strict content policy refuses styles, classes have no sheet, and the picture speaks for its parts. */
const LEFT_OUT = new Set(['class', 'style', 'aria-label', 'aria-hidden', 'aria-description', 'font-variant']);
const TEXT_NODE = 3;

/** Draws with Observable Plot, at (x, y) of the figure; axes are those that the marks name. */
export function drawPanel(x: number, y: number, options: PanelOptions, { ink }: Colours): Panel {
  const drawn = Plot.plot({ axis: null, ...options, document } as unknown as Plot.PlotOptions);
  const root = drawn as unknown as DrawnNode;
  const children = [...root.childNodes].flatMap((child) => pieceOf(child, ink, SIZE.body));
  const place = (name: 'x' | 'y') => {
    const scale = drawn.scale(name);
    return (value: number): number => Number(scale?.apply(value) ?? Number.NaN);
  };
  // Plot's own frame of text: its root says these, and it is not kept.
  const frame = svg('g', { 'text-anchor': 'middle', fill: ink }, children);
  return { node: moved(x, y, [frame]), x: place('x'), y: place('y') };
}

function pieceOf(node: DrawnNode, ink: string, inheritedSize: number): (SvgNode | string)[] {
  if (node.nodeType === TEXT_NODE) return [node.textContent];
  const tag = node.localName;
  if (tag === 'style') return [];
  const given = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const size = Number(given['font-size'] ?? inheritedSize);
  const names = Object.keys(given)
    .filter((name) => !LEFT_OUT.has(name))
    .sort();
  const attributes = Object.fromEntries(names.map((name) => [name, plain(given[name] ?? '', size, ink)]));
  const children = [...node.childNodes].flatMap((child) => pieceOf(child, ink, size));
  if (tag === 'text') Object.assign(attributes, heldWidth(node.textContent, size, 400));
  return [svg(tag, attributes, children)];
}

/** Without `currentColor` and `em`, which not every renderer of SVG knows, and without needless digits. */
function plain(value: string, size: number, ink: string): string {
  if (value === 'currentColor') return ink;
  if (/^-?[\d.]+em$/.test(value)) return written(Number.parseFloat(value) * size);
  return value.replace(/-?\d+\.\d{3,}/g, (digits) => written(Number(digits)));
}
