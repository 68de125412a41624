import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { at, groupBy, mean, sum, variance } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';

/** One decision: right or wrong (1 or 0), by a reader on a case. */
export interface Decision {
  readonly reader: string;
  readonly case: string;
  readonly success: boolean;
}

export interface ClusteredProportion {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly interval: Interval;
  /** Against `chance`, two-sided. */
  readonly test: TestResult;
  readonly chance: number;
  /** How much larger the variance is than that of independent decisions. */
  readonly designEffect: number;
  readonly decisions: number;
  readonly readers: number;
  readonly cases: number;
}

export type ClusteredBy = 'reader' | 'case' | 'reader-and-case';

/**
 * A proportion whose decisions cluster by reader, by case, or by both, against chance. By one: the ratio estimator's
 * variance with m / (m - 1) (Rao and Scott, Biometrics 1992) and m - 1 degrees of freedom for m clusters. By both: the
 * two-way variance V(reader) + V(case) - V(reader x case) (Cameron, Gelbach and Miller, J Bus Econ Stat 2011; for
 * reader studies Miglioretti and Heagerty, Am J Epidemiol 2007), with the smaller m. Student's t throughout.
 * @param chance success probability without skill: 1 / n for a choice among n
 */
export function clusteredProportion(
  decisions: readonly Decision[],
  chance: number,
  by: ClusteredBy,
  level = 0.95,
): Statistic<ClusteredProportion> {
  if (decisions.length === 0) return undefinedBecause('there is no decision');
  const readers = groupBy(decisions, (decision) => decision.reader);
  const cases = groupBy(decisions, (decision) => decision.case);
  const estimate = sum(decisions.map(({ success }) => Number(success))) / decisions.length;
  const ofReaders = clusterVariance(readers.values(), estimate);
  const ofCases = clusterVariance(cases.values(), estimate);
  const clusters =
    by === 'reader' ? readers.size : by === 'case' ? cases.size : Math.min(readers.size, cases.size);
  if (clusters < 2)
    return undefinedBecause(
      `decisions of ${clusters} ${by === 'case' ? 'case' : 'reader or case'} have no variance between clusters`,
    );
  const single = (estimate * (1 - estimate)) / decisions.length;
  const pairs = groupBy(decisions, (decision) => `${decision.reader}\n${decision.case}`);
  const both = ofReaders + ofCases - clusterVariance(pairs.values(), estimate);
  const variance = by === 'reader' ? ofReaders : by === 'case' ? ofCases : both;
  if (!(variance > 0)) {
    return undefinedBecause(
      estimate === 0 || estimate === 1
        ? 'every decision is the same'
        : 'the variance between clusters is not positive',
    );
  }
  return defined({
    ...againstChance(estimate, Math.sqrt(variance), clusters - 1, chance, level),
    designEffect: variance / single,
    decisions: decisions.length,
    readers: readers.size,
    cases: cases.size,
  });
}

/**
 * The mean of the readers' own proportions against chance: one-sample t test with m - 1 degrees of freedom. Every
 * reader counts the same, however many cases each read.
 */
export function meanReaderProportion(
  decisions: readonly Decision[],
  chance: number,
  level = 0.95,
): Statistic<ReturnType<typeof againstChance> & { readonly readers: number }> {
  const shares = [...groupBy(decisions, ({ reader }) => reader).values()].map((own) =>
    mean(own.map(({ success }) => Number(success))),
  );
  if (shares.length < 2) return undefinedBecause('fewer than two readers have no variance between them');
  const spread = variance(shares);
  if (spread === 0) return undefinedBecause('all readers have the same proportion');
  const error = Math.sqrt(spread / shares.length);
  return defined({
    ...againstChance(mean(shares), error, shares.length - 1, chance, level),
    readers: shares.length,
  });
}

function againstChance(estimate: number, standardError: number, df: number, chance: number, level: number) {
  const half = studentQuantile((1 + level) / 2, df) * standardError;
  const statistic = (estimate - chance) / standardError;
  const test: TestResult = { statistic, distribution: 't', df: [df], pValue: studentTwoSided(statistic, df) };
  const interval: Interval = {
    lower: Math.max(0, estimate - half),
    upper: Math.min(1, estimate + half),
    level,
  };
  return { estimate, standardError, df, interval, test, chance };
}

function clusterVariance(clusters: Iterable<readonly Decision[]>, estimate: number): number {
  const residuals: number[] = [];
  let decisions = 0;
  for (const cluster of clusters) {
    decisions += cluster.length;
    residuals.push(sum(cluster.map(({ success }) => Number(success) - estimate)));
  }
  const squares = sum(residuals.map((_, index) => at(residuals, index) ** 2));
  return (residuals.length / (residuals.length - 1)) * (squares / decisions ** 2);
}
