import { type Proportion, proportion } from '../proportion/proportion-interval.ts';
import type { Statistic } from '../statistic.ts';

/** Decisions of one reader by truth; "positive" is what the study is about (a synthetic film, a disease). */
export interface Confusion {
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
}

export interface ReaderMeasures {
  readonly counts: Confusion;
  readonly sensitivity: Statistic<Proportion>;
  readonly specificity: Statistic<Proportion>;
  readonly accuracy: Statistic<Proportion>;
  /** With the share of positive cases as in the study, not in practice. */
  readonly positivePredictiveValue: Statistic<Proportion>;
  readonly negativePredictiveValue: Statistic<Proportion>;
}

/** Counts decisions; each has a truth and a call. */
export function confusionOf(
  decisions: Iterable<{ readonly truth: boolean; readonly call: boolean }>,
): Confusion {
  const counts = { truePositive: 0, falseNegative: 0, falsePositive: 0, trueNegative: 0 };
  for (const { truth, call } of decisions) {
    const cell = truth ? (call ? 'truePositive' : 'falseNegative') : call ? 'falsePositive' : 'trueNegative';
    counts[cell] += 1;
  }
  return counts;
}

/** Sensitivity, specificity, accuracy and predictive values, each with Wilson and Clopper-Pearson intervals. */
export function readerMeasures(counts: Confusion, level = 0.95): ReaderMeasures {
  const { truePositive, falseNegative, falsePositive, trueNegative } = counts;
  const positives = truePositive + falseNegative;
  const negatives = falsePositive + trueNegative;
  const share = (hits: number, of: number, what: string) => proportion(hits, of, level, what);
  return {
    counts,
    sensitivity: share(truePositive, positives, 'positive case'),
    specificity: share(trueNegative, negatives, 'negative case'),
    accuracy: share(truePositive + trueNegative, positives + negatives, 'case'),
    positivePredictiveValue: share(truePositive, truePositive + falsePositive, 'positive call'),
    negativePredictiveValue: share(trueNegative, trueNegative + falseNegative, 'negative call'),
  };
}
