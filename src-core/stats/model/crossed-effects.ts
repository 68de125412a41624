import { LightboxError } from '../../base/errors.ts';
import { at } from '../numbers.ts';

/** Which reader and which case every observation belongs to. */
export interface CrossedGroups {
  readonly readers: readonly string[];
  readonly cases: readonly string[];
  readonly readerOf: Int32Array;
  readonly caseOf: Int32Array;
}

export function crossedGroups(
  observations: readonly { readonly reader: string; readonly case: string }[],
): CrossedGroups {
  const readers = [...new Set(observations.map(({ reader }) => reader))].sort();
  const cases = [...new Set(observations.map((entry) => entry.case))].sort();
  const places = [readers, cases].map((names) => new Map(names.map((name, index) => [name, index])));
  const place = (list: number, name: string): number => at(places, list).get(name) ?? -1;
  return {
    readers,
    cases,
    readerOf: Int32Array.from(observations, ({ reader }) => place(0, reader)),
    caseOf: Int32Array.from(observations, (entry) => place(1, entry.case)),
  };
}

/**
 * The symmetric matrix [[diag(reader), cross], [cross', diag(case)]] that two crossed random intercepts give: since both
 * blocks are diagonal it is solved through the Schur complement of the smaller one, whatever the number of cases.
 */
export interface CrossedSystem {
  readonly logDeterminant: number;
  solve(
    reader: Float64Array,
    cases: Float64Array,
  ): { readonly reader: Float64Array; readonly cases: Float64Array };
  inverse(): CrossedInverse;
}

/** The parts of the inverse that observations of one reader and one case need. */
export interface CrossedInverse {
  readonly reader: readonly Float64Array[];
  /** Rows of readers, columns of cases. */
  readonly cross: readonly Float64Array[];
  /** The diagonal of the cases' block. */
  readonly cases: Float64Array;
}

/**
 * @param reader diagonal of the readers' block
 * @param cases diagonal of the cases' block, all positive
 * @param cross rows of readers, columns of cases
 * @throws LightboxError INTERNAL for a matrix that is not positive definite.
 */
export function crossedSystem(
  reader: Float64Array,
  cases: Float64Array,
  cross: readonly Float64Array[],
): CrossedSystem {
  const scaled = cross.map((row) => row.map((value, c) => value / (cases[c] ?? 1)));
  const lower = cholesky(
    cross.map((row, i) =>
      Float64Array.from(
        { length: i + 1 },
        (_, j) => Number(i === j) * at(reader, i) - dot(row, at(scaled, j)),
      ),
    ),
  );
  let logDeterminant = 0;
  for (const value of cases) logDeterminant += Math.log(value);
  for (let i = 0; i < lower.length; i += 1) logDeterminant += 2 * Math.log(at(at(lower, i), i));
  return {
    logDeterminant,
    solve(right, below) {
      const ofReaders = substitute(
        lower,
        right.map((value, i) => value - dot(at(scaled, i), below)),
      );
      const ofCases = Float64Array.from(below, (value, c) => value / at(cases, c));
      scaled.forEach((row, i) => {
        addMultiple(ofCases, -at(ofReaders, i), row);
      });
      return { reader: ofReaders, cases: ofCases };
    },
    inverse() {
      const ofReaders = inverseFrom(lower);
      const between = ofReaders.map((row) => {
        const line = new Float64Array(cases.length);
        row.forEach((value, j) => {
          addMultiple(line, -value, at(scaled, j));
        });
        return line;
      });
      const ofCases = cases.map((value) => 1 / value);
      scaled.forEach((row, i) => {
        const line = at(between, i);
        for (let c = 0; c < row.length; c += 1)
          ofCases[c] = (ofCases[c] ?? 0) - (row[c] ?? 0) * (line[c] ?? 0);
      });
      return { reader: ofReaders, cross: between, cases: ofCases };
    },
  };
}

export function dot(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < first.length; index += 1) total += (first[index] ?? 0) * (second[index] ?? 0);
  return total;
}

/** Adds a multiple of the values to a vector of the same length. */
export function addMultiple(to: Float64Array, factor: number, values: Float64Array): void {
  for (let index = 0; index < to.length; index += 1)
    to[index] = (to[index] ?? 0) + factor * (values[index] ?? 0);
}

/** The lower triangle L with L L' = matrix. @throws LightboxError INTERNAL where there is none. */
export function cholesky(matrix: readonly ArrayLike<number>[]): Float64Array[] {
  const size = matrix.length;
  const lower = matrix.map(() => new Float64Array(size));
  for (let i = 0; i < size; i += 1) {
    const row = at(lower, i);
    for (let j = 0; j <= i; j += 1) {
      const other = at(lower, j);
      let value = at(at(matrix, i), j);
      for (let k = 0; k < j; k += 1) value -= (row[k] ?? 0) * (other[k] ?? 0);
      if (i === j) {
        if (!(value > 0)) throw new LightboxError('INTERNAL', 'A matrix is not positive definite.');
        row[i] = Math.sqrt(value);
      } else row[j] = value / at(other, j);
    }
  }
  return lower;
}

/** Solves L L' x = right. */
export function substitute(lower: readonly Float64Array[], right: ArrayLike<number>): Float64Array {
  const size = lower.length;
  const solved = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    let value = at(solved, i);
    for (let k = 0; k < i; k += 1) value -= at(at(lower, i), k) * at(solved, k);
    solved[i] = value / at(at(lower, i), i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let value = at(solved, i);
    for (let k = i + 1; k < size; k += 1) value -= at(at(lower, k), i) * at(solved, k);
    solved[i] = value / at(at(lower, i), i);
  }
  return solved;
}

/** The lower triangle, or null where the matrix is not positive definite. */
export function choleskyOrNull(matrix: readonly ArrayLike<number>[]): Float64Array[] | null {
  try {
    return cholesky(matrix);
  } catch (error) {
    if (error instanceof LightboxError) return null;
    throw error;
  }
}

/** The inverse of a symmetric positive definite matrix, or null where it is none. */
export function inverseOf(matrix: readonly ArrayLike<number>[]): Float64Array[] | null {
  const lower = choleskyOrNull(matrix);
  return lower === null ? null : inverseFrom(lower);
}

/** The inverse of L L'. */
function inverseFrom(lower: readonly Float64Array[]): Float64Array[] {
  return lower.map((_, i) =>
    substitute(
      lower,
      lower.map((__, j) => Number(i === j)),
    ),
  );
}
