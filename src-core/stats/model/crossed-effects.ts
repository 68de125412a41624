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
  const size = reader.length;
  const scaled = cross.map((row) => row.map((value, c) => value / (cases[c] ?? 1)));
  const schur = cross.map((row, i) => {
    const line = new Float64Array(size);
    for (let j = 0; j < size; j += 1) {
      const other = at(scaled, j);
      let total = 0;
      for (let c = 0; c < cases.length; c += 1) total += (row[c] ?? 0) * (other[c] ?? 0);
      line[j] = (i === j ? at(reader, i) : 0) - total;
    }
    return line;
  });
  const lower = cholesky(schur);
  let logDeterminant = 0;
  for (const value of cases) logDeterminant += Math.log(value);
  for (let i = 0; i < size; i += 1) logDeterminant += 2 * Math.log(at(at(lower, i), i));
  return {
    logDeterminant,
    solve(right, below) {
      const reduced = right.map((value, i) => {
        const row = at(scaled, i);
        let total = value;
        for (let c = 0; c < cases.length; c += 1) total -= (row[c] ?? 0) * (below[c] ?? 0);
        return total;
      });
      const ofReaders = substitute(lower, reduced);
      const ofCases = below.map((value, c) => {
        let total = value;
        for (let i = 0; i < size; i += 1) total -= (at(cross, i)[c] ?? 0) * at(ofReaders, i);
        return total / at(cases, c);
      });
      return { reader: ofReaders, cases: ofCases };
    },
  };
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
  if (lower === null) return null;
  return matrix.map((_, i) =>
    substitute(
      lower,
      matrix.map((__, j) => Number(i === j)),
    ),
  );
}
