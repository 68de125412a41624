import { LightboxError } from '../base/errors.ts';

/** Features of images, a row each: `values` row after row. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** @throws LightboxError BAD_INPUT for rows of different lengths, empty ones, or values that are not finite. */
export function featureMatrix(rows: readonly ArrayLike<number>[]): FeatureMatrix {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    if (row.length !== columns || columns === 0) {
      throw new LightboxError(
        'BAD_INPUT',
        `Image ${index + 1} has ${row.length} features, the first ${columns}.`,
      );
    }
    values.set(Float64Array.from(row), index * columns);
  });
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const image = Math.floor(bad / columns) + 1;
    throw new LightboxError(
      'BAD_INPUT',
      `Feature ${(bad % columns) + 1} of image ${image} is ${values[bad]}.`,
    );
  }
  return { rows: rows.length, columns, values };
}

/** The rows at these places, in this order; a place may come more than once. */
export function pickRows({ columns, values }: FeatureMatrix, places: ArrayLike<number>): FeatureMatrix {
  const picked = new Float64Array(places.length * columns);
  for (let row = 0; row < places.length; row += 1) {
    const start = (places[row] ?? 0) * columns;
    picked.set(values.subarray(start, start + columns), row * columns);
  }
  return { rows: places.length, columns, values: picked };
}

/** Both sets must come from one extractor. @throws LightboxError BAD_INPUT for different numbers of features. */
export function requireSameFeatures(first: FeatureMatrix, second: FeatureMatrix): void {
  if (first.columns === second.columns) return;
  throw new LightboxError(
    'BAD_INPUT',
    `The sets have ${first.columns} and ${second.columns} features: they come from different extractors.`,
  );
}

export function columnMeans({ rows, columns, values }: FeatureMatrix): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      means[column] = (means[column] as number) + (values[row * columns + column] as number);
    }
  }
  return means.map((total) => total / rows);
}
