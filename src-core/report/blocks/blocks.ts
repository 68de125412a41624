import type { Statistic } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';

/** A cell as a table is told it: its text, or why there is none. */
export type Cell = string | { readonly notDefined: string };

/** What stands in the cell of a statistic that the data do not define; a note under the table says why. */
export const NOT_DEFINED = 'not defined';

export function plain(text: string): ReportBlock {
  return { kind: 'paragraph', tone: 'plain', text };
}

/** The answer to a question of the protocol. */
export function result(text: string): ReportBlock {
  return { kind: 'paragraph', tone: 'result', text };
}

/** What limits a result or is missing. */
export function caution(text: string): ReportBlock {
  return { kind: 'paragraph', tone: 'caution', text };
}

export function heading(text: string): ReportBlock {
  return { kind: 'heading', text };
}

/** A list; nothing where it has no item. */
export function list(items: readonly string[]): ReportBlock[] {
  return items.length === 0 ? [] : [{ kind: 'list', items: [...items] }];
}

export function placed(figureId: string): ReportBlock {
  return { kind: 'figure', figureId };
}

/** The cell of a statistic. */
export function cell<Value>(statistic: Statistic<Value>, say: (value: Value) => string): Cell {
  return statistic.defined ? say(statistic.value) : { notDefined: statistic.reason };
}

export interface TableRow {
  /** Begins a part of the table. */
  readonly group?: string;
  readonly cells: readonly Cell[];
}

export interface TableInput {
  readonly id: string;
  readonly caption: string;
  /** A label that begins with ">" is of a column of numbers, at the right. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly notes?: readonly string[];
}

/**
 * A table whose undefined cells are explained in notes below it, each reason once with the rows it holds for. A row
 * without a single value stands in such a note alone; where that is every row, sentences say so in the table's place.
 */
export function table(input: TableInput): ReportBlock {
  const { id, caption: words, columns, notes = [] } = input;
  const rows = grouped(input.rows);
  const empty = rows.filter(({ cells }) => isGap(cells));
  const left = rows.filter(({ cells }) => !isGap(cells));
  if (left.length === 0 && empty.length > 0) {
    const reasons = placesByReason(empty, columns).keys();
    return caution([...reasons].map((reason) => `${words}: not defined, since ${reason}.`).join(' '));
  }
  let last = '';
  const told = left.map(({ group, cells }) => {
    const begins = group !== last;
    last = group;
    return {
      group: begins ? group : null,
      cells: cells.map((entry) => (typeof entry === 'string' ? entry : NOT_DEFINED)),
    };
  });
  return {
    kind: 'table',
    id,
    caption: words,
    columns: columns.map((label) =>
      label.startsWith('>')
        ? { label: label.slice(1), align: 'right' as const }
        : { label, align: 'left' as const },
    ),
    rows: told,
    notes: [
      ...notes,
      ...[...placesByReason(left, columns)].map(([reason, where]) =>
        reasonNote(reason, [...where].map(placeText), MOST_PLACES),
      ),
      ...[...emptyByReason(empty, left)].map(([reason, where]) =>
        reasonNote(reason, [...new Set(where)], Number.POSITIVE_INFINITY),
      ),
    ],
  };
}

interface GroupedRow {
  /** Of the part of the table that the row is in. */
  readonly group: string;
  readonly cells: readonly Cell[];
}

function grouped(rows: readonly TableRow[]): GroupedRow[] {
  let group = '';
  return rows.map((row) => {
    group = row.group ?? group;
    return { group, cells: row.cells };
  });
}

/** Nothing but its heading and undefined cells, all for one reason. */
function isGap([, ...cells]: readonly Cell[]): boolean {
  const reasons = cells.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.notDefined]));
  const said = cells.some((entry) => typeof entry === 'string' && entry !== '');
  return !said && new Set(reasons).size === 1;
}

type Places = Map<string, Map<string, string[]>>;

/** The rows that a reason holds for, each with its columns. */
function placesByReason(rows: readonly GroupedRow[], columns: readonly string[]): Places {
  const reasons: Places = new Map();
  for (const { group, cells } of rows) {
    for (const [index, entry] of cells.entries()) {
      if (typeof entry === 'string') continue;
      const where = reasons.get(entry.notDefined) ?? new Map<string, string[]>();
      const place = placeName(group, cells);
      where.set(place, [...(where.get(place) ?? []), (columns[index] ?? '').replace(/^>| \(CI\)$/g, '')]);
      reasons.set(entry.notDefined, where);
    }
  }
  return reasons;
}

function placeName(group: string, [name]: readonly Cell[]): string {
  return [group, typeof name === 'string' ? name : ''].filter((part) => part !== '').join(', ');
}

/** Of rows that are left out: a whole part of the table is called by its name alone. */
function emptyByReason(empty: readonly GroupedRow[], left: readonly GroupedRow[]): Map<string, string[]> {
  const kept = new Set(left.map(({ group }) => group));
  const reasons = new Map<string, string[]>();
  for (const { group, cells } of empty) {
    for (const reason of placesByReason([{ group, cells }], []).keys()) {
      const place = group === '' || kept.has(group) ? placeName(group, cells) : group;
      reasons.set(reason, [...(reasons.get(reason) ?? []), place]);
    }
  }
  return reasons;
}

/** More places than this are counted rather than named, where the cells of the table show the others. */
const MOST_PLACES = 6;

/** A row, with its column where it lacks a single one for this reason. */
function placeText([row, columns]: readonly [string, readonly string[]]): string {
  return [row, ...(columns.length === 1 ? columns : [])].filter((part) => part !== '').join(', ');
}

function reasonNote(reason: string, where: readonly string[], most: number): string {
  const named = where.slice(0, most).join('; ');
  const more = where.length > most ? `; and ${where.length - most} more` : '';
  return `Not defined, since ${reason}: ${named}${more}.`;
}

/** A name of tables, sections and figures from words of the data: lower-case letters, digits, single hyphens. */
export function slug(...parts: readonly string[]): string {
  const joined = parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return joined === '' ? 'x' : joined.slice(0, 70).replace(/-+$/, '');
}
