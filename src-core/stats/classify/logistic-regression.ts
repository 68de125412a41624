import { choleskyOrNull, substitute } from '../model/crossed-effects.ts';
import { at, zeros } from '../numbers.ts';
import { type Classifier, standardiser } from './classifier.ts';

export interface LogisticFit {
  readonly intercept: number;
  readonly weights: Float64Array;
}

const MAX_STEPS = 50;

/**
 * Logistic regression with an L2 penalty: minimises |w|^2 / (2 strength) + the sum of log losses, the intercept free,
 * by Newton's method (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4.1; the
 * criterion is scikit-learn's, with strength for its C).
 *
 * @param rows features, all of one length; not standardised here
 * @param labels 0 or 1 for each row
 * @param strength inverse of the penalty, above 0
 */
export function logisticRegression(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  strength = 1,
  tolerance = 1e-10,
): LogisticFit {
  const size = (rows[0]?.length ?? 0) + 1;
  // The last place is the intercept's.
  const augmented = rows.map((row) => Float64Array.from({ length: size }, (_, j) => row[j] ?? 1));
  const beta = new Float64Array(size);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const move = newtonStep(augmented, labels, beta, 1 / strength);
    if (move === null) break;
    let largest = 0;
    for (let j = 0; j < size; j += 1) {
      // The loss is convex but a full step can overshoot where the classes are far apart.
      const change = Math.min(Math.max(at(move, j), -4), 4);
      beta[j] = at(beta, j) - change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < tolerance) break;
  }
  return { intercept: at(beta, size - 1), weights: beta.slice(0, size - 1) };
}

function newtonStep(
  rows: readonly Float64Array[],
  labels: ArrayLike<number>,
  beta: Float64Array,
  penalty: number,
): Float64Array | null {
  const size = beta.length;
  const gradient = beta.map((value, j) => (j < size - 1 ? penalty * value : 0));
  const hessian = zeros(size, size);
  for (let j = 0; j < size; j += 1) at(hessian, j)[j] = j < size - 1 ? penalty : 1e-12;
  for (let index = 0; index < rows.length; index += 1) {
    const row = at(rows, index);
    let linear = 0;
    for (let j = 0; j < size; j += 1) linear += (row[j] ?? 0) * (beta[j] ?? 0);
    const probability = 1 / (1 + Math.exp(-linear));
    const residual = probability - (labels[index] ?? 0);
    const weight = probability * (1 - probability);
    for (let j = 0; j < size; j += 1) {
      const value = row[j] ?? 0;
      gradient[j] = (gradient[j] ?? 0) + residual * value;
      const line = at(hessian, j);
      for (let k = 0; k <= j; k += 1) line[k] = (line[k] ?? 0) + weight * value * (row[k] ?? 0);
    }
  }
  const lower = choleskyOrNull(hessian);
  return lower === null ? null : substitute(lower, gradient);
}

/** Logistic regression on features standardised by what it learns from. */
export function logisticClassifier(strength = 1): Classifier {
  return {
    name: 'logistic regression',
    prepare: (rows) => {
      const standardise = standardiser(rows);
      const standardised = rows.map(standardise);
      return (labels) => {
        const { intercept, weights } = logisticRegression(standardised, labels, strength, 1e-4);
        return (row) => standardise(row).reduce((sum, value, j) => sum + value * at(weights, j), intercept);
      };
    },
  };
}
