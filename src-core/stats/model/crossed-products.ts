import { addTo, at, zeros } from '../numbers.ts';
import { addMultiple, type CrossedGroups, cholesky, dot, substitute } from './crossed-effects.ts';

/** Of the model V = I + a^2 readers + b^2 cases: the columns' products through the inverse of V, and log |V|. */
export interface CrossedProducts {
  readonly inner: readonly Float64Array[];
  readonly logDeterminant: number;
}

/** The cases that were read equally often: their sums share one weight, whatever the variance of cases. */
interface CaseClass {
  readonly readings: number;
  cases: number;
  /** Lower triangle of the summed products of each case's totals. */
  readonly products: readonly Float64Array[];
}

/**
 * Sums over the observations once, after which the products for any two ratios of deviations cost no more with more cases
 * or observations. Through the inverse of I + b^2 cases, z' z becomes itself less b^2 / (1 + b^2 n) t t' of each case with n
 * observations and totals t of z (Woodbury's identity): cases with the same n add up beforehand. The readers, whose
 * indicators are the first columns of z, follow by their Schur complement.
 * @param columns values of the observations, one column each
 * @returns the products for standard deviations a of readers and b of cases, in units of the residual one
 */
export function crossedProducts(
  columns: readonly Float64Array[],
  groups: CrossedGroups,
): (a: number, b: number) => CrossedProducts {
  const count = groups.readers.length;
  const { whole, classes } = sumsOf(columns, groups);
  return (a, b) => {
    const weighted = whole.map((row) => row.slice());
    let logDeterminant = 0;
    for (const { readings, cases, products } of classes) {
      const variance = 1 + b * b * readings;
      logDeterminant += cases * Math.log(variance);
      const factor = (-b * b) / variance;
      for (let i = 0; i < weighted.length; i += 1) addMultiple(at(weighted, i), factor, at(products, i));
    }
    const lower = cholesky(
      weighted.slice(0, count).map((row, i) => row.map((value, j) => Number(i === j) + a * a * value)),
    );
    for (let i = 0; i < count; i += 1) logDeterminant += 2 * Math.log(at(at(lower, i), i));
    const rest = weighted.slice(count);
    const across = rest.map((row) => row.slice(0, count).map((value) => a * value));
    const solved = across.map((right) => substitute(lower, right));
    const inner = rest.map((_, i) =>
      Float64Array.from(
        rest,
        (__, j) => at(at(rest, Math.max(i, j)), count + Math.min(i, j)) - dot(at(across, i), at(solved, j)),
      ),
    );
    return { inner, logDeterminant };
  };
}

/** Products of readers' indicators and columns, over all observations and by how often their case was read. */
function sumsOf(
  columns: readonly Float64Array[],
  { readers, cases, readerOf, caseOf }: CrossedGroups,
): { readonly whole: readonly Float64Array[]; readonly classes: readonly CaseClass[] } {
  const size = readers.length + columns.length;
  const readings = new Float64Array(cases.length);
  const totals = zeros(cases.length, size);
  const whole = triangle(size);
  for (let index = 0; index < readerOf.length; index += 1) {
    const [reader, own] = [at(readerOf, index), at(caseOf, index)];
    const ofCase = at(totals, own);
    addTo(readings, own, 1);
    addTo(ofCase, reader, 1);
    addTo(at(whole, reader), reader, 1);
    for (let k = 0; k < columns.length; k += 1) {
      const value = at(at(columns, k), index);
      const row = at(whole, readers.length + k);
      addTo(ofCase, readers.length + k, value);
      addTo(row, reader, value);
      for (let j = 0; j <= k; j += 1) addTo(row, readers.length + j, value * at(at(columns, j), index));
    }
  }
  const classes = new Map<number, CaseClass>();
  totals.forEach((ofCase, own) => {
    const times = at(readings, own);
    const known = classes.get(times) ?? { readings: times, cases: 0, products: triangle(size) };
    classes.set(times, known);
    known.cases += 1;
    for (let i = 0; i < size; i += 1) {
      const value = at(ofCase, i);
      if (value !== 0) addMultiple(at(known.products, i), value, ofCase);
    }
  });
  return { whole, classes: [...classes.values()] };
}

function triangle(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => new Float64Array(i + 1));
}
