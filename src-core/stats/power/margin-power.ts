import { LightboxError } from '../../base/errors.ts';
import { normalCdf, studentQuantile } from '../distributions.ts';
import { powerOfDifference, type Spread } from './power.ts';

/**
 * What a study is to show of a difference: that it is none of 0 (two-sided at alpha), that it is above -margin (one-sided
 * at alpha / 2), or that it lies within both margins (two one-sided tests at alpha each).
 */
export type Aim =
  | { readonly kind: 'superiority' }
  | { readonly kind: 'non-inferiority' | 'equivalence'; readonly margin: number };

/**
 * The power to reach an aim with an estimate whose standard error is estimated with so many degrees of freedom. Of
 * margins the exact one of the t tests (Owen, Biometrika 1965; Phillips, J Pharmacokinet Biopharm 1990).
 * @throws LightboxError BAD_INPUT for a margin that is not above 0.
 */
export function powerOfAim(
  aim: Aim,
  difference: number,
  { standardError, df }: Spread,
  alpha = 0.05,
): number {
  if (aim.kind === 'superiority') return powerOfDifference(difference, standardError, df, alpha);
  const { margin } = aim;
  if (!(margin > 0)) throw new LightboxError('BAD_INPUT', `A margin of ${margin} is not above 0.`);
  const critical = studentQuantile(1 - (aim.kind === 'equivalence' ? alpha : alpha / 2), df);
  const above = (difference + margin) / standardError;
  const below = (margin - difference) / standardError;
  return overScales(df, (scale) => {
    const reached = normalCdf(above - critical * scale);
    return aim.kind === 'equivalence' ? Math.max(0, reached - normalCdf(critical * scale - below)) : reached;
  });
}

const PIECES = 4000;

/** The mean over the distribution of an estimated standard deviation divided by the true one, by the midpoint rule. */
function overScales(df: number, of: (scale: number) => number): number {
  if (!Number.isFinite(df)) return of(1);
  const reach = 10 / Math.sqrt(df);
  const from = Math.max(0, 1 - reach);
  const width = (1 + reach - from) / PIECES;
  let [total, weights] = [0, 0];
  for (let piece = 0; piece < PIECES; piece += 1) {
    const scale = from + (piece + 0.5) * width;
    // The chi distribution's density, up to a factor that divides out.
    const weight = Math.exp((df - 1) * Math.log(scale) - (df * (scale * scale - 1)) / 2);
    weights += weight;
    total += weight * of(scale);
  }
  return total / weights;
}
