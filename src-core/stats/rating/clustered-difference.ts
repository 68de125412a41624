import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { mean } from '../numbers.ts';
import type { ClusteredBy, ClusteredValue } from '../proportion/clustered-mean.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { twoWayVariance } from '../two-way-variance.ts';

export interface ArmValue extends ClusteredValue {
  readonly inFirst: boolean;
}

export interface ClusteredDifference {
  /** Mean of the first arm minus that of the second. */
  readonly estimate: number;
  readonly first: number;
  readonly second: number;
  readonly standardError: number;
  readonly df: number;
  readonly interval: Interval;
  /** Of no difference, two-sided. */
  readonly test: TestResult;
  readonly readers: number;
  readonly cases: number;
}

/**
 * The difference of means between two arms whose values cluster by readers, cases or both: the two-way variance of its
 * influences (two-way-variance.ts), which is the sandwich of a regression on the arm. Readers, and cases that both arms
 * show, pair themselves; a case of one arm alone counts in that arm. Degrees of freedom by Satterthwaite from the parts of
 * readers (m - 1) and of cases (their number minus 2). Values may be ratings, right calls (0 and 1) or log times.
 */
export function clusteredMeanDifference(
  observations: readonly ArmValue[],
  by: ClusteredBy,
  level = 0.95,
): Statistic<ClusteredDifference> {
  const values = (inFirst: boolean) =>
    observations.filter((entry) => entry.inFirst === inFirst).map(({ value }) => value);
  const [ofFirst, ofSecond] = [values(true), values(false)];
  if (ofFirst.length === 0 || ofSecond.length === 0) return undefinedBecause('one arm has no value');
  const [first, second] = [mean(ofFirst), mean(ofSecond)];
  const parts = twoWayVariance(
    observations,
    observations.map(({ inFirst, value }) =>
      inFirst ? (value - first) / ofFirst.length : (second - value) / ofSecond.length,
    ),
  );
  const { readers, cases } = parts;
  if (by !== 'case' && readers < 2) return undefinedBecause('fewer than two readers');
  if (by !== 'reader' && cases < 3) return undefinedBecause('fewer than three cases');
  const variance = by === 'reader' ? parts.reader : by === 'case' ? parts.case : parts.both;
  if (!(variance > 0)) return undefinedBecause('the variance between clusters is not positive');
  const df =
    by === 'reader'
      ? readers - 1
      : by === 'case'
        ? cases - 2
        : variance ** 2 / (parts.reader ** 2 / (readers - 1) + parts.case ** 2 / (cases - 2));
  const standardError = Math.sqrt(variance);
  const half = studentQuantile((1 + level) / 2, df) * standardError;
  const estimate = first - second;
  const t = estimate / standardError;
  return defined({
    estimate,
    first,
    second,
    standardError,
    df,
    interval: { lower: estimate - half, upper: estimate + half, level },
    test: { statistic: t, distribution: 't', df: [df], pValue: studentTwoSided(t, df) },
    readers,
    cases,
  });
}
