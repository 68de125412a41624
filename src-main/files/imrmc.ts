import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { csvInvalid } from './csv.ts';
import {
  type ReadingRow,
  readingsOf,
  refuseProblems,
  type TableProblem,
  type TableRules,
} from './reading-problems.ts';

/** What stands where a row holds a case's truth and no reading. */
const TRUTH = 'truth';
const BEGIN = /^BEGIN DATA:?$/i;
/** Counts that a file may declare before its data: readers, cases without and with the signal, modalities. */
const DECLARED = /^\s*(NR|N0|N1|NM)\s*:\s*(\S+)\s*$/i;

type CountName = 'NR' | 'N0' | 'N1' | 'NM';

/**
 * Reads a file of iMRMC: free text, the line "BEGIN DATA:", then rows "reader,case,modality,score"; the truth of a case is
 * the row "truth,case,truth,0" or 1. Counts declared before the data (NR, N0, N1, NM) are held against them.
 * @param fileName for messages
 * @throws LightboxError CSV_INVALID naming every line that is wrong.
 */
export function parseImrmc(
  bytes: Uint8Array,
  fileName: string,
  rules: Omit<TableRules, 'emptyIsMissing'> = {},
): ReadingTable {
  const { lines, begin } = linesOf(bytes, fileName);
  const problems: TableProblem[] = [];
  const rows = lines.slice(begin + 1).flatMap((line, index): ReadingRow[] => {
    if (line.trim() === '') return [];
    const cells = line.split(',').map((cell) => cell.trim());
    const number = begin + 2 + index;
    if (cells.length !== 4) {
      problems.push({
        line: number,
        problem: `it has ${cells.length} values in place of reader, case, modality and score`,
      });
      return [];
    }
    const [reader = '', name = '', arm = '', rating = ''] = cells;
    return [{ line: number, reader, case: name, arm, rating, seconds: null, order: null }];
  });
  const truth = truthOf(rows, problems);
  const readingRows = rows.filter((row) => !isTruth(row));
  const readings = readingsOf(readingRows, truth, { ...rules, emptyIsMissing: false }, problems);
  problems.push(...undeclared(lines.slice(0, begin), readingRows, truth));
  refuseProblems(fileName, problems);
  if (readings.length === 0) throw csvInvalid(fileName, [], 'it holds no reading');
  return { readings, truth };
}

/** Rows of data in such a file, those of truth too. @throws LightboxError CSV_INVALID for what is no such file */
export function imrmcRows(bytes: Uint8Array, fileName: string): number {
  const { lines, begin } = linesOf(bytes, fileName);
  return lines.slice(begin + 1).filter((line) => line.trim() !== '').length;
}

/** All lines, and which one the data follow. */
function linesOf(bytes: Uint8Array, fileName: string): { readonly lines: string[]; readonly begin: number } {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  const begin = lines.findIndex((line) => BEGIN.test(line.trim()));
  if (begin < 0) throw csvInvalid(fileName, [], 'it has no line "BEGIN DATA:" as files of iMRMC have');
  return { lines, begin };
}

function isTruth({ reader, arm }: ReadingRow): boolean {
  return reader.toLowerCase() === TRUTH || arm.toLowerCase() === TRUTH;
}

function truthOf(rows: readonly ReadingRow[], problems: TableProblem[]): Map<string, boolean> {
  const truth = new Map<string, boolean>();
  const lineOf = new Map<string, number>();
  for (const row of rows.filter(isTruth)) {
    const add = (problem: string) => problems.push({ line: row.line, problem });
    const earlier = lineOf.get(row.case);
    if (row.reader.toLowerCase() !== TRUTH || row.arm.toLowerCase() !== TRUTH) {
      add('"truth" stands for the reader or for the modality, not for both');
    } else if (row.case === '') add('the case is missing');
    else if (row.rating !== '0' && row.rating !== '1') add(`the truth "${row.rating}" is neither 0 nor 1`);
    else if (earlier !== undefined) add(`the truth of ${row.case} stands in line ${earlier} already`);
    else {
      truth.set(row.case, row.rating === '1');
      lineOf.set(row.case, row.line);
    }
  }
  return truth;
}

/** Declared counts that the data do not have. */
function undeclared(
  front: readonly string[],
  rows: readonly ReadingRow[],
  truth: ReadonlyMap<string, boolean>,
): TableProblem[] {
  const count = (of: (row: ReadingRow) => string) => new Set(rows.map(of)).size;
  const positives = [...truth.values()].filter(Boolean).length;
  const found: Readonly<Record<CountName, readonly [number, string]>> = {
    NR: [count(({ reader }) => reader), 'readers'],
    N0: [truth.size - positives, 'negative cases'],
    N1: [positives, 'positive cases'],
    NM: [count(({ arm }) => arm), 'modalities'],
  };
  return front.flatMap((line, index) => {
    const [, name = '', declared = ''] = DECLARED.exec(line) ?? [];
    if (name === '') return [];
    const [actual, what] = found[name.toUpperCase() as CountName];
    if (Number(declared) === actual) return [];
    return [{ line: index + 1, problem: `it declares ${declared} ${what}, the data have ${actual}` }];
  });
}
