import { at } from '../numbers.ts';
import type { Classifier, Score } from './classifier.ts';

interface Stump {
  readonly feature: number;
  readonly threshold: number;
  /** Votes, -1 or 1, for rows at or under the threshold, and above it. */
  readonly below: number;
  readonly above: number;
  readonly weight: number;
}

/**
 * Discrete AdaBoost over trees of one split (Freund and Schapire, J Comput Syst Sci 1997; as scikit-learn's SAMME of
 * Zhu et al., Stat Interface 2009): finds what a straight line does not, such as values from a middle range. The split
 * is that of least Gini impurity; of equal ones the first feature's, lowest threshold.
 *
 * @param rounds stumps at most
 */
export function boostedStumps(rounds = 10): Classifier {
  return {
    name: 'boosted stumps',
    prepare: (rows) => {
      const splits = possibleSplits(rows);
      return (labels) => scoreOf(learn(splits, labels, rounds));
    },
  };
}

interface FeatureOrder {
  readonly feature: number;
  /** By row. */
  readonly values: Float64Array;
  /** Rows by value. */
  readonly order: Uint32Array;
  /** By place in the order: the threshold between this row and the next; NaN where their values are equal. */
  readonly thresholds: Float64Array;
}

type Split = Omit<Stump, 'weight'>;

function possibleSplits(rows: readonly ArrayLike<number>[]): FeatureOrder[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, feature) => {
    const values = Float64Array.from(rows, (row) => at(row, feature));
    const order = Uint32Array.from(rows.keys()).sort((one, other) => at(values, one) - at(values, other));
    const thresholds = Float64Array.from(order.subarray(0, -1), (row, place) => {
      const [low, high] = [at(values, row), at(values, at(order, place + 1))];
      return high > low ? (low + high) / 2 : Number.NaN;
    });
    return { feature, values, order, thresholds };
  });
}

// The loops below run millions of times in a permutation test: plain indexing, numbers alone.

function learn(splits: readonly FeatureOrder[], labels: ArrayLike<number>, rounds: number): Stump[] {
  const rows = labels.length;
  const weights = new Float64Array(rows).fill(1 / rows);
  const wrong = new Uint8Array(rows);
  const stumps: Stump[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const split = bestSplit(splits, labels, weights);
    if (split === null) break;
    const error = errorOf(split, at(splits, split.feature).values, labels, weights, wrong);
    // A stump without fault decides alone; one that is no better than chance ends the boosting.
    if (error <= 0) return [...stumps, { ...split, weight: 1 }];
    if (error >= 0.5) break;
    stumps.push({ ...split, weight: Math.log((1 - error) / error) });
    reweight(weights, wrong, (1 - error) / error);
  }
  return stumps;
}

/** The weighted share of rows that a stump tells wrongly; marks them. */
function errorOf(
  { threshold, below, above }: Split,
  values: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
  wrong: Uint8Array,
): number {
  let [error, total] = [0, 0];
  for (let row = 0; row < weights.length; row += 1) {
    const told = (values[row] ?? 0) <= threshold ? below : above;
    const isWrong = told > 0 !== (labels[row] ?? 0) > 0;
    wrong[row] = Number(isWrong);
    total += weights[row] ?? 0;
    if (isWrong) error += weights[row] ?? 0;
  }
  return error / total;
}

function reweight(weights: Float64Array, wrong: Uint8Array, factor: number): void {
  let sum = 0;
  for (let row = 0; row < weights.length; row += 1) {
    const weight = (weights[row] ?? 0) * (wrong[row] === 1 ? factor : 1);
    weights[row] = weight;
    sum += weight;
  }
  for (let row = 0; row < weights.length; row += 1) weights[row] = (weights[row] ?? 0) / sum;
}

function bestSplit(
  splits: readonly FeatureOrder[],
  labels: ArrayLike<number>,
  weights: Float64Array,
): Split | null {
  let [totalOnes, total] = [0, 0];
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row] ?? 0;
    total += weight;
    totalOnes += (labels[row] ?? 0) * weight;
  }
  let best: FeatureSplit | null = null;
  for (const split of splits) {
    const found = bestSplitOf(split, labels, weights, totalOnes, total);
    if (found !== null && found.impurity < (best?.impurity ?? Number.POSITIVE_INFINITY) - 1e-12) best = found;
  }
  return best;
}

interface FeatureSplit extends Split {
  readonly impurity: number;
}

function bestSplitOf(
  { feature, order, thresholds }: FeatureOrder,
  labels: ArrayLike<number>,
  weights: Float64Array,
  totalOnes: number,
  total: number,
): FeatureSplit | null {
  let [ones, all, least] = [0, 0, Number.POSITIVE_INFINITY];
  let [place, below, above] = [-1, 0, 0];
  for (let index = 0; index < thresholds.length; index += 1) {
    const row = order[index] ?? 0;
    const weight = weights[row] ?? 0;
    all += weight;
    ones += (labels[row] ?? 0) * weight;
    const rest = total - all;
    if (Number.isNaN(thresholds[index]) || !(all > 0 && rest > 0)) continue;
    const restOnes = totalOnes - ones;
    const impurity = (ones * (all - ones)) / all + (restOnes * (rest - restOnes)) / rest;
    if (impurity >= least - 1e-12) continue;
    least = impurity;
    place = index;
    below = ones > all - ones ? 1 : -1;
    above = restOnes > rest - restOnes ? 1 : -1;
  }
  if (place < 0) return null;
  return { feature, threshold: at(thresholds, place), below, above, impurity: least };
}

/** The weighted vote, -1 to 1. */
function scoreOf(stumps: readonly Stump[]): Score {
  const total = stumps.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return () => 0;
  return (row) => {
    let votes = 0;
    for (const { feature, threshold, below, above, weight } of stumps) {
      votes += weight * ((row[feature] ?? 0) <= threshold ? below : above);
    }
    return votes / total;
  };
}
