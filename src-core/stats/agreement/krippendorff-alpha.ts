import { LightboxError } from '../../base/errors.ts';
import { at, sum, zeros } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import type { CountedRatings, MissingRatings } from './ratings-table.ts';

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

export interface KrippendorffAlpha {
  readonly estimate: number;
  readonly observedDisagreement: number;
  readonly expectedDisagreement: number;
  /** Ratings that share their unit with another one. */
  readonly pairable: number;
  readonly missing: MissingRatings;
}

/**
 * Krippendorff's alpha for any number of observers, with missing ratings, from the matrix of coincidences (Krippendorff,
 * Content Analysis, 2nd edition, chapter 11; "Computing Krippendorff's Alpha-Reliability", 2011).
 * @throws LightboxError BAD_INPUT where interval or ratio is asked of texts, or ratio of negative numbers.
 */
export function krippendorffAlpha(rated: CountedRatings, metric: Metric): Statistic<KrippendorffAlpha> {
  const { categories, counts, ratings, missing } = rated;
  const size = categories.length;
  const coincidences = zeros(size, size);
  counts.forEach((row, unit) => {
    const inUnit = at(ratings, unit);
    if (inUnit < 2) return;
    row.forEach((count, c) => {
      if (count === 0) return;
      const line = at(coincidences, c);
      row.forEach((other, k) => {
        line[k] = at(line, k) + (count * (other - (c === k ? 1 : 0))) / (inUnit - 1);
      });
    });
  });
  const margins = coincidences.map(sum);
  const pairable = sum(margins);
  if (pairable === 0) return undefinedBecause('no unit has two ratings');
  if (margins.filter((margin) => margin > 0).length < 2)
    return undefinedBecause('all ratings that can be paired are the same');
  const distance = squaredDistance(metric, categories, margins);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c += 1) {
    for (let k = 0; k < size; k += 1) {
      if (c === k) continue;
      observed += at(at(coincidences, c), k) * distance(c, k);
      expected += at(margins, c) * at(margins, k) * distance(c, k);
    }
  }
  const observedDisagreement = observed / pairable;
  const expectedDisagreement = expected / (pairable * (pairable - 1));
  return defined({
    estimate: 1 - observedDisagreement / expectedDisagreement,
    observedDisagreement,
    expectedDisagreement,
    pairable,
    missing,
  });
}

function squaredDistance(
  metric: Metric,
  categories: readonly (string | number)[],
  margins: readonly number[],
): (c: number, k: number) => number {
  const numeric = (index: number): number => {
    const value = at(categories, index);
    if (typeof value === 'number' && (metric === 'interval' || value >= 0)) return value;
    throw new LightboxError('BAD_INPUT', `The rating ${value} has no place on a scale of ${metric} level.`);
  };
  switch (metric) {
    case 'nominal':
      return () => 1;
    case 'ordinal':
      return (c, k) => {
        const [low, high] = [Math.min(c, k), Math.max(c, k)];
        return (sum(margins.slice(low, high + 1)) - (at(margins, low) + at(margins, high)) / 2) ** 2;
      };
    case 'interval':
      return (c, k) => (numeric(c) - numeric(k)) ** 2;
    case 'ratio':
      return (c, k) => ((numeric(c) - numeric(k)) / (numeric(c) + numeric(k))) ** 2;
  }
}
