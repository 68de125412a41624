import type { Instrument } from '../../study/instrument.ts';
import type { RecordTable } from '../../study/record-tables.ts';
import type { ResultRow } from '../../study/results.ts';
import { resultCells, resultColumns } from '../../study/results-table.ts';
import { codebookOf, type ExportFile } from './export-file.ts';

/** A row for each reading, with its codebook. */
export function longFiles(instrument: Instrument, rows: readonly ResultRow[]): ExportFile[] {
  const columns = resultColumns(instrument);
  return [
    {
      name: 'readings.csv',
      kind: 'table',
      columns: columns.map(({ name }) => name),
      rows: rows.map((row) => resultCells(instrument, row)),
    },
    codebookOf('readings-codebook.csv', columns),
  ];
}

/** What was recorded beside the readings: a file a table, with one codebook. */
export function recordFiles(records: readonly RecordTable[]): ExportFile[] {
  return [
    ...records.map(
      (table): ExportFile => ({
        name: `readings-${table.name}.csv`,
        kind: 'table',
        columns: table.columns.map(({ name }) => name),
        rows: table.rows,
      }),
    ),
    {
      name: 'readings-records-codebook.csv',
      kind: 'table',
      columns: ['file', 'column', 'meaning', 'values'],
      rows: records.flatMap((table) =>
        table.columns.map(({ name, meaning, values }) => [table.name, name, meaning, values]),
      ),
    },
  ];
}
