import type { LightboxError } from '../base/errors.ts';
import type { AnswerContext } from './answers.ts';
import type { InstrumentItem } from './instrument.ts';

type MarkCommon = {
  /** Place of the marked film among those shown at once, from 1. */
  readonly film: number;
  readonly comment: string | null;
};

/**
 * A place on a film in pixels of the shown matrix: x to the right, y down, 0 the outer edge of the first pixel,
 * so that the centre of the first pixel is 0.5. A box is wider and higher than nothing.
 */
export type Mark =
  | ({ readonly shape: 'point'; readonly x: number; readonly y: number } & MarkCommon)
  | ({
      readonly shape: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    } & MarkCommon);

type MarksItem = Extract<InstrumentItem, { kind: 'marks' }>;

const MAX_COMMENT_LENGTH = 500;

/** What reading one mark needs to know. */
interface Reading {
  readonly item: MarksItem;
  readonly context: AnswerContext;
  readonly refuse: (what: string) => LightboxError;
  readonly readText: (id: string, maxLength: number, value: unknown) => string | null;
}

/** Reads marks in the order they were set. @throws what `refuse` makes of the reason. */
export function readMarks(value: unknown, reading: Reading): Mark[] {
  const { item, refuse } = reading;
  if (!Array.isArray(value)) throw refuse('must be a list of marks');
  if (value.length > item.maxMarks) throw refuse(`must hold at most ${item.maxMarks} marks`);
  return value.map((entry: unknown, index) =>
    readMark(entry, { ...reading, refuse: (what) => refuse(`has a mark ${index + 1} that ${what}`) }),
  );
}

function readMark(entry: unknown, reading: Reading): Mark {
  const { item, context, refuse } = reading;
  if (typeof entry !== 'object' || entry === null) throw refuse('is no mark');
  const fields = new Map<string, unknown>(Object.entries(entry));
  const shape = item.shapes.find((known) => known.shape === fields.get('shape'))?.shape;
  if (shape === undefined) throw refuse(`is no ${item.shapes.map((known) => known.shape).join(' or ')}`);
  const known = [...MARK_FIELDS, ...(shape === 'box' ? ['width', 'height'] : [])];
  const unknown = [...fields.keys()].find((field) => !known.includes(field));
  if (unknown !== undefined) throw refuse(`has an unknown field "${unknown}"`);
  const place = {
    film: readFilm(fields.get('film'), reading),
    comment: readComment(fields.get('comment'), reading),
  };
  const within = (name: string, least: number, end: number): number => {
    const coordinate = fields.get(name);
    if (typeof coordinate === 'number' && coordinate >= least && coordinate <= end) return coordinate;
    throw refuse(`lies outside the film (${name})`);
  };
  const size = context.matrixSizePx;
  const [x, y] = [within('x', 0, size), within('y', 0, size)];
  if (shape === 'point') return { shape, x, y, ...place };
  const width = within('width', Number.MIN_VALUE, size - x);
  return { shape, x, y, width, height: within('height', Number.MIN_VALUE, size - y), ...place };
}

function readFilm(value: unknown, { context, refuse }: Reading): number {
  const film = value ?? 1;
  if (typeof film === 'number' && Number.isInteger(film) && film >= 1 && film <= context.films) return film;
  throw refuse('lies on a film that is not shown');
}

function readComment(value: unknown, { item, refuse, readText }: Reading): string | null {
  if (value === undefined || value === null) return null;
  if (!item.comments) throw refuse('has a comment, which is not asked for');
  return readText(item.id, MAX_COMMENT_LENGTH, value);
}

const MARK_FIELDS = ['shape', 'film', 'x', 'y', 'comment'];
