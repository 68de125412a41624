import type { ReportChecklist, ReportTable } from '../../../src-core/report/document.ts';
import { CHECKLIST_COLUMNS, CHECKLIST_STATUS } from './words.ts';

/** A table or checklist as both writers set it: every row has as many cells as there are columns. */
export interface TableRows {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly align: 'left' | 'right' }[];
  /** Rows below one another, under a heading of their own or none. */
  readonly groups: readonly {
    readonly heading: string | null;
    readonly rows: readonly (readonly string[])[];
  }[];
  readonly notes: readonly string[];
}

type Row = { readonly group: string | null; readonly cells: readonly string[] };

export function tableRows(block: ReportTable | ReportChecklist): TableRows {
  if (block.kind === 'table') {
    const { caption, columns, notes } = block;
    return { caption, columns, groups: grouped(block.rows, columns.length), notes };
  }
  return {
    caption: block.caption,
    columns: CHECKLIST_COLUMNS.map((label) => ({ label, align: 'left' })),
    groups: grouped(checklistRows(block), CHECKLIST_COLUMNS.length),
    notes: [],
  };
}

/** Items under their section, which is named where it changes. */
const checklistRows = ({ items }: ReportChecklist): Row[] =>
  items.map(({ section, number, item, status, text }, index) => ({
    group: section !== '' && section !== items[index - 1]?.section ? section : null,
    cells: [number, item, CHECKLIST_STATUS[status], text],
  }));

function grouped(rows: readonly Row[], columns: number): TableRows['groups'] {
  const groups: { heading: string | null; rows: string[][] }[] = [];
  for (const { group, cells } of rows) {
    let last = groups.at(-1);
    if (last === undefined || group !== null) {
      last = { heading: group, rows: [] };
      groups.push(last);
    }
    last.rows.push(Array.from({ length: columns }, (_, column) => glued(cells[column] ?? '', column)));
  }
  return groups;
}

const SHORT_LABEL = 16;
const SHORT_CELL = 40;

/** An interval in brackets breaks before them only, and a short name of a row nowhere. */
function glued(cell: string, column: number): string {
  if (column === 0 && cell.length <= SHORT_LABEL) return cell.replaceAll(' ', '\u00a0');
  if (cell.length > SHORT_CELL) return cell;
  return cell.replace(/\([^()]*\)/g, (brackets) => brackets.replaceAll(' ', '\u00a0'));
}
