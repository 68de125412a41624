/** A dense matrix, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * The singular values of a matrix with at least as many rows as columns, in no order: Householder bidiagonalisation
 * (Golub and Kahan 1965), then the eigenvalues of the Golub-Kahan tridiagonal matrix by implicit QL (`tridiagonalEigenvalues`),
 * which keeps small values exact where the eigenvalues of A'A would not. `values` is overwritten.
 */
export function singularValues({ rows, columns, values }: Matrix): Float64Array {
  if (rows < columns) throw new RangeError(`${rows} rows are fewer than ${columns} columns`);
  const diagonal = new Float64Array(columns);
  const above = new Float64Array(columns);
  const projected = new Float64Array(columns);
  for (let step = 0; step < columns; step += 1) {
    diagonal[step] = reflectColumn(values, rows, columns, step, projected);
    if (step + 1 < columns) above[step] = reflectRow(values, rows, columns, step);
  }
  const beside = new Float64Array(2 * columns);
  for (let step = 0; step < columns; step += 1) {
    beside[2 * step] = diagonal[step] as number;
    beside[2 * step + 1] = above[step] as number;
  }
  return tridiagonalEigenvalues(new Float64Array(2 * columns), beside)
    .sort()
    .subarray(columns)
    .map((value) => Math.max(0, value));
}

/** Zeroes a column below the diagonal and turns the rest along; the new diagonal element. */
function reflectColumn(
  values: Float64Array,
  rows: number,
  columns: number,
  step: number,
  projected: Float64Array,
): number {
  let largest = 0;
  for (let row = step; row < rows; row += 1) {
    largest = Math.max(largest, Math.abs(values[row * columns + step] as number));
  }
  if (largest === 0) return 0;
  let squared = 0;
  for (let row = step; row < rows; row += 1)
    squared += ((values[row * columns + step] as number) / largest) ** 2;
  const head = values[step * columns + step] as number;
  const length = (head > 0 ? -1 : 1) * largest * Math.sqrt(squared);
  values[step * columns + step] = head - length;
  const scale = -1 / (length * (head - length));
  projected.fill(0, step + 1);
  for (let row = step; row < rows; row += 1) {
    const start = row * columns;
    const weight = values[start + step] as number;
    if (weight === 0) continue;
    for (let column = step + 1; column < columns; column += 1) {
      projected[column] = (projected[column] as number) + weight * (values[start + column] as number);
    }
  }
  for (let row = step; row < rows; row += 1) {
    const start = row * columns;
    const weight = (values[start + step] as number) * scale;
    if (weight === 0) continue;
    for (let column = step + 1; column < columns; column += 1) {
      values[start + column] = (values[start + column] as number) - weight * (projected[column] as number);
    }
  }
  return length;
}

/** Zeroes a row right of the element above the diagonal and turns the rows below along; that element. */
function reflectRow(values: Float64Array, rows: number, columns: number, step: number): number {
  const own = values.subarray(step * columns, (step + 1) * columns);
  let largest = 0;
  for (let column = step + 1; column < columns; column += 1)
    largest = Math.max(largest, Math.abs(own[column] as number));
  if (largest === 0) return 0;
  let squared = 0;
  for (let column = step + 1; column < columns; column += 1)
    squared += ((own[column] as number) / largest) ** 2;
  const head = own[step + 1] as number;
  const length = (head > 0 ? -1 : 1) * largest * Math.sqrt(squared);
  own[step + 1] = head - length;
  const scale = -1 / (length * (head - length));
  for (let row = step + 1; row < rows; row += 1) {
    const start = row * columns;
    let product = 0;
    for (let column = step + 1; column < columns; column += 1) {
      product += (own[column] as number) * (values[start + column] as number);
    }
    const weight = product * scale;
    if (weight === 0) continue;
    for (let column = step + 1; column < columns; column += 1) {
      values[start + column] = (values[start + column] as number) - weight * (own[column] as number);
    }
  }
  return length;
}

const MOST_TURNS = 60;

/**
 * The eigenvalues of a symmetric tridiagonal matrix by the QL algorithm with implicit shifts (Bowdler, Martin, Reinsch
 * and Wilkinson, Numer Math 1968; Dubrulle's variant). Both arrays are overwritten.
 * @param diagonal n elements, becomes the eigenvalues, in no order
 * @param beside the element right of each diagonal one; its last is not used
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const count = diagonal.length;
  if (count > 0) beside[count - 1] = 0;
  for (let first = 0; first < count; first += 1) {
    for (let turn = 0; ; turn += 1) {
      const last = splitAfter(diagonal, beside, first);
      if (last === first) break;
      if (turn === MOST_TURNS) throw new RangeError('The eigenvalues of a matrix were not found');
      turnBlock(diagonal, beside, first, last);
    }
  }
  return diagonal;
}

/** The end of the block that begins here: the first place whose neighbour is nothing beside the diagonal. */
function splitAfter(diagonal: Float64Array, beside: Float64Array, first: number): number {
  let place = first;
  // Of a Golub-Kahan matrix the diagonal begins as zeros: what is nothing is nothing beside its neighbours too.
  for (; place < diagonal.length - 1; place += 1) {
    const size = Math.abs(diagonal[place] as number) + Math.abs(diagonal[place + 1] as number);
    const own = Math.abs(beside[place] as number);
    if (own === 0 || (size > 0 && size + own === size)) break;
  }
  return place;
}

function turnBlock(diagonal: Float64Array, beside: Float64Array, first: number, last: number): void {
  const start = diagonal[first] as number;
  const nextTo = beside[first] as number;
  let g = ((diagonal[first + 1] as number) - start) / (2 * nextTo);
  let r = Math.hypot(g, 1);
  g = (diagonal[last] as number) - start + nextTo / (g + (g >= 0 ? r : -r));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let place = last - 1; place >= first; place -= 1) {
    const f = sine * (beside[place] as number);
    const b = cosine * (beside[place] as number);
    r = Math.hypot(f, g);
    beside[place + 1] = r;
    if (r === 0) {
      diagonal[place + 1] = (diagonal[place + 1] as number) - shift;
      beside[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = (diagonal[place + 1] as number) - shift;
    r = ((diagonal[place] as number) - g) * sine + 2 * cosine * b;
    shift = sine * r;
    diagonal[place + 1] = g + shift;
    g = cosine * r - b;
  }
  diagonal[first] = (diagonal[first] as number) - shift;
  beside[first] = g;
  beside[last] = 0;
}
