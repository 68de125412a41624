import type { ReportTable } from './document.ts';

type Row = ReportTable['rows'][number];

interface TablePart {
  readonly group: string | null;
  readonly rows: readonly Row[];
}

/** A table cut where a row names another group; rows before the first group stand without one. */
export function tableParts(rows: readonly Row[]): readonly TablePart[] {
  const parts: { group: string | null; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    if (last === undefined || (row.group !== null && row.group !== last.group)) {
      parts.push({ group: row.group, rows: [row] });
    } else last.rows.push(row);
  }
  return parts;
}

/** The table for a spreadsheet: tabs between cells, groups as a column of their own where there are any. */
export function tableAsTsv({ columns, rows }: Pick<ReportTable, 'columns' | 'rows'>): string {
  const parts = tableParts(rows);
  const grouped = parts.some(({ group }) => group !== null);
  const line = (group: string, cells: readonly string[]) =>
    [...(grouped ? [group] : []), ...cells].map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t');
  const body = parts.flatMap(({ group, rows: own }) => own.map(({ cells }) => line(group ?? '', cells)));
  const head = line(
    '',
    columns.map(({ label }) => label),
  );
  return `${[head, ...body].join('\n')}\n`;
}
