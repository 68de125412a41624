import { mean, quantile, variance } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import type { SummedStatistic } from './weighted-statistic.ts';

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

/** For the clustered bootstrap: the weighted mean; NaN without weight. */
export const weightedMean: SummedStatistic<{ readonly value: number }> = {
  termsOf: ({ value }) => [value, 1],
  of: ([total = 0, weight = 0]) => total / weight,
};

/** For the clustered bootstrap: the difference of weighted means between two arms; NaN where one has no weight. */
export const weightedMeanDifference: SummedStatistic<{ readonly value: number; readonly inFirst: boolean }> =
  {
    termsOf: ({ value, inFirst }) => (inFirst ? [value, 1, 0, 0] : [0, 0, value, 1]),
    of: ([first = 0, firstWeight = 0, second = 0, secondWeight = 0]) =>
      first / firstWeight - second / secondWeight,
  };
