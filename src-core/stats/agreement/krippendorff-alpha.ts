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
  const { categories, missing } = rated;
  const coincidences = zeros(categories.length, categories.length);
  for (const unit of unitCoincidences(rated)) addCoincidences(coincidences, unit, 1);
  const pairable = sum(coincidences.map(sum));
  if (pairable === 0) return undefinedBecause('no unit has two ratings');
  const found = alphaOf(coincidences, categories, metric);
  return found.defined ? defined({ ...found.value, pairable, missing }) : found;
}

/** What a unit's pairs of ratings add to the matrix of coincidences: entries that are not 0. */
export type UnitCoincidences = readonly {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}[];

/** An entry for every unit with two ratings or more. */
export function unitCoincidences({ counts, ratings }: CountedRatings): UnitCoincidences[] {
  return counts.flatMap((row, unit) => {
    const inUnit = at(ratings, unit);
    if (inUnit < 2) return [];
    const used = row.flatMap((count, c) => (count > 0 ? [c] : []));
    const entries = used.flatMap((c) =>
      used.map((k) => ({
        row: c,
        column: k,
        value: (at(row, c) * (at(row, k) - (c === k ? 1 : 0))) / (inUnit - 1),
      })),
    );
    return [entries.filter(({ value }) => value > 0)];
  });
}

/** Adds a unit so many times; a negative number takes it away. */
export function addCoincidences(
  matrix: readonly Float64Array[],
  unit: UnitCoincidences,
  times: number,
): void {
  for (const { row, column, value } of unit) {
    const line = at(matrix, row);
    line[column] = at(line, column) + times * value;
  }
}

/** Alpha of a matrix of coincidences. */
export function alphaOf(
  coincidences: readonly Float64Array[],
  categories: readonly (string | number)[],
  metric: Metric,
): Statistic<Pick<KrippendorffAlpha, 'estimate' | 'observedDisagreement' | 'expectedDisagreement'>> {
  const margins = coincidences.map(sum);
  const pairable = sum(margins);
  // What units that were taken away leave of rounding is no rating.
  const used = margins.flatMap((margin, c) => (margin > 1e-9 ? [c] : []));
  if (used.length < 2) return undefinedBecause('all ratings that can be paired are the same');
  const distance = squaredDistance(metric, categories, margins);
  let observed = 0;
  let expected = 0;
  for (const c of used) {
    for (const k of used) {
      if (c === k) continue;
      const apart = distance(c, k);
      observed += at(at(coincidences, c), k) * apart;
      expected += at(margins, c) * at(margins, k) * apart;
    }
  }
  const observedDisagreement = observed / pairable;
  const expectedDisagreement = expected / (pairable * (pairable - 1));
  return defined({
    estimate: 1 - observedDisagreement / expectedDisagreement,
    observedDisagreement,
    expectedDisagreement,
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
    case 'ordinal': {
      let below = 0;
      // Ratings below a category and half of its own.
      const middles = margins.map((margin) => {
        below += margin;
        return below - margin / 2;
      });
      return (c, k) => (at(middles, c) - at(middles, k)) ** 2;
    }
    case 'interval':
      return (c, k) => (numeric(c) - numeric(k)) ** 2;
    case 'ratio':
      return (c, k) => ((numeric(c) - numeric(k)) / (numeric(c) + numeric(k))) ** 2;
  }
}
