import { LightboxError } from '../../base/errors.ts';
import { binomialCdf, binomialProbability } from '../distributions.ts';
import { checkCounts } from './proportion-interval.ts';

export type Alternative = 'two-sided' | 'greater' | 'less';

/** Outcomes that differ in probability by rounding alone count as equally likely, as in R's binom.test. */
const RELATIVE_ERROR = 1 + 1e-7;

/**
 * The exact binomial test against chance. Two-sided: the probability of all outcomes that are no likelier than the
 * observed one. It holds for independent trials; cases read by several readers are not (see clustered-proportion.ts).
 * @param chance the probability of success under the null hypothesis, 0 to 1: 1 / n for a choice among n
 * @returns the p value
 */
export function binomialTest(
  successes: number,
  trials: number,
  chance: number,
  alternative: Alternative = 'two-sided',
): number {
  checkCounts(successes, trials);
  if (!(chance >= 0 && chance <= 1))
    throw new LightboxError('BAD_INPUT', `A chance of ${chance} is not from 0 to 1.`);
  // P(X >= k) is P(failures <= n - k).
  if (alternative === 'greater') return binomialCdf(trials - successes, trials, 1 - chance);
  if (alternative === 'less') return binomialCdf(successes, trials, chance);
  const observed = binomialProbability(successes, trials, chance) * RELATIVE_ERROR;
  let total = 0;
  for (let k = 0; k <= trials; k += 1) {
    const probability = binomialProbability(k, trials, chance);
    if (probability <= observed) total += probability;
  }
  return Math.min(1, total);
}
