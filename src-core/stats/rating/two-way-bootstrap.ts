import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { variance } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, type WorkHooks, within } from '../steps.ts';
import type { Clustered } from '../two-way-variance.ts';
import { type BootstrapOptions, bootstrapReplicatesSteps } from './clustered-bootstrap.ts';
import type { WeightedStatistic } from './weighted-statistic.ts';

export interface TwoWayBootstrap {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly interval: Interval;
  /** Of 0, two-sided. */
  readonly test: TestResult;
  /** Variances by readers alone, by cases alone, and of readings as if none were alike. */
  readonly variances: { readonly reader: number; readonly case: number; readonly reading: number };
}

const REPLICATES = 2000;

/**
 * The variance of any statistic over readers and cases by three bootstraps: V(reader) m / (m - 1) + V(case) n / (n - 1) -
 * V(reading), the two-way variance of Cameron, Gelbach and Miller (J Bus Econ Stat 2011) with bootstrap variances for its
 * parts, and no less than the larger of both. Drawing readers and cases at once instead counts the variance of single readings about three times (Owen, Ann
 * Appl Stat 2007). Student's t, degrees of freedom by Satterthwaite as in clusteredMeanDifference.
 * @throws LightboxError CANCELLED when the hook says so.
 */
export function twoWayBootstrap<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  options: Omit<BootstrapOptions, 'by'> & { readonly hooks?: WorkHooks },
): Statistic<TwoWayBootstrap> {
  const steps = twoWayBootstrapSteps(observations, statistic, options);
  return finish(steps, options.hooks, options.replicates ?? REPLICATES);
}

/** `twoWayBootstrap`, a step for each replicate. */
export function* twoWayBootstrapSteps<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  options: Omit<BootstrapOptions, 'by'>,
): Steps<Statistic<TwoWayBootstrap>> {
  const variances = { reader: 0, case: 0, reading: 0 };
  let estimate = Number.NaN;
  for (const [place, by] of (['reader', 'case', 'reading'] as const).entries()) {
    const steps = bootstrapReplicatesSteps(observations, statistic, { ...options, by });
    const found = yield* within(place / 3, (place + 1) / 3, steps);
    if (!found.defined) return found;
    variances[by] = variance(found.value.values);
    estimate = found.value.estimate;
  }
  const readers = new Set(observations.map(({ reader }) => reader)).size;
  const cases = new Set(observations.map((entry) => entry.case)).size;
  if (cases < 3) return undefinedBecause('fewer than three cases');
  const ofReaders = (variances.reader * readers) / (readers - 1);
  const ofCases = (variances.case * cases) / (cases - 1);
  const total = Math.max(ofReaders + ofCases - variances.reading, ofReaders, ofCases);
  if (!(total > 0)) return undefinedBecause('the variance between clusters is not positive');
  const df = total ** 2 / (ofReaders ** 2 / (readers - 1) + ofCases ** 2 / (cases - 2));
  const standardError = Math.sqrt(total);
  const level = options.level ?? 0.95;
  const half = studentQuantile((1 + level) / 2, df) * standardError;
  const t = estimate / standardError;
  return defined({
    estimate,
    standardError,
    df,
    interval: { lower: estimate - half, upper: estimate + half, level },
    test: { statistic: t, distribution: 't', df: [df], pValue: studentTwoSided(t, df) },
    variances,
  });
}
