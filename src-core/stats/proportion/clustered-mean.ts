import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { mean, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { type Clustered, twoWayVariance } from '../two-way-variance.ts';

export interface ClusteredValue extends Clustered {
  readonly value: number;
}

export type ClusteredBy = 'reader' | 'case' | 'reader-and-case';

/** An estimate with its t interval and its test against a number set beforehand. */
export interface ComparedMean {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly interval: Interval;
  /** Against `reference`, two-sided. */
  readonly test: TestResult;
  readonly reference: number;
}

export interface ClusteredMean extends ComparedMean {
  /** How much larger the variance is than that of independent values. */
  readonly designEffect: number;
  readonly values: number;
  readonly readers: number;
  readonly cases: number;
}

/**
 * A mean whose values cluster by reader, by case, or by both, against a reference. By one: the ratio estimator's variance
 * with m / (m - 1) (Rao and Scott, Biometrics 1992) and m - 1 degrees of freedom for m clusters. By both: the two-way
 * variance with Satterthwaite's degrees of freedom (two-way-variance.ts). Student's t throughout.
 * @param range what the interval cannot leave: [0, 1] for shares
 */
export function clusteredMean(
  values: readonly ClusteredValue[],
  reference: number,
  by: ClusteredBy,
  level = 0.95,
  range: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Statistic<ClusteredMean> {
  if (values.length === 0) return undefinedBecause('there is no decision');
  const estimate = mean(values.map(({ value }) => value));
  const deviations = values.map(({ value }) => (value - estimate) / values.length);
  const parts = twoWayVariance(values, deviations);
  const { readers, cases } = parts;
  const clusters = by === 'reader' ? readers : by === 'case' ? cases : Math.min(readers, cases);
  if (clusters < 2)
    return undefinedBecause(
      `decisions of ${clusters} ${by === 'case' ? 'case' : 'reader or case'} have no variance between clusters`,
    );
  const [variance, df] =
    by === 'reader'
      ? [parts.reader, parts.readerDf]
      : by === 'case'
        ? [parts.case, parts.caseDf]
        : [parts.both, parts.bothDf];
  const single = sum(deviations.map((deviation) => deviation ** 2));
  if (single === 0) return undefinedBecause('every decision is the same');
  if (!(variance > 0)) return undefinedBecause('the variance between clusters is not positive');
  return defined({
    ...comparedMean(estimate, Math.sqrt(variance), df, reference, level, range),
    designEffect: variance / single,
    values: values.length,
    readers,
    cases,
  });
}

/** A mean with its standard error as a t interval and a t test against a reference. */
export function comparedMean(
  estimate: number,
  standardError: number,
  df: number,
  reference: number,
  level: number,
  [least, most]: readonly [number, number],
): ComparedMean {
  const half = studentQuantile((1 + level) / 2, df) * standardError;
  const statistic = (estimate - reference) / standardError;
  const test: TestResult = { statistic, distribution: 't', df: [df], pValue: studentTwoSided(statistic, df) };
  const interval: Interval = {
    lower: Math.max(least, estimate - half),
    upper: Math.min(most, estimate + half),
    level,
  };
  return { estimate, standardError, df, interval, test, reference };
}
