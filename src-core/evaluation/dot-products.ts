import type { FeatureMatrix } from './features.ts';

/** Rows of a block: four blocks of 2048 features stay in a processor's second cache. */
const BLOCK = 32;

/**
 * Scalar products of every row of one set with every row of the other.
 * @returns first.rows x second.rows, row after row
 */
export function dotProducts(first: FeatureMatrix, second: FeatureMatrix): Float64Array {
  const out = new Float64Array(first.rows * second.rows);
  for (let top = 0; top < first.rows; top += BLOCK) {
    const bottom = Math.min(first.rows, top + BLOCK);
    for (let left = 0; left < second.rows; left += BLOCK) {
      fillBlock(first, second, [top, bottom], [left, Math.min(second.rows, left + BLOCK)], out);
    }
  }
  return out;
}

function fillBlock(
  { values: a, columns }: FeatureMatrix,
  { values: b, rows: width }: FeatureMatrix,
  [top, bottom]: readonly [number, number],
  [left, right]: readonly [number, number],
  out: Float64Array,
): void {
  for (let row = top; row < bottom; row += 1) {
    const from = row * columns;
    for (let other = left; other < right; other += 1) {
      const to = other * columns;
      // Four sums: one alone waits for each addition before the next.
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let place = 0;
      for (; place + 3 < columns; place += 4) {
        s0 += (a[from + place] as number) * (b[to + place] as number);
        s1 += (a[from + place + 1] as number) * (b[to + place + 1] as number);
        s2 += (a[from + place + 2] as number) * (b[to + place + 2] as number);
        s3 += (a[from + place + 3] as number) * (b[to + place + 3] as number);
      }
      for (; place < columns; place += 1) s0 += (a[from + place] as number) * (b[to + place] as number);
      out[row * width + other] = s0 + s1 + (s2 + s3);
    }
  }
}

/**
 * Euclidean distances of every row of one set to every row of the other.
 * @returns first.rows x second.rows, row after row
 */
export function distances(first: FeatureMatrix, second: FeatureMatrix): Float64Array {
  const products = dotProducts(first, second);
  const [own, others] = [squaredLengths(first), squaredLengths(second)];
  for (let row = 0; row < first.rows; row += 1) {
    for (let other = 0; other < second.rows; other += 1) {
      const place = row * second.rows + other;
      const squared = (own[row] as number) + (others[other] as number) - 2 * (products[place] as number);
      products[place] = Math.sqrt(Math.max(0, squared));
    }
  }
  return products;
}

function squaredLengths({ rows, columns, values }: FeatureMatrix): Float64Array {
  const lengths = new Float64Array(rows);
  for (let place = 0; place < values.length; place += 1) {
    const row = Math.floor(place / columns);
    lengths[row] = (lengths[row] as number) + (values[place] as number) ** 2;
  }
  return lengths;
}
