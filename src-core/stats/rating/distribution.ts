import { at, mean, quantile, variance } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';

export interface RatingDistribution {
  readonly ratings: number;
  readonly missing: number;
  readonly mean: number;
  readonly deviation: Statistic<number>;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** By category of the scale, those that do not occur too. */
  readonly counts: readonly { readonly category: number; readonly count: number; readonly share: number }[];
}

/** How a set of ratings is distributed; null is a missing rating and counted as one. */
export function ratingDistribution(
  ratings: readonly (number | null)[],
  scale: readonly number[],
): Statistic<RatingDistribution> {
  const given = ratings.filter((rating) => rating !== null);
  if (given.length === 0) return undefinedBecause('there is no rating');
  const categories = [...new Set([...scale, ...given])].sort((a, b) => a - b);
  return defined({
    ratings: given.length,
    missing: ratings.length - given.length,
    mean: mean(given),
    deviation:
      given.length < 2 ? undefinedBecause('a single rating has none') : defined(Math.sqrt(variance(given))),
    median: quantile(given, 0.5),
    quartiles: [quantile(given, 0.25), quantile(given, 0.75)],
    counts: categories.map((category) => {
      const count = given.filter((rating) => rating === category).length;
      return { category, count, share: count / given.length };
    }),
  });
}

/** For the clustered bootstrap: the difference of weighted means between two arms; NaN where one has no weight. */
export function weightedMeanDifference(
  observations: readonly { readonly value: number; readonly inFirst: boolean }[],
  weights: Float64Array,
): number {
  let [first, firstWeight, second, secondWeight] = [0, 0, 0, 0];
  for (let index = 0; index < observations.length; index += 1) {
    const weight = weights[index] ?? 0;
    // Most replicates draw a third of the clusters not at all.
    if (weight === 0) continue;
    const { value, inFirst } = at(observations, index);
    if (inFirst) {
      first += weight * value;
      firstWeight += weight;
    } else {
      second += weight * value;
      secondWeight += weight;
    }
  }
  return first / firstWeight - second / secondWeight;
}
