import { at } from '../numbers.ts';
import { placements } from '../roc/placements.ts';
import type { Classifier } from './classifier.ts';

/** Scores for each row by a classifier that has learnt from the other folds, as a function of the labels. */
export type CrossValidation = (labels: ArrayLike<number>) => Float64Array;

/**
 * Prepares a cross-validation, so that many labellings of the same rows can be scored.
 * @param foldOfRow which rows are left out together
 */
export function crossValidation(
  rows: readonly ArrayLike<number>[],
  foldOfRow: readonly number[],
  classifier: Classifier,
): CrossValidation {
  const indices = rows.map((_, index) => index);
  const parts = [...new Set(foldOfRow)].map((fold) => {
    const train = indices.filter((index) => foldOfRow[index] !== fold);
    return {
      train,
      test: indices.filter((index) => foldOfRow[index] === fold),
      learn: classifier.prepare(train.map((index) => at(rows, index))),
    };
  });
  return (labels) => {
    const scores = new Float64Array(rows.length);
    for (const { train, test, learn } of parts) {
      const score = learn(train.map((index) => at(labels, index)));
      for (const index of test) scores[index] = score(at(rows, index));
    }
    return scores;
  };
}

/** Area under the ROC curve of scores, over both classes; 0.5 is chance. */
export function areaUnder(scores: Float64Array, labels: ArrayLike<number>): number {
  const of = (label: number): Float64Array => scores.filter((_, index) => labels[index] === label);
  return placements(of(1), of(0)).auc;
}

/** The share told rightly at the best cut: an upper bound of the accuracy. */
export function bestAccuracy(scores: Float64Array, labels: ArrayLike<number>): number {
  const order = [...scores.keys()].sort((one, other) => at(scores, other) - at(scores, one));
  let right = order.filter((index) => labels[index] === 0).length;
  let best = right;
  order.forEach((index, rank) => {
    right += labels[index] === 1 ? 1 : -1;
    const next = order[rank + 1];
    if (next === undefined || at(scores, next) !== at(scores, index)) best = Math.max(best, right);
  });
  return best / scores.length;
}
