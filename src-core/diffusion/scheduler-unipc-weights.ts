import type { NoiseLevel } from './scheduler-sigmas.ts';

const { expm1, fround } = Math;

export interface UnipcRule {
  /** Whether the model's output was turned into an original sample (predict_x0), or into noise. */
  readonly predictsOriginal: boolean;
  /** B(h) = h instead of exp(h) - 1. */
  readonly bh1: boolean;
}

/** The factors of one prediction or correction; float32. */
export interface UnipcWeights {
  readonly sample: number;
  readonly newest: number;
  readonly residual: number;
  /** r_i of each older output. */
  readonly ratios: readonly number[];
  /** rho_i of each older output. */
  readonly slopes: readonly number[];
  /** rho of the output at the step's own end; corrections only. */
  readonly last: number;
}

/** @param levels of the newest outputs, newest first: as many as the order */
export function predictorWeights(
  rule: UnipcRule,
  levels: readonly NoiseLevel[],
  next: NoiseLevel,
): UnipcWeights {
  const { equations, ...weights } = commonWeights(rule, levels, next);
  const { matrix, right } = equations;
  const order = levels.length;
  // Order 2 takes 1/2 instead of the solution: UniPC section 3.3.
  const slopes =
    order === 2
      ? [0.5]
      : solve(
          matrix.slice(0, -1).map((row) => row.slice(0, -1)),
          right.slice(0, -1),
        );
  return { ...weights, slopes, last: 0 };
}

/** @param levels of the outputs up to the step's start, newest first: as many as the order */
export function correctorWeights(
  rule: UnipcRule,
  levels: readonly NoiseLevel[],
  next: NoiseLevel,
): UnipcWeights {
  const { equations, ...weights } = commonWeights(rule, levels, next);
  const order = levels.length;
  const slopes = order === 1 ? [0.5] : solve(equations.matrix, equations.right);
  return {
    ...weights,
    slopes: slopes.slice(0, -1),
    last: slopes[order - 1] ?? 0,
  };
}

interface Equations {
  readonly matrix: number[][];
  readonly right: number[];
}

function commonWeights(
  { predictsOriginal, bh1 }: UnipcRule,
  levels: readonly NoiseLevel[],
  next: NoiseLevel,
): Omit<UnipcWeights, 'slopes' | 'last'> & { readonly equations: Equations } {
  const [current = next, ...older] = levels;
  const logStep = fround(next.lambda - current.lambda);
  const ratios = older.map(({ lambda }) => fround(fround(lambda - current.lambda) / logStep));
  const signed = predictsOriginal ? -logStep : logStep;
  const phi = fround(expm1(signed));
  const scale = bh1 ? signed : phi;
  const factor = predictsOriginal ? next.alpha : next.sigma;
  const sample = predictsOriginal ? next.sigma / current.sigma : next.alpha / current.alpha;
  return {
    sample: fround(sample),
    newest: fround(factor * phi),
    residual: fround(factor * scale),
    ratios,
    equations: equationsOf([...ratios, 1], signed, phi, scale),
  };
}

/** The linear system of UniPC equation (5): powers of the ratios, and phi functions over B(h). */
function equationsOf(ratios: readonly number[], signed: number, phi: number, scale: number): Equations {
  const matrix: number[][] = [];
  const right: number[] = [];
  let phiK = fround(fround(phi / signed) - 1);
  let factorial = 1;
  for (let power = 0; power < ratios.length; power++) {
    matrix.push(ratios.map((ratio) => fround(ratio ** power)));
    right.push(fround(fround(phiK * factorial) / scale));
    factorial *= power + 2;
    phiK = fround(fround(phiK / signed) - fround(1 / factorial));
  }
  return { matrix, right };
}

/** Gaussian elimination with row pivoting in float32, as LAPACK's sgesv. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column);
    const pivot = below.reduce((best, row) =>
      Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best,
    );
    const place = rows.indexOf(pivot);
    [rows[column], rows[place]] = [pivot, rows[column] ?? pivot];
    for (const row of rows.slice(column + 1)) {
      const multiple = fround((row[column] ?? 0) / (pivot[column] ?? 1));
      for (let i = column; i <= size; i++) {
        row[i] = fround((row[i] ?? 0) - fround(multiple * (pivot[i] ?? 0)));
      }
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let index = size - 1; index >= 0; index--) {
    const row = rows[index] ?? [];
    let value = row[size] ?? 0;
    for (let i = index + 1; i < size; i++) value = fround(value - fround((row[i] ?? 0) * (solution[i] ?? 0)));
    solution[index] = fround(value / (row[index] ?? 1));
  }
  return solution;
}
