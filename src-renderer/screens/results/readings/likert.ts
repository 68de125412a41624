import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';

/** How often each rating was given to the films of one arm. */
export interface RatingCounts {
  readonly arm: string;
  /** Counts of the ratings 1 to 5, in order. */
  readonly counts: readonly number[];
  readonly total: number;
}

export const RATINGS: readonly number[] = [1, 2, 3, 4, 5];

/**
 * Ratings of one item by arm, arms in alphabetical order. Cells without a rating (not answered) are left out;
 * an item or arm column that the table does not have gives nothing.
 */
export function ratingsByArm(table: Pick<ResultTable, 'columns' | 'rows'>, item: string): RatingCounts[] {
  const column = (name: string) => table.columns.findIndex((candidate) => candidate.name === name);
  const armColumn = column('arm');
  const itemColumn = column(item);
  if (armColumn < 0 || itemColumn < 0) return [];
  const byArm = new Map<string, number[]>();
  for (const row of table.rows) {
    const arm = String(row[armColumn] ?? '');
    const counts = byArm.get(arm) ?? RATINGS.map(() => 0);
    byArm.set(arm, counts);
    const rating = row[itemColumn];
    const place = typeof rating === 'number' ? RATINGS.indexOf(rating) : -1;
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return [...byArm]
    .sort(([first], [second]) => first.localeCompare(second))
    .map(([arm, counts]) => ({ arm, counts, total: counts.reduce((sum, count) => sum + count, 0) }));
}

/** Where each rating's part of a bar of `width` begins and how wide it is; parts fill the bar exactly. */
export function barParts(counts: readonly number[], width: number): { x: number; width: number }[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return counts.map((count) => {
    const x = total === 0 ? 0 : (before / total) * width;
    before += count;
    const end = total === 0 ? 0 : (before / total) * width;
    return { x, width: end - x };
  });
}
