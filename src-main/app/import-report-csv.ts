import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import { writeCsv } from '../files/csv.ts';

const COLUMNS = ['outcome', 'file', 'code', 'detail'] as const;
type Row = readonly [outcome: string, file: string, code: string | null, detail: string | null];

/** A report as a table: one row for each thing said of a file, the refused ones first. */
export function importReportCsv(report: ImportReport): string {
  const rows: Row[] = [
    ...report.refused.map(({ fileName, code, reason }): Row => ['refused', fileName, code, reason]),
    ...report.skipped.map(({ fileName, reason }): Row => ['skipped', fileName, null, reason]),
    ...report.alreadyPresent.map((fileName): Row => ['already present', fileName, null, null]),
    ...report.warnings.map(({ fileName, warning }): Row => ['warning', fileName, warning, null]),
    ...report.notes.map(({ fileName, note }): Row => ['note', fileName, null, note]),
    ...report.severalFrames.map(
      ({ fileName, frames }): Row => ['one frame taken', fileName, null, `of ${frames}`],
    ),
    ...report.labelsUnused.map((fileName): Row => ['label row unused', fileName, null, null]),
  ];
  return writeCsv(COLUMNS, rows);
}
