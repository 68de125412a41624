import { LightboxError } from '../../base/errors.ts';
import { betaQuantile, normalQuantile } from '../distributions.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';

export interface Proportion {
  readonly successes: number;
  readonly trials: number;
  readonly estimate: number;
  readonly wilson: Interval;
  readonly clopperPearson: Interval;
}

/** A proportion with both of its intervals; undefined without a trial. */
export function proportion(
  successes: number,
  trials: number,
  level = 0.95,
  what = 'trial',
): Statistic<Proportion> {
  checkCounts(successes, trials);
  if (trials === 0) return undefinedBecause(`there is no ${what}`);
  return defined({
    successes,
    trials,
    estimate: successes / trials,
    wilson: wilsonInterval(successes, trials, level),
    clopperPearson: clopperPearsonInterval(successes, trials, level),
  });
}

/** Wilson's score interval without continuity correction (Wilson, JASA 1927; Newcombe, Stat Med 1998, method 3). */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  checkCounts(successes, trials);
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return {
    lower: successes === 0 ? 0 : (centre - half) / scale,
    upper: successes === trials ? 1 : (centre + half) / scale,
    level,
  };
}

/** The exact interval (Clopper and Pearson, Biometrika 1934), by quantiles of the beta distribution. */
export function clopperPearsonInterval(successes: number, trials: number, level = 0.95): Interval {
  checkCounts(successes, trials);
  const tail = (1 - level) / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    upper: successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
    level,
  };
}

/** @throws LightboxError BAD_INPUT unless both are whole and 0 <= successes <= trials. */
export function checkCounts(successes: number, trials: number): void {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (whole && successes >= 0 && successes <= trials) return;
  throw new LightboxError('BAD_INPUT', `${successes} of ${trials} is no count of successes and trials.`);
}
