import { normalDensity, normalQuantile } from '../distributions.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import type { Confusion } from './confusion.ts';

/**
 * What is done to rates of 0 and 1, whose d' would be infinite. `log-linear` adds a half to both counts of every reader
 * (Hautus, Behav Res Methods 1995); `extreme-only` puts 1 / 2n and 1 - 1 / 2n in place of 0 and 1 (Macmillan and Kaplan,
 * Psychol Bull 1985); `none` leaves them undefined.
 */
export type RateCorrection = 'none' | 'log-linear' | 'extreme-only';

export interface SignalDetection {
  readonly correction: RateCorrection;
  /** After the correction. */
  readonly hitRate: number;
  readonly falseAlarmRate: number;
  /** z(hit) - z(false alarm). */
  readonly dPrime: number;
  readonly dPrimeStandardError: number;
  readonly dPrimeInterval: Interval;
  /** -(z(hit) + z(false alarm)) / 2: positive leans to "negative". */
  readonly criterion: number;
  readonly criterionStandardError: number;
  readonly criterionInterval: Interval;
  /** ln beta = d' c. */
  readonly logBeta: number;
}

/**
 * d' and criterion of a yes-no task under equal-variance normal theory (Macmillan and Creelman, Detection Theory, 2nd
 * edition, chapters 1 and 2); the variances by Gourevitch and Galanter (Psychometrika 1967).
 */
export function signalDetection(
  { truePositive, falseNegative, falsePositive, trueNegative }: Confusion,
  correction: RateCorrection = 'log-linear',
  level = 0.95,
): Statistic<SignalDetection> {
  const positives = truePositive + falseNegative;
  const negatives = falsePositive + trueNegative;
  if (positives === 0) return undefinedBecause('there is no positive case');
  if (negatives === 0) return undefinedBecause('there is no negative case');
  const hitRate = correctedRate(truePositive, positives, correction);
  const falseAlarmRate = correctedRate(falsePositive, negatives, correction);
  if ([hitRate, falseAlarmRate].some((rate) => rate === 0 || rate === 1)) {
    return undefinedBecause('a hit or false-alarm rate is 0 or 1, and no correction was asked for');
  }
  const [zHit, zFalse] = [normalQuantile(hitRate), normalQuantile(falseAlarmRate)];
  const spread = (rate: number, count: number, z: number) =>
    (rate * (1 - rate)) / (count * normalDensity(z) ** 2);
  const error = Math.sqrt(spread(hitRate, positives, zHit) + spread(falseAlarmRate, negatives, zFalse));
  const dPrime = zHit - zFalse;
  const criterion = -(zHit + zFalse) / 2;
  const half = normalQuantile((1 + level) / 2) * error;
  return defined({
    correction,
    hitRate,
    falseAlarmRate,
    dPrime,
    dPrimeStandardError: error,
    dPrimeInterval: { lower: dPrime - half, upper: dPrime + half, level },
    criterion,
    // Both quantiles enter by a half, and independently.
    criterionStandardError: error / 2,
    criterionInterval: { lower: criterion - half / 2, upper: criterion + half / 2, level },
    logBeta: dPrime * criterion,
  });
}

function correctedRate(count: number, total: number, correction: RateCorrection): number {
  if (correction === 'log-linear') return (count + 0.5) / (total + 1);
  if (correction === 'none' || (count > 0 && count < total)) return count / total;
  return count === 0 ? 1 / (2 * total) : 1 - 1 / (2 * total);
}
