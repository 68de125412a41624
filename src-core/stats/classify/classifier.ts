import { at, mean } from '../numbers.ts';

/** A score for one row of features; higher means more like the class 1. */
export type Score = (features: ArrayLike<number>) => number;

/**
 * A method that learns to tell two classes. What does not depend on the labels is done once for the rows, so that a
 * permutation test can learn a thousand labellings of them.
 */
export interface Classifier {
  readonly name: string;
  /** @param rows features of the cases to learn from, all of one length, finite */
  prepare(rows: readonly ArrayLike<number>[]): (labels: ArrayLike<number>) => Score;
}

/** Mean 0 and standard deviation 1 (with n) of the rows it was made from; a constant feature becomes 0. */
export function standardiser(rows: readonly ArrayLike<number>[]): (row: ArrayLike<number>) => Float64Array {
  const size = rows[0]?.length ?? 0;
  const centres = Float64Array.from({ length: size }, (_, column) =>
    mean(rows.map((row) => at(row, column))),
  );
  const scales = centres.map((centre, column) => {
    const spread = Math.sqrt(mean(rows.map((row) => (at(row, column) - centre) ** 2)));
    return spread > 1e-12 * Math.max(1, Math.abs(centre)) ? spread : Number.POSITIVE_INFINITY;
  });
  return (row) => {
    const standardised = new Float64Array(size);
    for (let column = 0; column < size; column += 1) {
      standardised[column] = ((row[column] ?? 0) - (centres[column] ?? 0)) / (scales[column] ?? 1);
    }
    return standardised;
  };
}
