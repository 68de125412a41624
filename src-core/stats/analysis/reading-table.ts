import { groupBy } from '../numbers.ts';

/** One rating of one case by one reader under one arm, as a table from anywhere holds it. */
export interface TableReading {
  readonly reader: string;
  readonly case: string;
  /** Modality or generating model. */
  readonly arm: string;
  /** Null where the cell is empty. */
  readonly rating: number | null;
  readonly seconds: number | null;
  /** Place in the reader's order. */
  readonly order: number | null;
}

export interface ReadingTable {
  readonly readings: readonly TableReading[];
  /** Of every case that is read: positive (synthetic, diseased) or not. */
  readonly truth: ReadonlyMap<string, boolean>;
}

/** A rating that is there. */
export interface RatedReading extends TableReading {
  readonly rating: number;
  readonly positive: boolean;
}

export interface ArrangedTable {
  /** Ratings as they were given, without those that are missing. */
  readonly rated: readonly RatedReading[];
  /** The same by comparison: real cases of an arm of their own stand under every arm of synthetic ones. */
  readonly compared: readonly RatedReading[];
  readonly arms: readonly string[];
  /** Arms of negative cases alone whose readings enter every comparison. */
  readonly sharedArms: readonly string[];
  readonly missing: readonly TableReading[];
}

/**
 * Arranges a table for comparisons between arms. Where every arm holds cases of one truth only, as real films and the
 * films of generating models do, an AUC needs the real ones beside each model: they are shared.
 */
export function arrangeTable({ readings, truth }: ReadingTable): ArrangedTable {
  const rated = readings.flatMap((reading) =>
    reading.rating === null
      ? []
      : [{ ...reading, rating: reading.rating, positive: truth.get(reading.case) === true }],
  );
  const byArm = groupBy(rated, ({ arm }) => arm);
  const names = [...byArm.keys()].sort();
  const kindOf = (arm: string): 'positive' | 'negative' | 'both' => {
    const list = byArm.get(arm) ?? [];
    if (list.every(({ positive }) => positive)) return 'positive';
    return list.some(({ positive }) => positive) ? 'both' : 'negative';
  };
  const pure = names.every((arm) => kindOf(arm) !== 'both');
  const models = names.filter((arm) => kindOf(arm) === 'positive');
  const missing = readings.filter(({ rating }) => rating === null);
  if (!pure || models.length === 0 || models.length === names.length) {
    return { rated, compared: rated, arms: names, sharedArms: [], missing };
  }
  const sharedArms = names.filter((arm) => !models.includes(arm));
  const compared = rated.flatMap((reading) =>
    sharedArms.includes(reading.arm) ? models.map((arm) => ({ ...reading, arm })) : [reading],
  );
  return { rated, compared, arms: models, sharedArms, missing };
}

/** The score from which a rating counts as a positive call, and where it comes from; null: none follows from the data. */
export function impliedThreshold(
  ratings: readonly number[],
): { readonly threshold: number; readonly from: string } | null {
  const values = new Set(ratings);
  if ([...values].every((value) => value === 0 || value === 1) && values.size === 2) {
    return { threshold: 1, from: 'ratings are 0 and 1' };
  }
  const signed =
    !values.has(0) &&
    [...values].every(Number.isInteger) &&
    Math.min(...values) < 0 &&
    Math.max(...values) > 0;
  return signed ? { threshold: 0, from: 'ratings are signed confidences: positive calls are above 0' } : null;
}
