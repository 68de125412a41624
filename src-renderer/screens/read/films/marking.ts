import type { Mark } from '../../../../src-core/study/answer-marks.ts';
import type { Point } from '../../../viewer/view-geometry.ts';

/** Marking a film: where the crosshair stands, what is being drawn, which mark is held. */
export interface Marking {
  readonly itemId: string;
  /** What is set next, unless a box has been begun. */
  readonly shape: Mark['shape'];
  /** The film the crosshair stands on, from 1. */
  readonly film: number;
  /** In film pixels, as marks are. */
  readonly at: Point;
  /** Where a box was begun; null while none is. */
  readonly corner: Point | null;
  /** The mark that keys act on, by its place; null: the crosshair. */
  readonly selected: number | null;
}

/** What marks may be: of the item, and of the matrix they lie on. */
export interface MarkingRules {
  readonly shapes: readonly { readonly shape: Mark['shape'] }[];
  readonly maxMarks: number;
  readonly sizePx: number;
  readonly films: number;
}

export type MarkingAction =
  /** By film pixels; with `box`, the far corner of a box that begins where the crosshair stood. */
  | { readonly kind: 'move'; readonly by: Point; readonly box: boolean }
  /** The crosshair to a point, or the far corner of a box that was begun. */
  | { readonly kind: 'point-at'; readonly film: number; readonly at: Point }
  | { readonly kind: 'begin-box' }
  /** Sets a point, begins a box, or ends it. */
  | { readonly kind: 'set' }
  | { readonly kind: 'select'; readonly index: number | null }
  | { readonly kind: 'step-selection'; readonly step: 1 | -1 }
  | { readonly kind: 'remove' }
  | { readonly kind: 'film'; readonly film: number }
  /** Leaves a box that was begun, or lets a mark go. */
  | { readonly kind: 'drop' };

export interface MarkingResult {
  readonly marking: Marking;
  readonly marks: readonly Mark[];
}

/** A box narrower than this, in film pixels, is a slip of the hand. */
const LEAST_SIDE_PX = 1;

/** Quarters of a pixel add up without a rest: the far edge of a box on the film's edge is on it. */
const rounded = (value: number): number => Math.round(value * 4) / 4;

function within({ x, y }: Point, sizePx: number): Point {
  const clamp = (value: number) => rounded(Math.min(sizePx, Math.max(0, value)));
  return { x: clamp(x), y: clamp(y) };
}

/** Marking and marks after an action; what the item or the film does not allow changes nothing. */
export function reduceMarking(
  marking: Marking,
  marks: readonly Mark[],
  action: MarkingAction,
  rules: MarkingRules,
): MarkingResult {
  const only = (part: Partial<Marking>): MarkingResult => ({ marking: { ...marking, ...part }, marks });
  switch (action.kind) {
    case 'move':
      return move(marking, marks, action, rules);
    case 'point-at':
      return only({ film: action.film, at: within(action.at, rules.sizePx), selected: null });
    case 'begin-box':
      return canDraw('box', marks, rules) ? only({ corner: marking.at, selected: null }) : only({});
    case 'set':
      return set(marking, marks, rules);
    case 'select':
      return only({ selected: action.index, corner: null, ...placeOf(marks, action.index) });
    case 'step-selection': {
      const index = stepped(marking.selected, marks.length, action.step);
      return only({ selected: index, corner: null, ...placeOf(marks, index) });
    }
    case 'remove':
      return remove(marking, marks);
    case 'film':
      return action.film > rules.films ? only({}) : only({ film: action.film, corner: null, selected: null });
    case 'drop':
      return only({ corner: null, selected: null });
  }
}

/** From mark to mark, with the crosshair itself between the last and the first. */
function stepped(selected: number | null, count: number, step: 1 | -1): number | null {
  const place = (selected ?? -1) + 1;
  const next = (place + step + count + 1) % (count + 1);
  return next === 0 ? null : next - 1;
}

function placeOf(marks: readonly Mark[], index: number | null): Partial<Marking> {
  const mark = index === null ? undefined : marks[index];
  return mark === undefined ? {} : { film: mark.film, at: centreOf(mark) };
}

export function centreOf(mark: Mark): Point {
  return mark.shape === 'point'
    ? { x: mark.x, y: mark.y }
    : { x: rounded(mark.x + mark.width / 2), y: rounded(mark.y + mark.height / 2) };
}

function canDraw(shape: Mark['shape'], marks: readonly Mark[], { shapes, maxMarks }: MarkingRules): boolean {
  return marks.length < maxMarks && shapes.some((known) => known.shape === shape);
}

function move(
  marking: Marking,
  marks: readonly Mark[],
  { by, box }: Extract<MarkingAction, { kind: 'move' }>,
  rules: MarkingRules,
): MarkingResult {
  const held = marking.selected === null ? undefined : marks[marking.selected];
  if (held !== undefined && !box) {
    const moved = moveMark(held, by, rules.sizePx);
    return {
      marking: { ...marking, at: centreOf(moved) },
      marks: marks.map((mark, index) => (index === marking.selected ? moved : mark)),
    };
  }
  const at = within({ x: marking.at.x + by.x, y: marking.at.y + by.y }, rules.sizePx);
  const begins = box && marking.corner === null && canDraw('box', marks, rules);
  return {
    marking: {
      ...marking,
      at,
      selected: null,
      ...(begins ? { corner: marking.at } : {}),
    },
    marks,
  };
}

/** A mark moved as a whole, held within the film. */
export function moveMark(mark: Mark, by: Point, sizePx: number): Mark {
  const [width, height] = mark.shape === 'box' ? [mark.width, mark.height] : [0, 0];
  const clamp = (value: number, most: number) => rounded(Math.min(most, Math.max(0, value)));
  return { ...mark, x: clamp(mark.x + by.x, sizePx - width), y: clamp(mark.y + by.y, sizePx - height) };
}

function set(marking: Marking, marks: readonly Mark[], rules: MarkingRules): MarkingResult {
  const { film, at, corner } = marking;
  const shape = corner === null ? marking.shape : 'box';
  if (!canDraw(shape, marks, rules)) return { marking, marks };
  if (shape === 'point') return { marking, marks: [...marks, { shape, film, ...at, comment: null }] };
  if (corner === null) return { marking: { ...marking, corner: at, selected: null }, marks };
  const box = {
    x: Math.min(corner.x, at.x),
    y: Math.min(corner.y, at.y),
    width: rounded(Math.abs(corner.x - at.x)),
    height: rounded(Math.abs(corner.y - at.y)),
  };
  if (box.width < LEAST_SIDE_PX || box.height < LEAST_SIDE_PX) return { marking, marks };
  return { marking: { ...marking, corner: null }, marks: [...marks, { shape, film, ...box, comment: null }] };
}

function remove(marking: Marking, marks: readonly Mark[]): MarkingResult {
  const { selected } = marking;
  if (selected === null) return { marking: { ...marking, corner: null }, marks };
  return {
    marking: { ...marking, selected: null },
    marks: marks.filter((_, index) => index !== selected),
  };
}

/** The mark of a film that lies under a point, the latest first; null: none does. `reachPx` in film pixels. */
export function markAt(marks: readonly Mark[], film: number, point: Point, reachPx: number): number | null {
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (mark?.film === film && isNear(mark, point, reachPx)) return index;
  }
  return null;
}

/** A box is held by its border: what lies within it can be marked too. */
function isNear(mark: Mark, { x, y }: Point, reachPx: number): boolean {
  if (mark.shape === 'point') return Math.hypot(mark.x - x, mark.y - y) <= reachPx;
  const [left, top, right, bottom] = [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
  const inside = (grow: number) =>
    x >= left - grow && x <= right + grow && y >= top - grow && y <= bottom + grow;
  return inside(reachPx) && !inside(-reachPx);
}
