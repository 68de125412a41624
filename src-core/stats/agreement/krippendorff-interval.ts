import { type Random, uniformInteger } from '../../base/random.ts';
import { studentQuantile } from '../distributions.ts';
import { at, mean, sum, variance, zeros } from '../numbers.ts';
import { type BootstrapIntervals, bootstrapIntervals } from '../rating/bootstrap-intervals.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import {
  addCoincidences,
  alphaOf,
  krippendorffAlpha,
  type Metric,
  type UnitCoincidences,
  unitCoincidences,
} from './krippendorff-alpha.ts';
import type { CountedRatings } from './ratings-table.ts';

export interface AlphaInterval {
  readonly estimate: number;
  /** By the jackknife over units, raters as fixed. */
  readonly standardError: number;
  /** Student's t around the estimate, at most 1. */
  readonly interval: Interval;
  /** Units with two ratings or more. */
  readonly units: number;
}

export interface AlphaBootstrap extends BootstrapIntervals {
  readonly estimate: number;
  readonly standardError: number;
  readonly replicates: number;
  /** Replicates whose ratings were all the same; they are left out. */
  readonly undefinedReplicates: number;
}

/**
 * The standard error and interval of Krippendorff's alpha by leaving out one unit at a time (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 11), for every metric; t with n - 1 degrees of freedom.
 * @throws LightboxError BAD_INPUT as krippendorffAlpha does.
 */
export function krippendorffAlphaInterval(
  rated: CountedRatings,
  metric: Metric,
  level = 0.95,
): Statistic<AlphaInterval> {
  const found = krippendorffAlpha(rated, metric);
  if (!found.defined) return found;
  const { estimate } = found.value;
  const units = unitCoincidences(rated);
  const n = units.length;
  if (n < 3) return undefinedBecause('fewer than three units have two ratings');
  const left = leftOut(units, rated.categories, metric);
  if (left.some(Number.isNaN))
    return undefinedBecause('without one of the units all ratings that can be paired are the same');
  const centre = mean(left);
  const standardError = Math.sqrt(((n - 1) / n) * sum(left.map((value) => (value - centre) ** 2)));
  if (standardError < 1e-12) return undefinedBecause('no unit moves alpha: there is no disagreement');
  const half = studentQuantile((1 + level) / 2, n - 1) * standardError;
  const interval = { lower: Math.max(-1, estimate - half), upper: Math.min(1, estimate + half), level };
  return defined({ estimate, standardError, interval, units: n });
}

/**
 * The bootstrap of Krippendorff's alpha over units (Zapf, Castell, Morawietz and Karch, BMC Med Res Methodol 2016; units
 * are drawn whole, since pairs within a unit are not independent), with percentile, BC and BCa intervals.
 * @throws LightboxError BAD_INPUT as krippendorffAlpha does.
 */
export function krippendorffAlphaBootstrap(
  rated: CountedRatings,
  metric: Metric,
  random: Random,
  replicates = 2000,
  level = 0.95,
): Statistic<AlphaBootstrap> {
  const found = krippendorffAlpha(rated, metric);
  if (!found.defined) return found;
  const units = unitCoincidences(rated);
  if (units.length < 3) return undefinedBecause('fewer than three units have two ratings');
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const matrix = zeros(rated.categories.length, rated.categories.length);
    for (let draw = 0; draw < units.length; draw += 1) {
      addCoincidences(matrix, at(units, uniformInteger(random, units.length)), 1);
    }
    const alpha = alphaOf(matrix, rated.categories, metric);
    if (alpha.defined) values.push(alpha.value.estimate);
  }
  if (values.length < 2) return undefinedBecause('alpha exists in no replicate');
  const { estimate } = found.value;
  return defined({
    estimate,
    standardError: Math.sqrt(variance(values)),
    ...bootstrapIntervals(estimate, values, [leftOut(units, rated.categories, metric)], level),
    replicates,
    undefinedReplicates: replicates - values.length,
  });
}

/** Alpha without each unit; NaN where it does not exist. */
function leftOut(
  units: readonly UnitCoincidences[],
  categories: readonly (string | number)[],
  metric: Metric,
): number[] {
  const matrix = zeros(categories.length, categories.length);
  for (const unit of units) addCoincidences(matrix, unit, 1);
  return units.map((unit) => {
    addCoincidences(matrix, unit, -1);
    const alpha = alphaOf(matrix, categories, metric);
    addCoincidences(matrix, unit, 1);
    return alpha.defined ? alpha.value.estimate : Number.NaN;
  });
}
