import type { Statistic } from '../../stats/statistic.ts';
import type { ReportBlock, ReportSection, ReportTable } from '../document.ts';

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

/** A table whose undefined cells are explained in notes below it, each reason once with the rows it holds for. */
export function table({ id, caption: words, columns, rows, notes = [] }: TableInput): ReportTable {
  const reasons = new Map<string, Map<string, string[]>>();
  let group = '';
  const told = rows.map((row) => {
    group = row.group ?? group;
    const name = typeof row.cells[0] === 'string' ? row.cells[0] : '';
    const cells = row.cells.map((entry, index) => {
      if (typeof entry === 'string') return entry;
      const column = (columns[index] ?? '').replace(/^>/, '');
      const where = reasons.get(entry.notDefined) ?? new Map<string, string[]>();
      const place = [group, name].filter((part) => part !== '').join(', ');
      where.set(place, [...(where.get(place) ?? []), column]);
      reasons.set(entry.notDefined, where);
      return NOT_DEFINED;
    });
    return { group: row.group ?? null, cells };
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
      ...[...reasons].map(([reason, where]) => reasonNote(reason, [...where].map(placeText))),
    ],
  };
}

/** More places than this are counted rather than named. */
const MOST_PLACES = 6;

/** A row, with its column where it lacks a single one for this reason. */
function placeText([row, columns]: readonly [string, readonly string[]]): string {
  return [row, ...(columns.length === 1 ? columns : [])].filter((part) => part !== '').join(', ');
}

function reasonNote(reason: string, where: readonly string[]): string {
  const named = where.slice(0, MOST_PLACES).join('; ');
  const more = where.length > MOST_PLACES ? `; and ${where.length - MOST_PLACES} more` : '';
  return `Not defined, since ${reason}: ${named}${more}.`;
}

/** A section; null where it has nothing to say. */
export function section(id: string, title: string, blocks: readonly ReportBlock[]): ReportSection | null {
  return blocks.length === 0 ? null : { id, title, blocks: [...blocks] };
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
