import { normalTwoSided } from '../distributions.ts';
import { at, midRanks, sum } from '../numbers.ts';
import { defined, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';

export interface WilcoxonTest extends TestResult {
  /** Signed-rank: the sum of ranks of positive differences, V. Rank-sum: pairs that the first sample wins, W. */
  readonly statistic: number;
  readonly method: 'exact' | 'normal';
  /** Pairs without a difference, which the signed-rank test leaves out. */
  readonly zeros: number;
  readonly ties: boolean;
  /** Signed-rank: matched-pairs rank-biserial correlation. Rank-sum: the same of two samples, 2 AUC - 1. */
  readonly rankBiserial: number;
}

export interface WilcoxonOptions {
  /** Of the normal approximation; as R does by default. */
  readonly continuity?: boolean;
}

/** Up to here the exact distribution is used, where there are no ties. */
const MOST_EXACT = 50;

/**
 * Wilcoxon's signed-rank test of paired values, two-sided: exact below 50 pairs without ties or zeros, else normal with
 * the variance corrected for ties (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd edition, 3.1).
 * @param differences first minus second
 */
export function signedRankTest(
  differences: readonly number[],
  { continuity = true }: WilcoxonOptions = {},
): Statistic<WilcoxonTest> {
  const used = differences.filter((value) => value !== 0);
  const zeros = differences.length - used.length;
  const n = used.length;
  if (n === 0) return undefinedBecause(differences.length === 0 ? 'there is no pair' : 'no pair differs');
  const ranks = midRanks(used.map(Math.abs));
  const statistic = sum(used.map((value, index) => (value > 0 ? at(ranks, index) : 0)));
  const groups = tieSizes(ranks);
  const ties = groups.some((size) => size > 1);
  const rankBiserial = (4 * statistic) / (n * (n + 1)) - 1;
  const common = { statistic, zeros, ties, rankBiserial };
  if (!ties && zeros === 0 && n < MOST_EXACT) {
    const { lower, upper } = tails(signedRankCounts(n), statistic);
    return defined({
      ...common,
      method: 'exact',
      distribution: 'exact',
      pValue: Math.min(1, 2 * Math.min(lower, upper)),
    });
  }
  const centred = statistic - (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - sum(groups.map((size) => size ** 3 - size)) / 48;
  return defined({ ...common, ...normal(centred, variance, continuity) });
}

/**
 * Wilcoxon's rank-sum (Mann-Whitney) test of two samples, two-sided: exact below 50 values each without ties, else normal
 * with the variance corrected for ties (Hollander, Wolfe and Chicken, 4.1).
 */
export function rankSumTest(
  first: readonly number[],
  second: readonly number[],
  { continuity = true }: WilcoxonOptions = {},
): Statistic<WilcoxonTest> {
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) return undefinedBecause('one sample is empty');
  const ranks = midRanks([...first, ...second]);
  const statistic = sum(ranks.slice(0, m)) - (m * (m + 1)) / 2;
  const groups = tieSizes(ranks);
  const ties = groups.some((size) => size > 1);
  const common = { statistic, zeros: 0, ties, rankBiserial: (2 * statistic) / (m * n) - 1 };
  if (!ties && m < MOST_EXACT && n < MOST_EXACT) {
    const { lower, upper } = tails(rankSumCounts(m, n), statistic);
    return defined({
      ...common,
      method: 'exact',
      distribution: 'exact',
      pValue: Math.min(1, 2 * Math.min(lower, upper)),
    });
  }
  const total = m + n;
  const correction = sum(groups.map((size) => size ** 3 - size)) / (total * (total - 1));
  const variance = ((m * n) / 12) * (total + 1 - correction);
  if (variance === 0) return undefinedBecause('all values are the same');
  return defined({ ...common, ...normal(statistic - (m * n) / 2, variance, continuity) });
}

function normal(centred: number, variance: number, continuity: boolean) {
  const z = (centred - (continuity ? Math.sign(centred) / 2 : 0)) / Math.sqrt(variance);
  return { method: 'normal', distribution: 'normal', pValue: normalTwoSided(z) } as const;
}

function tieSizes(ranks: Float64Array): number[] {
  const sizes = new Map<number, number>();
  for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1);
  return [...sizes.values()];
}

/** P(X <= statistic) and P(X >= statistic) from the counts of every value. */
function tails(counts: Float64Array, statistic: number): { lower: number; upper: number } {
  const all = sum(counts);
  return { lower: sum(counts.slice(0, statistic + 1)) / all, upper: sum(counts.slice(statistic)) / all };
}

/** How many of the 2^n choices of ranks 1 to n have each sum. */
function signedRankCounts(n: number): Float64Array {
  const counts = new Float64Array((n * (n + 1)) / 2 + 1);
  counts[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let total = counts.length - 1; total >= rank; total -= 1) {
      counts[total] = at(counts, total) + at(counts, total - rank);
    }
  }
  return counts;
}

/** How many of the choices of m among m + n have each number of pairs won: the Gaussian binomial coefficients. */
function rankSumCounts(m: number, n: number): Float64Array {
  const counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let k = 1; k <= m; k += 1) {
    for (let total = counts.length - 1; total >= n + k; total -= 1) {
      counts[total] = at(counts, total) - at(counts, total - n - k);
    }
    for (let total = k; total < counts.length; total += 1) {
      counts[total] = at(counts, total) + at(counts, total - k);
    }
  }
  return counts;
}
