import { LightboxError } from '../../base/errors.ts';
import { type Random, shuffled } from '../../base/random.ts';
import { at } from '../numbers.ts';
import { boostedStumps } from './boosted-stumps.ts';
import type { Classifier } from './classifier.ts';
import { areaUnder, bestAccuracy, crossValidation } from './cross-validation.ts';
import { logisticClassifier } from './logistic-regression.ts';

/** Something shown, with what is known of it; those of one group (showings of one case) have one class. */
export interface LabelledRow {
  readonly group: string;
  readonly positive: boolean;
  readonly features: ArrayLike<number>;
}

export interface Separation {
  /** Cross-validated area under the ROC curve of each classifier: 0.5 is chance. */
  readonly auc: Readonly<Record<string, number>>;
  /** The largest of them. */
  readonly largest: number;
  /** Share of rows that the classifier of the largest area tells rightly at its best cut: an upper bound. */
  readonly accuracy: number;
  /** Of the largest area among those of permuted labels, one-sided. */
  readonly pValue: number;
  readonly permutations: number;
}

export interface SeparationOptions {
  readonly random: Random;
  readonly permutations?: number;
  /** Permutations at or above what was found after which no more are drawn: p is then large, and known well enough. */
  readonly enough?: number;
  readonly folds?: number;
  readonly classifiers?: readonly Classifier[];
}

/**
 * How well classifiers tell two classes of rows that they have not learnt from, and whether that is beyond chance.
 *
 * Cross-validation leaves out whole groups at a time; the folds do not depend on the labels. Labels are permuted over
 * groups, so that the showings of one case stay together, and every permutation is learnt anew: p is
 * (1 + those at or above what was found) / (1 + permutations) (Phipson and Smyth, Stat Appl Genet Mol Biol 2010;
 * Ojala and Garriga, J Mach Learn Res 2010, test 1), or, ended early, those found / drawn (Besag and Clifford,
 * Biometrika 1991). Taking the largest area of the classifiers, found and permuted
 * alike, keeps it one test (Westfall and Young 1993).
 *
 * @throws LightboxError BAD_INPUT where a class is missing, a group has both, or rows have not the same finite features
 */
export function separation(
  rows: readonly LabelledRow[],
  {
    random,
    permutations = 1000,
    enough = Number.POSITIVE_INFINITY,
    folds = 5,
    classifiers = [logisticClassifier(), boostedStumps()],
  }: SeparationOptions,
): Separation {
  const { groupOfRow, truth } = groupsOf(rows);
  const foldOfGroup = dealt(random, truth.length, folds);
  const features = rows.map((row) => row.features);
  const foldOfRow = groupOfRow.map((group) => at(foldOfGroup, group));
  const validations = classifiers.map((classifier) => crossValidation(features, foldOfRow, classifier));
  const attack = (ofGroups: readonly number[]) => {
    const labels = groupOfRow.map((group) => at(ofGroups, group));
    const scores = validations.map((scoresFor) => scoresFor(labels));
    const areas = scores.map((own) => areaUnder(own, labels));
    return { labels, scores, areas, largest: Math.max(...areas) };
  };
  const { labels, scores, areas, largest } = attack(truth);
  let [above, drawn] = [0, 0];
  while (drawn < permutations && above < enough) {
    drawn += 1;
    // Rounding must not make equal areas differ.
    if (attack(shuffled(random, truth)).largest >= largest - 1e-12) above += 1;
  }
  return {
    auc: Object.fromEntries(classifiers.map(({ name }, index) => [name, at(areas, index)])),
    largest,
    accuracy: bestAccuracy(at(scores, areas.indexOf(largest)), labels),
    pValue: above >= enough ? above / drawn : (1 + above) / (1 + drawn),
    permutations: drawn,
  };
}

/** For each row the place of its group, and the class of each group. */
function groupsOf(rows: readonly LabelledRow[]): { groupOfRow: number[]; truth: number[] } {
  const places = new Map<string, number>();
  const truth: number[] = [];
  const length = rows[0]?.features.length ?? 0;
  const groupOfRow = rows.map(({ group, positive, features }) => {
    if (features.length !== length || !Array.from(features).every(Number.isFinite)) {
      throw new LightboxError(
        'BAD_INPUT',
        `A row of the group ${group} has not the ${length} finite features.`,
      );
    }
    const place = places.get(group) ?? truth.length;
    places.set(group, place);
    if ((truth[place] ?? Number(positive)) !== Number(positive)) {
      throw new LightboxError('BAD_INPUT', `The group ${group} has rows of both classes.`);
    }
    truth[place] = Number(positive);
    return place;
  });
  if (new Set(truth).size !== 2)
    throw new LightboxError('BAD_INPUT', 'Both classes are needed to tell them.');
  return { groupOfRow, truth };
}

/** The fold of each group: dealt in turn, in a random order. */
function dealt(random: Random, groups: number, folds: number): Uint32Array {
  const fold = new Uint32Array(groups);
  const order = shuffled(random, [...fold.keys()]);
  for (const [turn, group] of order.entries()) fold[group] = turn % Math.min(folds, groups);
  return fold;
}
