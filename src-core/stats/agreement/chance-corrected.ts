import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { at, mean, sum, variance } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import type { CountedRatings, MissingRatings } from './ratings-table.ts';
import { agreementWeights, type Weighting } from './weights.ts';

export interface ChanceCorrected {
  readonly estimate: number;
  readonly observed: number;
  readonly expected: number;
  /** Units as a sample, raters as fixed. */
  readonly standardError: number;
  readonly interval: Interval;
  readonly test: TestResult;
  /** With at least two ratings. */
  readonly units: number;
  readonly missing: MissingRatings;
}

/**
 * Whose chance agreement is taken off. `gwet`: AC1, and AC2 with weights (Gwet, Br J Math Stat Psychol 2008); `fleiss`:
 * Fleiss' kappa for any number of ratings a unit; `brennan-prediger`: all categories equally likely.
 */
export type ChanceModel = 'gwet' | 'fleiss' | 'brennan-prediger';

/**
 * Agreement of any number of raters corrected for chance, with missing ratings and weights; the variance by
 * linearisation over units, t with n - 1 degrees of freedom (Gwet, Handbook of Inter-Rater Reliability, 4th edition,
 * chapters 2, 3 and 5).
 */
export function chanceCorrectedAgreement(
  rated: CountedRatings,
  model: ChanceModel,
  weighting: Weighting = 'identity',
  level = 0.95,
): Statistic<ChanceCorrected> {
  const { categories, missing } = rated;
  // A unit without any rating is no unit of the sample; one with a single rating tells of the categories' use.
  const used = rated.counts.flatMap((row, unit) => (at(rated.ratings, unit) > 0 ? [row] : []));
  const n = used.length;
  const paired = rated.ratings.filter((count) => count >= 2).length;
  if (paired === 0) return undefinedBecause('no unit has two ratings');
  if (categories.length < 2) return undefinedBecause('all ratings are the same');
  const weights = agreementWeights(categories, weighting);
  const { shares, agreements } = byUnit(used, weights);
  const observed = sum(agreements) / paired;
  const average = categories.map((_, k) => sum(shares.map((unit) => at(unit, k))) / n);
  const chance = chanceOf(model, weights, average);
  const expected = sum(average.map((share, k) => share * at(chance, k)));
  if (expected === 1) return undefinedBecause('all ratings are the same');
  const estimate = (observed - expected) / (1 - expected);
  const deviations = shares.map((unit, index) => {
    const unitExpected = sum(unit.map((share, k) => share * at(chance, k)));
    // Over n / n' only units with two ratings stand for the coefficient; the others enter through chance alone.
    const isPaired = sum(at(used, index)) >= 2;
    const plain = isPaired ? ((n / paired) * (at(agreements, index) - expected)) / (1 - expected) : 0;
    return plain - (2 * (1 - estimate) * (unitExpected - expected)) / (1 - expected) - estimate;
  });
  if (n < 2) return undefinedBecause('a single unit has no variance');
  const standardError = Math.sqrt(sum(deviations.map((value) => value * value)) / (n * (n - 1)));
  const half = studentQuantile((1 + level) / 2, n - 1) * standardError;
  const t = standardError === 0 ? Number.POSITIVE_INFINITY : estimate / standardError;
  return defined({
    estimate,
    observed,
    expected,
    standardError,
    interval: { lower: Math.max(-1, estimate - half), upper: Math.min(1, estimate + half), level },
    test: { statistic: t, distribution: 't', df: [n - 1], pValue: studentTwoSided(t, n - 1) },
    units: paired,
    missing,
  });
}

/** The mean over units of the share of pairs of ratings that agree, weighted or not; no correction for chance. */
export function percentageAgreement(
  rated: CountedRatings,
  weighting: Weighting = 'identity',
): Statistic<number> {
  const paired = rated.ratings.filter((count) => count >= 2).length;
  if (paired === 0) return undefinedBecause('no unit has two ratings');
  const { agreements } = byUnit(rated.counts, agreementWeights(rated.categories, weighting));
  return defined(sum(agreements) / paired);
}

export interface ObservedAgreement {
  readonly estimate: number;
  /** Units as a sample, raters as fixed. */
  readonly standardError: number;
  /** Student's t, cut at 0 and 1. */
  readonly interval: Interval;
  readonly units: number;
}

/** The percentage agreement with its interval: the mean over units with two ratings or more, and its standard error. */
export function observedAgreement(
  rated: CountedRatings,
  weighting: Weighting = 'identity',
  level = 0.95,
): Statistic<ObservedAgreement> {
  const used = rated.counts.filter((_, unit) => at(rated.ratings, unit) >= 2);
  const units = used.length;
  if (units < 2) return undefinedBecause('fewer than two units have two ratings');
  const { agreements } = byUnit(used, agreementWeights(rated.categories, weighting));
  const estimate = mean(agreements);
  const standardError = Math.sqrt(variance(agreements) / units);
  if (standardError === 0)
    return undefinedBecause('all units agree alike: there is no variance between them');
  const half = studentQuantile((1 + level) / 2, units - 1) * standardError;
  const interval = { lower: Math.max(0, estimate - half), upper: Math.min(1, estimate + half), level };
  return defined({ estimate, standardError, interval, units });
}

function byUnit(counts: readonly (readonly number[])[], weights: readonly (readonly number[])[]) {
  const shares: number[][] = [];
  const agreements: number[] = [];
  for (const row of counts) {
    const ratings = sum(row);
    const pairs = sum(
      row.map((count, k) => count * (sum(row.map((other, l) => other * at(at(weights, k), l))) - 1)),
    );
    shares.push(row.map((count) => count / ratings));
    agreements.push(ratings < 2 ? 0 : pairs / (ratings * (ratings - 1)));
  }
  return { shares, agreements };
}

/** The vector whose product with a unit's shares is that unit's chance agreement. */
function chanceOf(
  model: ChanceModel,
  weights: readonly (readonly number[])[],
  average: readonly number[],
): readonly number[] {
  const q = weights.length;
  const all = sum(weights.flat());
  switch (model) {
    case 'gwet':
      return average.map((share) => (all * (1 - share)) / (q * (q - 1)));
    case 'fleiss':
      return weights.map((line) => sum(line.map((weight, k) => weight * at(average, k))));
    case 'brennan-prediger':
      return average.map(() => all / (q * q));
  }
}
