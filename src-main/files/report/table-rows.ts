import type { ReportChecklist, ReportTable } from '../../../src-core/report/document.ts';
import { tableParts } from '../../../src-core/report/table-parts.ts';
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

type Row = ReportTable['rows'][number];

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

const checklistRows = ({ items }: ReportChecklist): Row[] =>
  items.map(({ section, number, item, status, text }) => ({
    group: section === '' ? null : section,
    cells: [number, item, CHECKLIST_STATUS[status], text],
  }));

const grouped = (rows: readonly Row[], columns: number): TableRows['groups'] =>
  tableParts(rows).map(({ group, rows: own }) => ({
    heading: group,
    rows: own.map(({ cells }) =>
      Array.from({ length: columns }, (_, column) => glued(cells[column] ?? '', column)),
    ),
  }));

const SHORT_LABEL = 16;
const SHORT_CELL = 40;

/** An interval in brackets breaks before them only, and a short name of a row nowhere. */
function glued(cell: string, column: number): string {
  if (column === 0 && cell.length <= SHORT_LABEL) return cell.replaceAll(' ', '\u00a0');
  if (cell.length > SHORT_CELL) return cell;
  return cell.replace(/\([^()]*\)/g, (brackets) => brackets.replaceAll(' ', '\u00a0'));
}
