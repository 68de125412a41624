import { LightboxError } from '../../base/errors.ts';
import { at } from '../numbers.ts';

/** What a rater said of a unit; null where the rating is missing. */
export type Rating = string | number | null;

/** Ratings as rows of units (cases), columns of raters; all rows of the same length. */
export type RatingsTable = readonly (readonly Rating[])[];

/** What was missing and what was done about it; goes beside every coefficient. */
export interface MissingRatings {
  readonly missing: number;
  /** Units with fewer than two ratings, by index: they say nothing of agreement. */
  readonly unpairedUnits: readonly number[];
}

export interface CountedRatings {
  /** Sorted: numbers by value, texts by code unit. */
  readonly categories: readonly (string | number)[];
  /** Ratings of each category, a row for each unit. */
  readonly counts: readonly (readonly number[])[];
  /** Ratings of each unit. */
  readonly ratings: readonly number[];
  readonly missing: MissingRatings;
}

/**
 * Counts a table of ratings by category.
 * @param scale categories of the scale, where some may not occur; numbers and texts are not mixed
 * @throws LightboxError BAD_INPUT for rows of different lengths, mixed types, or a rating outside the scale.
 */
export function countRatings(table: RatingsTable, scale?: readonly (string | number)[]): CountedRatings {
  const raters = table[0]?.length ?? 0;
  const given = new Set<string | number>();
  table.forEach((row, unit) => {
    if (row.length !== raters) {
      throw new LightboxError(
        'BAD_INPUT',
        `Unit ${unit + 1} has ${row.length} ratings, the first has ${raters}.`,
      );
    }
    for (const rating of row) if (rating !== null) given.add(rating);
  });
  const categories = scale === undefined ? sortedCategories(given) : [...scale];
  const place = new Map(categories.map((category, index) => [category, index]));
  const counts = table.map((row) => {
    const cells = categories.map(() => 0);
    for (const rating of row) {
      if (rating === null) continue;
      const index = place.get(rating);
      if (index === undefined)
        throw new LightboxError('BAD_INPUT', `The rating ${rating} is not on the scale.`);
      cells[index] = at(cells, index) + 1;
    }
    return cells;
  });
  return countedOf(categories, counts, table.length * raters);
}

/** The same from a table that is counted already: a row of counts by category for each unit. */
export function countedRatings(counts: readonly (readonly number[])[]): CountedRatings {
  const categories = (counts[0] ?? []).map((_, index) => index + 1);
  const most = Math.max(0, ...counts.map((row) => row.reduce((total, count) => total + count, 0)));
  return countedOf(categories, counts, counts.length * most);
}

function countedOf(
  categories: readonly (string | number)[],
  counts: readonly (readonly number[])[],
  expected: number,
): CountedRatings {
  const ratings = counts.map((row) => row.reduce((total, count) => total + count, 0));
  const unpairedUnits = ratings.flatMap((count, unit) => (count < 2 ? [unit] : []));
  const total = ratings.reduce((all, count) => all + count, 0);
  return { categories, counts, ratings, missing: { missing: expected - total, unpairedUnits } };
}

export function sortedCategories(given: Iterable<string | number>): (string | number)[] {
  const categories = [...given];
  if (new Set(categories.map((category) => typeof category)).size > 1) {
    throw new LightboxError('BAD_INPUT', 'Ratings are numbers or texts, not both.');
  }
  return categories.sort((first, second) => (first < second ? -1 : first > second ? 1 : 0));
}
