import { groupBy } from '../base/collections.ts';
import type { Instrument, Measure } from './instrument.ts';
import { answerOf, type ResultRow } from './results.ts';

/** Counts and means of a group of readings. Null: nothing to take a mean of. */
export interface GroupSummary {
  /** Readings whose realism stage is locked. */
  readonly n: number;
  /** Readings that are complete. */
  readonly nDone: number;
  readonly meanRealism: number | null;
  /** Of the readings with a verdict, those called synthetic; 0 to 1. */
  readonly proportionCalledSynthetic: number | null;
  /** Of the readings with a verdict, those that name the arm; 0 to 1. */
  readonly accuracy: number | null;
  readonly meanConfidence: number | null;
  /** Of films whose text is their own. */
  readonly meanAlignment: number | null;
  /** Of films whose text was made wrong on purpose: reported apart. */
  readonly meanAlignmentMismatched: number | null;
}

export interface ArmSummary extends GroupSummary {
  readonly arm: string;
}

export interface ReaderSummary extends GroupSummary {
  readonly readerId: string;
  readonly readerName: string;
  readonly arms: readonly ArmSummary[];
}

export interface ResultsSummary {
  readonly all: GroupSummary;
  readonly arms: readonly ArmSummary[];
  readonly readers: readonly ReaderSummary[];
}

/**
 * Plain counts and means over the rows of the analysis, by arm, and by reader; arms sorted, readers in order of
 * appearance. Repeats, calibration and attention checks are left out.
 */
export function summariseResults(instrument: Instrument, all: readonly ResultRow[]): ResultsSummary {
  const rows = analysedRows(all);
  const byReader = groupBy(rows, ({ readerId }) => readerId);
  return {
    all: summarise(instrument, rows),
    arms: summariseArms(instrument, rows),
    readers: [...byReader].map(([readerId, own]) => ({
      readerId,
      readerName: own[0]?.readerName ?? '',
      ...summarise(instrument, own),
      arms: summariseArms(instrument, own),
    })),
  };
}

/** The rows that the main analysis counts. */
export function analysedRows(rows: readonly ResultRow[]): ResultRow[] {
  return rows.filter(({ presentation }) => presentation === 'reading');
}

function summariseArms(instrument: Instrument, rows: readonly ResultRow[]): ArmSummary[] {
  const byArm = groupBy(rows, ({ arm }) => arm);
  return [...byArm]
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([arm, own]) => ({ arm, ...summarise(instrument, own) }));
}

function summarise(instrument: Instrument, rows: readonly ResultRow[]): GroupSummary {
  const scores = (measure: Measure, from: readonly ResultRow[] = rows): number[] =>
    from
      .map(({ answers }) => answerOf(instrument, measure, answers))
      .filter((value): value is number => typeof value === 'number');
  const verdicts = rows
    .map(({ answers }) => answerOf(instrument, 'verdict', answers))
    .filter((verdict) => verdict !== null);
  const correct = rows.map((row) => row.correct).filter((value) => value !== null);
  return {
    n: rows.filter(({ phase }) => phase !== 'opened').length,
    nDone: rows.filter(({ phase }) => phase === 'done').length,
    meanRealism: mean(scores('realism')),
    proportionCalledSynthetic: mean(verdicts.map((verdict) => Number(verdict === 'synthetic'))),
    accuracy: mean(correct.map(Number)),
    meanConfidence: mean(scores('confidence')),
    meanAlignment: mean(
      scores(
        'alignment',
        rows.filter(({ textControl }) => textControl === 'matched'),
      ),
    ),
    meanAlignmentMismatched: mean(
      scores(
        'alignment',
        rows.filter(({ textControl }) => textControl !== 'matched'),
      ),
    ),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
