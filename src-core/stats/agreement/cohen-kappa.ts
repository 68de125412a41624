import { LightboxError } from '../../base/errors.ts';
import { normalQuantile, normalTwoSided } from '../distributions.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { type Rating, sortedCategories } from './ratings-table.ts';
import { agreementWeights, type Weighting } from './weights.ts';

export interface Kappa {
  readonly estimate: number;
  readonly observed: number;
  readonly expected: number;
  /** Asymptotic standard error, for the interval. */
  readonly standardError: number;
  readonly interval: Interval;
  /** Against no agreement beyond chance, with the standard error under that hypothesis. */
  readonly test: TestResult;
  readonly units: number;
}

export interface PairedRatings {
  readonly categories: readonly (string | number)[];
  /** Row: the first rater's category; column: the second's. */
  readonly counts: readonly (readonly number[])[];
  /** Units that one or both raters left out, by index. */
  readonly incomplete: readonly number[];
}

/**
 * The square table of two raters, or of one rater's two readings.
 * @throws LightboxError BAD_INPUT for a rating outside the scale, or numbers mixed with texts.
 */
export function crossTable(
  first: readonly Rating[],
  second: readonly Rating[],
  scale?: readonly (string | number)[],
): PairedRatings {
  const pairs = first.map((rating, unit) => [rating, second[unit] ?? null] as const);
  const complete = pairs.flatMap(([one, other]) =>
    one === null || other === null ? [] : [[one, other] as const],
  );
  const categories = scale ?? sortedCategories(new Set(complete.flat()));
  const known = new Set(categories);
  const outside = complete.flat().find((rating) => !known.has(rating));
  if (outside !== undefined)
    throw new LightboxError('BAD_INPUT', `The rating ${outside} is not on the scale.`);
  const place = new Map(categories.map((category, index) => [category, index]));
  const counts = categories.map(() => categories.map(() => 0));
  for (const [one, other] of complete) {
    const row = at(counts, place.get(one) ?? -1);
    const column = place.get(other) ?? -1;
    row[column] = at(row, column) + 1;
  }
  const incomplete = pairs.flatMap(([one, other], unit) => (one === null || other === null ? [unit] : []));
  return { categories, counts, incomplete };
}

/**
 * Cohen's kappa, weighted or not, of a square table (Cohen, Educ Psychol Meas 1960 and Psychol Bull 1968), with the
 * standard errors of Fleiss, Cohen and Everitt (Psychol Bull 1969): the asymptotic one for the interval, the one under
 * chance agreement for the test.
 */
export function cohenKappa(
  { categories, counts }: Pick<PairedRatings, 'categories' | 'counts'>,
  weighting: Weighting = 'identity',
  level = 0.95,
): Statistic<Kappa> {
  const units = sum(counts.flat());
  if (units === 0) return undefinedBecause('no unit was rated by both');
  if (categories.length < 2) return undefinedBecause('all ratings are the same');
  const weights = agreementWeights(categories, weighting);
  const share = counts.map((row) => row.map((count) => count / units));
  const rows = share.map(sum);
  const columns = categories.map((_, column) => sum(share.map((row) => at(row, column))));
  const rowMeans = weights.map((line) => sum(line.map((weight, column) => weight * at(columns, column))));
  const columnMeans = categories.map((_, column) =>
    sum(weights.map((line, row) => at(line, column) * at(rows, row))),
  );
  const total = (term: (weight: number, row: number, column: number) => number): number =>
    sum(weights.flatMap((line, row) => line.map((weight, column) => term(weight, row, column))));
  const observed = total((weight, row, column) => weight * at(at(share, row), column));
  const expected = total((weight, row, column) => weight * at(rows, row) * at(columns, column));
  if (expected === 1) return undefinedBecause('both raters gave one and the same category to every unit');
  const estimate = (observed - expected) / (1 - expected);
  const spread = total(
    (weight, row, column) =>
      at(at(share, row), column) *
      (weight - (at(rowMeans, row) + at(columnMeans, column)) * (1 - estimate)) ** 2,
  );
  const spreadByChance = total(
    (weight, row, column) =>
      at(rows, row) * at(columns, column) * (weight - (at(rowMeans, row) + at(columnMeans, column))) ** 2,
  );
  const scale = units * (1 - expected) ** 2;
  const variance = Math.max(0, spread - (estimate - expected * (1 - estimate)) ** 2) / scale;
  const varianceByChance = Math.max(0, spreadByChance - expected ** 2) / scale;
  if (varianceByChance === 0) return undefinedBecause('one rater gave the same category to every unit');
  const standardError = Math.sqrt(variance);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = estimate / Math.sqrt(varianceByChance);
  return defined({
    estimate,
    observed,
    expected,
    standardError,
    interval: { lower: Math.max(-1, estimate - half), upper: Math.min(1, estimate + half), level },
    test: { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) },
    units,
  });
}

/**
 * Scott's pi of a square table (Scott, Public Opin Q 1955): chance from the mean of both raters' shares. Standard error
 * by linearisation (Gwet, Handbook of Inter-Rater Reliability, 4th edition, section 5.3).
 */
export function scottPi(
  { categories, counts }: Pick<PairedRatings, 'categories' | 'counts'>,
  weighting: Weighting = 'identity',
  level = 0.95,
): Statistic<Omit<Kappa, 'test'>> {
  const units = sum(counts.flat());
  if (units === 0) return undefinedBecause('no unit was rated by both');
  if (categories.length < 2) return undefinedBecause('all ratings are the same');
  const weights = agreementWeights(categories, weighting);
  const share = counts.map((row) => row.map((count) => count / units));
  const mean = categories.map((_, k) => (sum(at(share, k)) + sum(share.map((row) => at(row, k)))) / 2);
  const weighted = weights.map((line) => sum(line.map((weight, k) => weight * at(mean, k))));
  const total = (term: (p: number, weight: number, row: number, column: number) => number): number =>
    sum(
      share.flatMap((line, row) =>
        line.map((p, column) => term(p, at(at(weights, row), column), row, column)),
      ),
    );
  const observed = total((p, weight) => p * weight);
  const expected = sum(mean.map((p, k) => p * at(weighted, k)));
  if (expected === 1) return undefinedBecause('both raters gave one and the same category to every unit');
  const estimate = (observed - expected) / (1 - expected);
  const spread = total(
    (p, weight, row, column) =>
      p * (weight - (1 - estimate) * (at(weighted, row) + at(weighted, column))) ** 2,
  );
  const variance = (spread - (observed - 2 * (1 - estimate) * expected) ** 2) / (units * (1 - expected) ** 2);
  const standardError = Math.sqrt(Math.max(0, variance));
  const half = normalQuantile((1 + level) / 2) * standardError;
  const interval = { lower: Math.max(-1, estimate - half), upper: Math.min(1, estimate + half), level };
  return defined({ estimate, observed, expected, standardError, interval, units });
}
