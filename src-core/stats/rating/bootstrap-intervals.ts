import { normalCdf, normalQuantile } from '../distributions.ts';
import { mean, quantile, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';

export interface BootstrapIntervals {
  readonly percentile: Interval;
  /** Corrected for the median bias of the replicates, without acceleration. */
  readonly biasCorrected: Interval;
  /** BCa: corrected for bias and for a standard error that changes with the statistic. */
  readonly accelerated: Statistic<Interval>;
}

/**
 * Intervals from the replicates of a bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993: percentile
 * 13.3, BC and BCa 14.3; acceleration by the jackknife, of several samples by their equation 15.36).
 * @param replicates at least two
 * @param leftOut for each list that clusters were drawn from: the statistic without each of its clusters
 */
export function bootstrapIntervals(
  estimate: number,
  replicates: readonly number[],
  leftOut: readonly (readonly number[])[],
  level: number,
): BootstrapIntervals {
  const tail = (1 - level) / 2;
  const count = replicates.length;
  const below =
    replicates.filter((value) => value < estimate).length +
    replicates.filter((value) => value === estimate).length / 2;
  const bias = normalQuantile(Math.min(Math.max(below / count, 0.5 / count), 1 - 0.5 / count));
  const between = (of: (probability: number) => number): Interval => ({
    lower: quantile(replicates, of(tail)),
    upper: quantile(replicates, of(1 - tail)),
    level,
  });
  const shifted = (acceleration: number) => (probability: number) => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  const acceleration = accelerationOf(leftOut);
  return {
    percentile: between((probability) => probability),
    biasCorrected: between(shifted(0)),
    accelerated: acceleration.defined ? defined(between(shifted(acceleration.value))) : acceleration,
  };
}

function accelerationOf(leftOut: readonly (readonly number[])[]): Statistic<number> {
  if (leftOut.flat().some((value) => !Number.isFinite(value)))
    return undefinedBecause('without one of the clusters the statistic does not exist');
  const influences = leftOut.map((values) => {
    const centre = mean(values);
    return values.map((value) => ((values.length - 1) * (centre - value)) / values.length);
  });
  const moment = (power: number): number => sum(influences.flat().map((value) => value ** power));
  const spread = moment(2);
  return spread > 0
    ? defined(moment(3) / (6 * spread ** 1.5))
    : undefinedBecause('no cluster moves the statistic');
}
