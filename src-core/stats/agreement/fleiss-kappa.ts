import { LightboxError } from '../../base/errors.ts';
import { normalTwoSided } from '../distributions.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';

export interface FleissKappa {
  readonly estimate: number;
  readonly observed: number;
  readonly expected: number;
  /** Under the hypothesis of chance agreement; no basis for an interval (chance-corrected.ts has one). */
  readonly nullStandardError: number;
  readonly test: TestResult;
  readonly units: number;
  readonly ratingsAUnit: number;
}

/**
 * Fleiss' kappa of units with the same number of ratings each (Fleiss, Psychol Bull 1971), with the standard error under
 * chance agreement of Fleiss, Nee and Landis (Psychol Bull 1979).
 * @param counts ratings by category, a row for each unit
 * @throws LightboxError BAD_INPUT where units have different numbers of ratings.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Statistic<FleissKappa> {
  const units = counts.length;
  const ratings = sum(counts[0] ?? []);
  counts.forEach((row, unit) => {
    if (sum(row) === ratings) return;
    const message = `Unit ${unit + 1} has ${sum(row)} ratings, the first has ${ratings}: Fleiss' kappa needs the same number.`;
    throw new LightboxError('BAD_INPUT', message);
  });
  if (units === 0 || ratings < 2) return undefinedBecause('no unit has two ratings');
  const shares = (counts[0] ?? []).map((_, k) => sum(counts.map((row) => at(row, k))) / (units * ratings));
  const squares = sum(counts.flat().map((count) => count * count));
  const observed = (squares - units * ratings) / (units * ratings * (ratings - 1));
  const expected = sum(shares.map((share) => share * share));
  if (expected === 1) return undefinedBecause('all ratings are the same');
  const products = shares.map((share) => share * (1 - share));
  const skew = sum(products.map((product, k) => product * (1 - 2 * at(shares, k))));
  const nullStandardError =
    Math.sqrt(2 * (sum(products) ** 2 - skew)) / (sum(products) * Math.sqrt(units * ratings * (ratings - 1)));
  const estimate = (observed - expected) / (1 - expected);
  const z = estimate / nullStandardError;
  const test: TestResult = { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) };
  return defined({ estimate, observed, expected, nullStandardError, test, units, ratingsAUnit: ratings });
}
