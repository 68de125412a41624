import type { CellValue } from '../../study/results-table.ts';

/** A file of an export before it has a form on disk: tables become CSV where they are written. */
export type ExportFile =
  | {
      readonly name: string;
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly CellValue[])[];
    }
  | { readonly name: string; readonly kind: 'text'; readonly text: string };

/** A column with what it means. An empty cell always means: not answered or not applicable. */
export interface ExportColumn {
  readonly name: string;
  readonly meaning: string;
  readonly values: string;
}

export function codebookOf(name: string, columns: readonly ExportColumn[]): ExportFile {
  return {
    name,
    kind: 'table',
    columns: ['column', 'meaning', 'values'],
    rows: columns.map((column) => [column.name, column.meaning, column.values]),
  };
}
