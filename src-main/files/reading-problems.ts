import { LightboxError } from '../../src-core/base/errors.ts';
import type { TableReading } from '../../src-core/stats/analysis/reading-table.ts';

/** One thing wrong with a table, by the line of its file. */
export interface TableProblem {
  readonly line: number;
  readonly problem: string;
}

/** A row as its file holds it, before anything is believed. */
export interface ReadingRow {
  readonly line: number;
  readonly reader: string;
  readonly case: string;
  readonly arm: string;
  readonly rating: string;
  readonly seconds: string | null;
  readonly order: string | null;
}

export interface TableRules {
  /** The readers there are; absent: whoever is named. */
  readonly readers?: readonly string[];
  /** Lowest and highest rating of the scale. */
  readonly scale?: readonly [number, number];
  /** Whether an empty rating is a missing one, or a fault. */
  readonly emptyIsMissing: boolean;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MOST_NAMED = 20;

/** A number as tables write it; null for anything else, infinite ones too. */
export function numberOf(text: string): number | null {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** Reads rows: unknown readers, values that cannot be, readings given twice, cases without truth are added to `problems`. */
export function readingsOf(
  rows: readonly ReadingRow[],
  truth: ReadonlyMap<string, boolean>,
  rules: TableRules,
  problems: TableProblem[],
): TableReading[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row) => {
    const wrong = rowProblems(row, truth, rules);
    const key = JSON.stringify([row.reader, row.case, row.arm]);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, row.line);
    else wrong.push(`${row.reader} rated ${row.case} under ${row.arm} already in line ${earlier}`);
    problems.push(...wrong.map((problem) => ({ line: row.line, problem })));
    if (wrong.length > 0) return [];
    const optional = (text: string | null) => (text === null || text === '' ? null : numberOf(text));
    return [
      {
        reader: row.reader,
        case: row.case,
        arm: row.arm,
        rating: row.rating === '' ? null : numberOf(row.rating),
        seconds: optional(row.seconds),
        order: optional(row.order),
      },
    ];
  });
}

function rowProblems(row: ReadingRow, truth: ReadonlyMap<string, boolean>, rules: TableRules): string[] {
  const problems: string[] = [];
  if (row.reader === '') problems.push('the reader is missing');
  else if (rules.readers !== undefined && !rules.readers.includes(row.reader)) {
    problems.push(`the reader "${row.reader}" is unknown; there are ${rules.readers.join(', ')}`);
  }
  if (row.case === '') problems.push('the case is missing');
  else if (!truth.has(row.case)) problems.push(`the case "${row.case}" has no truth`);
  if (row.arm === '') problems.push('the arm is missing');
  const rating = numberOf(row.rating);
  if (row.rating === '') {
    if (!rules.emptyIsMissing) problems.push('the rating is missing');
  } else if (rating === null) problems.push(`the rating "${row.rating}" is no number`);
  else if (rules.scale !== undefined && (rating < rules.scale[0] || rating > rules.scale[1])) {
    problems.push(`the rating ${row.rating} is outside ${rules.scale[0]} to ${rules.scale[1]}`);
  }
  if (row.seconds !== null && row.seconds !== '' && !((numberOf(row.seconds) ?? -1) > 0)) {
    problems.push(`the time "${row.seconds}" is no number above 0`);
  }
  if (row.order !== null && row.order !== '' && !Number.isInteger(numberOf(row.order))) {
    problems.push(`the order "${row.order}" is no whole number`);
  }
  return problems;
}

/** @throws LightboxError CSV_INVALID naming every line that is wrong, the first twenty in words. */
export function refuseProblems(fileName: string, problems: readonly TableProblem[]): void {
  if (problems.length === 0) return;
  const sorted = [...problems].sort((first, second) => first.line - second.line);
  const named = sorted.slice(0, MOST_NAMED).map(({ line, problem }) => `line ${line}: ${problem}`);
  const rest = sorted.length - named.length;
  const more = rest > 0 ? `; and ${rest} more` : '';
  throw new LightboxError('CSV_INVALID', `${fileName}, ${named.join('; ')}${more}.`, {
    file: fileName,
    row: sorted[0]?.line ?? null,
    column: null,
    problems: sorted.length,
  });
}
