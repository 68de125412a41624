import { normalQuantile, normalTwoSided, studentQuantile, studentTwoSided } from '../distributions.ts';
import { logitInterval } from '../logit-interval.ts';
import { at } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { sharedCovariance } from './covariance.ts';
import { empiricalCovariance } from './empirical-variance.ts';
import type { Endpoint } from './endpoint.ts';
import type { MrmcCell, MrmcData } from './mrmc-data.ts';
import { pairs } from './obuchowski-rockette.ts';
import { aucKernel, binaryKernel, designSums, type KernelArray, outcomeSums } from './u-statistic.ts';

export interface OneShotEstimate {
  /** The mean of the readers' own results. */
  readonly estimate: number;
  readonly standardError: number;
  /** Satterthwaite's, from the variances between readers, negative and positive cases; infinite for fixed readers. */
  readonly df: number;
  readonly interval: Interval;
  /** With the normal distribution in place of t. */
  readonly normalInterval: Interval;
}

export interface OneShotModality extends OneShotEstimate {
  /** The t interval on the log-odds scale. */
  readonly logitInterval: Interval;
}

export interface OneShotComparison extends OneShotEstimate {
  /** Indices of the modalities; the estimate is the first minus the second. */
  readonly first: number;
  readonly second: number;
  readonly covariance: number;
  readonly test: TestResult;
  readonly normalTest: TestResult;
}

export interface OneShotAnalysis {
  readonly modalities: readonly Statistic<OneShotModality>[];
  readonly comparisons: readonly Statistic<OneShotComparison>[];
}

/**
 * The U-statistic ("one-shot") analysis of iMRMC, readers and cases random, fully crossed or not: every reader's result
 * counts the same; its variance is A^2 minus the unbiased estimate of (E A)^2 from pairs that share no reader and no
 * case (Gallas, Acad Radiol 2006; Gallas, Bandos, Samuelson and Wagner, Commun Stat Theory Methods 2009; binary
 * outcomes: Gallas, Pennello and Myers, J Opt Soc Am A 2007). Degrees of freedom after Obuchowski, Gallas and Hillis
 * (Acad Radiol 2012). The U-statistic is unbiased and may come out negative; it is undefined then.
 * @param variance `never negative`: the biased one of the empirical distribution (empirical-variance.ts), for such data
 */
export function oneShotAnalysis(
  data: MrmcData,
  endpoint: Endpoint,
  level = 0.95,
  variance: 'unbiased' | 'never negative' = 'unbiased',
): OneShotAnalysis {
  const covarianceOf = variance === 'unbiased' ? unbiasedCovariance : empiricalCovariance;
  const kernels = data.cells.map((row) => kernelOf(row, endpoint));
  const problems = kernels.map(({ weights }) =>
    weights.filter((weight) => weight > 0).length < 2 ? 'fewer than two readers have a result' : null,
  );
  const variances = kernels.map((kernel) => covarianceOf(kernel, kernel));
  return {
    modalities: kernels.map((kernel, modality) => {
      const problem = at(problems, modality);
      if (problem !== null) return undefinedBecause(problem);
      const own = at(variances, modality);
      if (!own.defined) return own;
      const found = estimateOf(kernel.outcomes.total, own.value, dfParts(kernel), level, 0);
      return found.defined ? defined(withLogit(found.value, level)) : found;
    }),
    comparisons: pairs(kernels.length).map(([first, second]) => {
      const problem = at(problems, first) ?? at(problems, second);
      if (problem !== null) return undefinedBecause(problem);
      const [one, other] = [at(kernels, first), at(kernels, second)];
      const [ofFirst, ofSecond, between] = [
        at(variances, first),
        at(variances, second),
        covarianceOf(one, other),
      ];
      if (!ofFirst.defined) return ofFirst;
      if (!ofSecond.defined) return ofSecond;
      if (!between.defined) return between;
      const total = ofFirst.value + ofSecond.value - 2 * between.value;
      const difference = one.outcomes.total - other.outcomes.total;
      const found = estimateOf(difference, total, dfParts(one, other), level, -1);
      if (!found.defined) return found;
      const z = difference / found.value.standardError;
      const { df } = found.value;
      return defined({
        ...found.value,
        first,
        second,
        covariance: between.value,
        test: { statistic: z, distribution: 't', df: [df], pValue: studentTwoSided(z, df) },
        normalTest: { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) },
      });
    }),
  };
}

function withLogit(found: OneShotEstimate, level: number): OneShotModality {
  const half = studentQuantile((1 + level) / 2, found.df) * found.standardError;
  return { ...found, logitInterval: logitInterval(found.estimate, half, level) };
}

function kernelOf(row: readonly MrmcCell[], endpoint: Endpoint): KernelArray {
  if (endpoint.kind === 'auc') return aucKernel(row);
  const { kind, threshold } = endpoint;
  const called = (scores: Float64Array, positive: boolean) =>
    Array.from(scores, (score) => (Number.isNaN(score) ? score : Number(score >= threshold === positive)));
  return binaryKernel(
    row.map(({ positives, negatives }) =>
      Float64Array.from([
        ...(kind === 'specificity' ? [] : called(positives, true)),
        ...(kind === 'sensitivity' ? [] : called(negatives, false)),
      ]),
    ),
  );
}

/** Cov(A, B) = A B - M, M the mean product of outcomes that share nothing. */
function unbiasedCovariance(first: KernelArray, second: KernelArray): Statistic<number> {
  const outcomes = outcomeSums(first, second);
  const designs = designSums(first, second);
  // With a single list of cases every pair shares the dummy "positive".
  const binary = first.positives === 1 && first.read.every(({ positives }) => positives.length === 1);
  const [sum, weight] = binary ? [outcomes.positive, designs.positive] : [outcomes.none, designs.none];
  if (weight === 0) return undefinedBecause('no two readings share neither reader nor case');
  return defined(first.outcomes.total * second.outcomes.total - sum / weight);
}

function estimateOf(
  estimate: number,
  variance: number,
  parts: readonly { readonly variance: number; readonly df: number }[],
  level: number,
  lowest: number,
): Statistic<OneShotEstimate> {
  if (variance <= 1e-15) {
    return undefinedBecause('the variance is not positive: too few readers or cases for this analysis');
  }
  const df = variance ** 2 / parts.reduce((total, part) => total + part.variance ** 2 / part.df, 0);
  const standardError = Math.sqrt(variance);
  const around = (quantile: number): Interval => ({
    lower: Math.max(lowest, estimate - quantile * standardError),
    upper: Math.min(1, estimate + quantile * standardError),
    level,
  });
  const tail = (1 + level) / 2;
  return defined({
    estimate,
    standardError,
    df,
    interval: around(studentQuantile(tail, df)),
    normalInterval: around(normalQuantile(tail)),
  });
}

/** The variances of the mean over readers and over each kind of cases, with their degrees of freedom. */
function dfParts(first: KernelArray, second?: KernelArray) {
  const lists = (['reader', 'negative', 'positive'] as const).filter(
    (list) => list === 'reader' || first.outcomes[list].length > 1,
  );
  return lists.map((list) => {
    const one = contributions(first, list);
    if (second === undefined) {
      return { variance: sharedCovariance(one.values, one.values, one.count ** 2), df: one.count - 1 };
    }
    const other = contributions(second, list);
    const variance =
      sharedCovariance(one.values, one.values, one.count ** 2) +
      sharedCovariance(other.values, other.values, other.count ** 2) -
      2 * sharedCovariance(one.values, other.values, one.count * other.count);
    const either = one.values.filter(
      (value, index) => !Number.isNaN(value) || !Number.isNaN(at(other.values, index)),
    ).length;
    return { variance: Math.max(0, variance), df: either - 1 };
  });
}

/** What each reader or case adds to the mean, centred, times their number; NaN where there is no reading. */
function contributions({ outcomes, designs }: KernelArray, list: 'reader' | 'negative' | 'positive') {
  const count = designs[list].filter((weight) => weight > 0).length;
  const values = outcomes[list].map((value, index) => {
    const weight = at(designs[list], index);
    return weight > 0 ? count * (value - outcomes.total * weight) : Number.NaN;
  });
  return { values, count };
}
