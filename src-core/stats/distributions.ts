import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import kernelBetaincinv from '@stdlib/math-base-special-kernel-betaincinv';
import standardNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { at } from './numbers.ts';

/**
 * The distributions that the estimators refer to, over stdlib's incomplete beta and gamma functions (which follow
 * Boost). An infinite number of degrees of freedom gives the limiting distribution.
 */

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** @param probability 0 to 1; 0 and 1 give infinities */
export function normalQuantile(probability: number): number {
  return standardNormalQuantile(probability, 0, 1);
}

/** The two-sided p value of a standard normal statistic. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** P(T > t) with `df` degrees of freedom. */
export function studentUpper(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalCdf(-t);
  const tail = betainc(df / (df + t * t), df / 2, 0.5, true, false) / 2;
  return t >= 0 ? tail : 1 - tail;
}

export function studentTwoSided(t: number, df: number): number {
  return Math.min(1, 2 * studentUpper(Math.abs(t), df));
}

/** @param probability 0 to 1, exclusive */
export function studentQuantile(probability: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(probability);
  if (probability === 0.5) return 0;
  const tail = 2 * Math.min(probability, 1 - probability);
  const [x, complement] = betaQuantilePair(tail, df / 2, 0.5);
  return Math.sign(probability - 0.5) * Math.sqrt((df * complement) / x);
}

/** P(F > f) with `numerator` and `denominator` degrees of freedom. */
export function fUpper(f: number, numerator: number, denominator: number): number {
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  if (denominator === Number.POSITIVE_INFINITY) return chiSquareUpper(f * numerator, numerator);
  return betainc(denominator / (denominator + numerator * f), denominator / 2, numerator / 2, true, false);
}

/** @param probability 0 to 1, exclusive; finite degrees of freedom */
export function fQuantile(probability: number, numerator: number, denominator: number): number {
  const [x, complement] = betaQuantilePair(probability, numerator / 2, denominator / 2);
  return (denominator * x) / (numerator * complement);
}

/** P(X > x) of chi-square. */
export function chiSquareUpper(x: number, df: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);
}

export function betaQuantile(probability: number, a: number, b: number): number {
  return betaQuantilePair(probability, a, b)[0];
}

/** The quantile x and 1 - x, which would lose its digits near 1. */
function betaQuantilePair(probability: number, a: number, b: number): readonly [number, number] {
  const pair = kernelBetaincinv(a, b, probability, 1 - probability);
  return [at(pair, 0), at(pair, 1)];
}

/** P(X <= k), X binomial. */
export function binomialCdf(k: number, trials: number, chance: number): number {
  if (k < 0) return 0;
  if (k >= trials) return 1;
  return betainc(chance, k + 1, trials - k, true, true);
}

/** P(X = k), X binomial. */
export function binomialProbability(k: number, trials: number, chance: number): number {
  if (chance === 0) return k === 0 ? 1 : 0;
  if (chance === 1) return k === trials ? 1 : 0;
  const ways = gammaln(trials + 1) - gammaln(k + 1) - gammaln(trials - k + 1);
  return Math.exp(ways + k * Math.log(chance) + (trials - k) * Math.log1p(-chance));
}

/**
 * P(F > f) of the noncentral F distribution: a Poisson mixture of incomplete beta functions (Johnson, Kotz and
 * Balakrishnan, Continuous Univariate Distributions 2, 30.10), summed outwards from its largest weight.
 * @param noncentrality lambda, 0 or more; a finite denominator
 */
export function noncentralFUpper(
  f: number,
  numerator: number,
  denominator: number,
  noncentrality: number,
): number {
  if (noncentrality === 0) return fUpper(f, numerator, denominator);
  if (f <= 0) return 1;
  const x = denominator / (denominator + numerator * f);
  const half = noncentrality / 2;
  const weight = (j: number): number => Math.exp(j * Math.log(half) - half - gammaln(j + 1));
  const term = (j: number): number => weight(j) * betainc(x, denominator / 2, numerator / 2 + j, true, false);
  const middle = Math.floor(half);
  let total = 0;
  for (let j = middle; j >= 0; j -= 1) {
    total += term(j);
    if (weight(j) < 1e-17) break;
  }
  for (let j = middle + 1; ; j += 1) {
    total += term(j);
    if (weight(j) < 1e-17) break;
  }
  return Math.min(1, total);
}
