import type { FilmId } from '../../src-core/base/ids.ts';
import type { ResultTable } from '../../src-core/contract/study-calls.ts';
import { longFiles, recordFiles } from '../../src-core/report/exports/study-tables.ts';
import { type HeldEvents, readerSessions } from '../../src-core/study/adjudicate.ts';
import type { Protocol } from '../../src-core/study/protocol.ts';
import { recordTables } from '../../src-core/study/record-tables.ts';
import { type FilmOrigin, joinResults, type ResultRow } from '../../src-core/study/results.ts';
import { analysedRows, type GroupSummary, summariseResults } from '../../src-core/study/results-summary.ts';
import { resultCells, resultColumns } from '../../src-core/study/results-table.ts';
import type { Truth } from '../../src-core/study/sealed-truth.ts';
import { exportText } from '../files/export-folder.ts';

/** The readings of an unblinded study with its truth. */
export interface StudyResults {
  readonly table: ResultTable;
  /** By what is added to the chosen file's name: empty for the readings themselves. */
  readonly files: readonly { readonly suffix: string; readonly csv: string }[];
}

/** @throws LightboxError NOT_FOUND as `joinResults`; READING_OUT_OF_ORDER for events that could not have happened */
export function studyResults(
  { protocol, allocations }: Truth,
  protocolHash: string,
  held: readonly HeldEvents[],
  films: ReadonlyMap<FilmId, FilmOrigin>,
): StudyResults {
  const sessions = readerSessions(protocol, allocations, held);
  const rows = joinResults({ protocol, protocolHash, sessions, films });
  const files = [
    ...longFiles(protocol.instrument, rows),
    ...recordFiles(recordTables(protocol, sessions, held)),
  ];
  return {
    table: toTable({ protocol, rows }),
    files: files.map((file) => ({
      suffix: file.name.replace(/^readings|\.csv$/g, ''),
      csv: exportText(file),
    })),
  };
}

interface JoinedResults {
  readonly protocol: Protocol;
  readonly rows: readonly ResultRow[];
}

function toTable({ protocol, rows: all }: JoinedResults): ResultTable {
  const rows = analysedRows(all);
  const firstStage = protocol.instrument.stages[0]?.id ?? '';
  const summary = summariseResults(protocol.instrument, rows);
  const group = (
    name: string,
    own: readonly ResultRow[],
    values: GroupSummary,
  ): ResultTable['summary'][number] => ({
    group: name,
    readings: values.n,
    meanRealism: values.meanRealism,
    meanAlignment: values.meanAlignment,
    calledSynthetic: values.proportionCalledSynthetic,
    correct: values.accuracy,
    medianReadingTimeMs: median(own.flatMap((row) => row.stages[firstStage]?.timeMs ?? [])),
  });
  return {
    columns: resultColumns(protocol.instrument),
    rows: all.map((row) =>
      resultCells(protocol.instrument, row).map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)),
    ),
    summary: [
      group('all', rows, summary.all),
      ...summary.arms.map((arm) =>
        group(
          `arm: ${arm.arm}`,
          rows.filter((row) => row.arm === arm.arm),
          arm,
        ),
      ),
      ...summary.readers.flatMap((reader) => {
        const own = rows.filter((row) => row.readerId === reader.readerId);
        return [
          group(`reader: ${reader.readerName}`, own, reader),
          ...reader.arms.map((arm) =>
            group(
              `reader: ${reader.readerName}, ${arm.arm}`,
              own.filter((row) => row.arm === arm.arm),
              arm,
            ),
          ),
        ];
      }),
    ],
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
