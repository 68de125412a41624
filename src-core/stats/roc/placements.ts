import { at, midRanks } from '../numbers.ts';

/** The empirical area under an ROC curve and what every case adds to it. */
export interface Placements {
  readonly auc: number;
  /** Of each positive case: the share of negative ones that it scores above, ties a half (DeLong's V10). */
  readonly positive: Float64Array;
  /** Of each negative case: the share of positive ones that score above it (V01). */
  readonly negative: Float64Array;
}

/**
 * Placements by mid-ranks (Sun and Xu, IEEE Signal Process Lett 2014): the structural components of DeLong, DeLong and
 * Clarke-Pearson (Biometrics 1988) in n log n.
 * @param positives scores of positive cases, at least one; higher means more positive
 * @param negatives scores of negative cases, at least one
 */
export function placements(positives: ArrayLike<number>, negatives: ArrayLike<number>): Placements {
  const [m, n] = [positives.length, negatives.length];
  const all = new Float64Array(m + n);
  all.set(Float64Array.from(positives));
  all.set(Float64Array.from(negatives), m);
  const ranks = midRanks(all);
  const [withinPositives, withinNegatives] = [midRanks(positives), midRanks(negatives)];
  const positive = Float64Array.from({ length: m }, (_, i) => (at(ranks, i) - at(withinPositives, i)) / n);
  const negative = Float64Array.from(
    { length: n },
    (_, j) => 1 - (at(ranks, m + j) - at(withinNegatives, j)) / m,
  );
  let total = 0;
  for (const share of positive) total += share;
  return { auc: total / m, positive, negative };
}

/** One operating point of an empirical ROC curve. */
export interface OperatingPoint {
  /** A case is called positive where its score is at least this; infinite for the point (0, 0). */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** The empirical ROC curve, from (0, 0) to (1, 1), a point for each score that occurs. */
export function operatingPoints(
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
): OperatingPoint[] {
  const up = Float64Array.from(positives).sort().reverse();
  const down = Float64Array.from(negatives).sort().reverse();
  const points: OperatingPoint[] = [
    { threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 },
  ];
  let [hits, alarms] = [0, 0];
  while (hits < up.length || alarms < down.length) {
    const threshold = Math.max(
      up[hits] ?? Number.NEGATIVE_INFINITY,
      down[alarms] ?? Number.NEGATIVE_INFINITY,
    );
    while (hits < up.length && at(up, hits) >= threshold) hits += 1;
    while (alarms < down.length && at(down, alarms) >= threshold) alarms += 1;
    points.push({ threshold, falsePositiveRate: alarms / down.length, truePositiveRate: hits / up.length });
  }
  return points;
}
