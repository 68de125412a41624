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
 * The difference of means between two arms whose values cluster by readers, cases or both: the variance of its influences
 * with its degrees of freedom (two-way-variance.ts). Readers, and cases that both arms show, pair themselves. Values may be
 * ratings, right calls (0 and 1) or log times.
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
    observations.map(({ inFirst }) => Number(inFirst)),
  );
  const { readers, cases } = parts;
  if (by !== 'case' && readers < 2) return undefinedBecause('fewer than two readers');
  if (by !== 'reader' && cases < 3) return undefinedBecause('fewer than three cases');
  const [variance, df] =
    by === 'reader'
      ? [parts.reader, parts.readerDf]
      : by === 'case'
        ? [parts.case, parts.caseDf]
        : [parts.both, parts.bothDf];
  if (!(variance > 0)) return undefinedBecause('the variance between clusters is not positive');
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
