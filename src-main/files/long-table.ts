import { TABLE_COLUMNS } from '../../src-core/contract/analysis-calls.ts';
import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { type CsvRecord, csvInvalid, readCsv } from './csv.ts';
import {
  type ReadingRow,
  readingsOf,
  refuseProblems,
  type TableProblem,
  type TableRules,
} from './reading-problems.ts';

/** A column of a long table; `time` (seconds) and `order` may be absent. */
export type LongColumn = (typeof TABLE_COLUMNS)[number];
const OPTIONAL: readonly LongColumn[] = ['time', 'order'];

/** Words for truth; positive is what the study is about. */
const TRUTHS: Readonly<Record<string, boolean>> = {
  '1': true,
  '0': false,
  true: true,
  false: false,
  yes: true,
  no: false,
  positive: true,
  negative: false,
  synthetic: true,
  real: false,
  abnormal: true,
  normal: false,
};

/**
 * Reads a table with a row for each reading, as readCsv reads tables. An empty rating is a missing one.
 * @param columns the table's own names, where they are not those of TABLE_COLUMNS
 * @param fileName for messages
 * @throws LightboxError CSV_INVALID naming every line that is wrong.
 */
export function parseLongTable(
  bytes: Uint8Array,
  fileName: string,
  columns: Partial<Readonly<Record<LongColumn, string>>> = {},
  rules: Omit<TableRules, 'emptyIsMissing'> = {},
): ReadingTable {
  const { header, records } = readCsv(bytes, fileName);
  const places = findColumns(header, fileName, columns);
  const problems: TableProblem[] = [];
  const whole = records.filter(({ cells, line }) => {
    if (cells.length === header.length) return true;
    problems.push({ line, problem: `it has ${cells.length} cells, the header has ${header.length}` });
    return false;
  });
  const cell = ({ cells }: CsvRecord, column: LongColumn): string =>
    (cells[places.get(column) ?? -1] ?? '').trim();
  const truth = truthOf(whole, cell, problems);
  const rows = whole.map(
    (record): ReadingRow => ({
      line: record.line,
      reader: cell(record, 'reader'),
      case: cell(record, 'case'),
      arm: cell(record, 'arm'),
      rating: cell(record, 'rating'),
      seconds: places.has('time') ? cell(record, 'time') : null,
      order: places.has('order') ? cell(record, 'order') : null,
    }),
  );
  // What is wrong with a truth is said once, not again as a case without one.
  const named = new Set(problems.map(({ line }) => line));
  const later: TableProblem[] = [];
  const readings = readingsOf(rows, truth, { ...rules, emptyIsMissing: true }, later);
  problems.push(
    ...later.filter(({ line, problem }) => !(named.has(line) && problem.includes('has no truth'))),
  );
  refuseProblems(fileName, problems);
  if (readings.length === 0) throw csvInvalid(fileName, [], 'it holds no reading');
  return { readings, truth };
}

function findColumns(
  header: readonly string[],
  fileName: string,
  columns: Partial<Readonly<Record<LongColumn, string>>>,
): ReadonlyMap<LongColumn, number> {
  const names = header.map((name) => name.trim().toLowerCase());
  const places = new Map<LongColumn, number>();
  for (const column of TABLE_COLUMNS) {
    const wanted = columns[column] ?? column;
    const found = names.flatMap((name, index) => (name === wanted.trim().toLowerCase() ? [index] : []));
    const [place] = found;
    if (found.length > 1)
      throw csvInvalid(fileName, [`column "${wanted}"`], 'it stands twice', { row: 1, column: wanted });
    if (place !== undefined) places.set(column, place);
    else if (columns[column] !== undefined || !OPTIONAL.includes(column)) {
      const there = header.map((name) => `"${name.trim()}"`).join(', ');
      const problem = `it is missing; the table has ${there}. Name your own with --columns ${column}=NAME`;
      throw csvInvalid(fileName, [`column "${wanted}"`], problem, { row: 1, column: wanted });
    }
  }
  return places;
}

function truthOf(
  records: readonly CsvRecord[],
  cell: (record: CsvRecord, column: LongColumn) => string,
  problems: TableProblem[],
): Map<string, boolean> {
  const truth = new Map<string, boolean>();
  const lineOf = new Map<string, number>();
  for (const record of records) {
    const add = (problem: string) => problems.push({ line: record.line, problem });
    const [name, text] = [cell(record, 'case'), cell(record, 'truth')];
    const value = Object.hasOwn(TRUTHS, text.toLowerCase()) ? TRUTHS[text.toLowerCase()] : undefined;
    const known = truth.get(name);
    if (text === '') add(`the truth of the case "${name}" is missing`);
    else if (value === undefined) add(`the truth "${text}" is none of ${Object.keys(TRUTHS).join(', ')}`);
    else if (known !== undefined && known !== value) {
      add(`the truth of ${name} is "${text}" here and another in line ${lineOf.get(name)}`);
    } else if (known === undefined) {
      truth.set(name, value);
      lineOf.set(name, record.line);
    }
  }
  return truth;
}
