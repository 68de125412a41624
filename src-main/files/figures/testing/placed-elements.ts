import type { SvgElement } from './svg-document.ts';

/** An element with where its own origin lies in the figure. */
export interface PlacedElement {
  readonly element: SvgElement;
  readonly x: number;
  readonly y: number;
}

/** All elements that are drawn, through the translations around them; upright text is left out. */
export function placedElements(root: SvgElement, x = 0, y = 0): PlacedElement[] {
  const transform = root.getAttribute('transform') ?? '';
  if (transform.includes('rotate') || root.localName === 'defs') return [];
  const [, right = '0', down = '0'] = /^translate\((-?[\d.]+),(-?[\d.]+)\)$/.exec(transform) ?? [];
  const at = { element: root, x: x + Number(right), y: y + Number(down) };
  return [at, ...[...root.children].flatMap((child) => placedElements(child, at.x, at.y))];
}

export const attribute = ({ element }: PlacedElement, name: string): number =>
  Number(element.getAttribute(name) ?? 0);

export const named = (all: readonly PlacedElement[], name: string): PlacedElement[] =>
  all.filter(({ element }) => element.localName === name);

/** The corners of a path of straight lines, in the figure. */
export function cornersOf({ element, x, y }: PlacedElement): [number, number][] {
  const pairs = (element.getAttribute('d') ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g);
  return [...pairs].map(([, right, down]) => [x + Number(right), y + Number(down)]);
}

/** What a path, or the group that it stands in, is painted with. */
export function groupsWith(all: readonly PlacedElement[], name: string, value: string): PlacedElement[] {
  return all.filter(({ element }) => element.getAttribute(name) === value);
}
