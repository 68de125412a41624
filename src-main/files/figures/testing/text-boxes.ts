import { textWidth } from '../typeface.ts';
import type { SvgElement } from './svg-document.ts';

/** Where a text stands in the figure, in points; `top` and `bottom` are those of capitals and digits. */
export interface TextBox {
  readonly text: string;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Height of capitals as a share of the size (Source Sans 3). */
const CAPITALS = 0.66;

interface State {
  readonly x: number;
  readonly y: number;
  readonly upwards: boolean;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly anchor: string;
}

/** Every text of a figure, through the transforms that figures use: translate, and a quarter turn. */
export function textBoxes(root: SvgElement): TextBox[] {
  return boxesOf(root, { x: 0, y: 0, upwards: false, size: 16, weight: 400, anchor: 'start' });
}

function boxesOf(element: SvgElement, outer: State): TextBox[] {
  if (['title', 'desc', 'defs'].includes(element.localName)) return [];
  const state = entered(element, outer);
  if (element.localName !== 'text') return [...element.children].flatMap((child) => boxesOf(child, state));
  const text = element.textContent;
  if (text === '') return [];
  const wide = textWidth(text, state.size, state.weight);
  const before = state.anchor === 'middle' ? wide / 2 : state.anchor === 'end' ? wide : 0;
  const [along, across] = [number(element, 'x') - before, number(element, 'y')];
  const high = CAPITALS * state.size;
  if (state.upwards) {
    const left = state.x + across - high;
    const bottom = state.y - along;
    return [{ text, size: state.size, left, right: left + high, top: bottom - wide, bottom }];
  }
  const [left, bottom] = [state.x + along, state.y + across];
  return [{ text, size: state.size, left, right: left + wide, top: bottom - high, bottom }];
}

function entered(element: SvgElement, outer: State): State {
  const transform = element.getAttribute('transform') ?? '';
  const known = /^(?:translate\((-?[\d.]+),(-?[\d.]+)\))?(?: ?rotate\((-90)\))?$/.exec(transform);
  if (known === null || (outer.upwards && transform !== ''))
    throw new Error(`unknown transform ${transform}`);
  return {
    x: outer.x + Number(known[1] ?? 0),
    y: outer.y + Number(known[2] ?? 0),
    upwards: outer.upwards || known[3] !== undefined,
    size: Number(element.getAttribute('font-size') ?? outer.size),
    weight: element.getAttribute('font-weight') === '600' ? 600 : outer.weight,
    anchor: element.getAttribute('text-anchor') ?? outer.anchor,
  };
}

const number = (element: SvgElement, name: string): number => Number(element.getAttribute(name) ?? 0);
