import { columnMeans, type FeatureMatrix } from './features.ts';

/** Of the largest variance: what is left below it is rounding. */
const NOTHING_LEFT = 1e-14;

/**
 * F with F'F the sample covariance (n - 1) of a set's features: at most as many rows as images or features, whichever
 * are fewer. Of few images it is the centred features themselves; of many, the covariance's Cholesky factor with
 * pivots (Higham 1990), which ends where the rank does.
 * @param set at least two images
 */
export function covarianceFactor(set: FeatureMatrix): FeatureMatrix {
  const { rows, columns, values } = set;
  const means = columnMeans(set);
  const scale = 1 / Math.sqrt(rows - 1);
  const centred = values.map((value, place) => (value - (means[place % columns] as number)) * scale);
  return rows <= columns
    ? { rows, columns, values: centred }
    : pivotedCholesky(gram(rows, columns, centred), columns);
}

/** X'X of which only the upper half is filled. */
function gram(rows: number, columns: number, values: Float64Array): Float64Array {
  const out = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row += 1) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    for (let column = 0; column < columns; column += 1)
      addScaled(out, column * columns, own, own[column] as number, column);
  }
  return out;
}

/** Adds a row times a weight to the elements from `from` on of the row that begins at `start`. */
function addScaled(out: Float64Array, start: number, row: Float64Array, weight: number, from: number): void {
  if (weight === 0) return;
  for (let column = from; column < row.length; column += 1) {
    out[start + column] = (out[start + column] as number) + weight * (row[column] as number);
  }
}

/** @param upper the upper half of a symmetric positive semidefinite matrix; it is used up */
function pivotedCholesky(upper: Float64Array, size: number): FeatureMatrix {
  const diagonal = (place: number): number => upper[place * size + place] as number;
  let largest = 0;
  for (let place = 0; place < size; place += 1) largest = Math.max(largest, diagonal(place));
  const factor = new Float64Array(size * size);
  let rank = 0;
  for (; rank < size; rank += 1) {
    let pivot = 0;
    for (let place = 1; place < size; place += 1) if (diagonal(place) > diagonal(pivot)) pivot = place;
    if (diagonal(pivot) <= NOTHING_LEFT * largest) break;
    const row = factor.subarray(rank * size, (rank + 1) * size);
    const root = Math.sqrt(diagonal(pivot));
    for (let place = 0; place < size; place += 1) {
      const [low, high] = place < pivot ? [place, pivot] : [pivot, place];
      row[place] = (upper[low * size + high] as number) / root;
    }
    for (let place = 0; place < size; place += 1)
      addScaled(upper, place * size, row, -(row[place] as number), place);
    // Exactly nothing is left of the pivot's own row and column.
    for (let place = 0; place < size; place += 1)
      upper[Math.min(place, pivot) * size + Math.max(place, pivot)] = 0;
  }
  return { rows: rank, columns: size, values: factor.subarray(0, rank * size) };
}
