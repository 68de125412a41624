import {
  chiSquareUpper,
  fUpper,
  normalQuantile,
  normalTwoSided,
  studentQuantile,
  studentTwoSided,
} from '../distributions.ts';
import { logitInterval } from '../logit-interval.ts';
import { at, mean, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';

/** Which populations the conclusions are for. */
export type Inference = 'random readers and cases' | 'fixed readers' | 'fixed cases';

export interface OrComponents {
  /** Mean squares of the readers' results; of modalities and the interaction null with a single modality. */
  readonly modality: number | null;
  readonly reader: number;
  readonly interaction: number | null;
  /** Averages of the covariance of results: of the same, of a reader under two modalities, of two readers under one, of both different. */
  readonly variance: number;
  readonly cov1: number;
  readonly cov2: number;
  readonly cov3: number;
  /** Variance components of readers and of the interaction; may come out negative, as estimates do. */
  readonly readerVariance: number | null;
  readonly interactionVariance: number | null;
}

export interface OrEstimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Null: infinite, the normal distribution. */
  readonly df: number | null;
  readonly interval: Interval;
}

export interface OrModality extends OrEstimate {
  /** On the log-odds scale, which keeps its level where the result is high or readers and cases are few. */
  readonly logitInterval: Interval;
}

export interface OrComparison extends OrEstimate {
  /** Indices of the modalities; the estimate is the first minus the second. */
  readonly first: number;
  readonly second: number;
  readonly test: TestResult;
}

export interface OrAnalysis {
  readonly components: OrComponents;
  readonly analyses: Readonly<
    Record<
      Inference,
      {
        /** Of no difference between all modalities; undefined with a single one. */
        readonly global: Statistic<TestResult>;
        readonly comparisons: readonly Statistic<OrComparison>[];
        readonly modalities: readonly Statistic<OrModality>[];
      }
    >
  >;
}

/**
 * The analysis of Obuchowski and Rockette (Commun Stat Simul Comput 1995) with Hillis' denominator degrees of freedom
 * (Hillis, Stat Med 2007; Hillis, Stat Med 2014 for its equations), from each reader's result under each modality and
 * their covariance. An interval of one modality rests on that modality's data alone.
 * @param estimates by modality, then reader
 * @param covariance of all of them, in the order modality times readers plus reader
 */
export function obuchowskiRockette(
  estimates: readonly (readonly number[])[],
  covariance: readonly Float64Array[],
  level = 0.95,
): Statistic<OrAnalysis> {
  const readers = estimates[0]?.length ?? 0;
  if (readers < 2) return undefinedBecause('fewer than two readers have no variance between them');
  const components = componentsOf(estimates, covariance, readers);
  const of = (inference: Inference) => ({
    global: globalTest(components, estimates.length, readers, inference),
    comparisons: pairs(estimates.length).map(([first, second]) =>
      comparison(components, estimates, first, second, inference, level),
    ),
    modalities: estimates.map((row, modality) => single(row, covariance, modality, inference, level)),
  });
  return defined({
    components,
    analyses: {
      'random readers and cases': of('random readers and cases'),
      'fixed readers': of('fixed readers'),
      'fixed cases': of('fixed cases'),
    },
  });
}

function componentsOf(
  estimates: readonly (readonly number[])[],
  covariance: readonly Float64Array[],
  r: number,
): OrComponents {
  const t = estimates.length;
  const grand = mean(estimates.flat());
  const byModality = estimates.map(mean);
  const byReader = Array.from({ length: r }, (_, reader) => mean(estimates.map((row) => at(row, reader))));
  const squares = (values: readonly number[]) => sum(values.map((value) => (value - grand) ** 2));
  const rest = sum(
    estimates.flatMap((row, i) =>
      row.map((value, j) => (value - at(byModality, i) - at(byReader, j) + grand) ** 2),
    ),
  );
  const reader = (t * squares(byReader)) / (r - 1);
  const averages = averageCovariances(covariance, t, r);
  const { variance, cov1, cov2, cov3 } = averages;
  if (t === 1) {
    return {
      modality: null,
      reader,
      interaction: null,
      ...averages,
      readerVariance: null,
      interactionVariance: null,
    };
  }
  const interaction = rest / ((t - 1) * (r - 1));
  return {
    modality: (r * squares(byModality)) / (t - 1),
    reader,
    interaction,
    ...averages,
    readerVariance: (reader - interaction) / t - cov1 + cov3,
    interactionVariance: interaction - variance + cov1 + cov2 - cov3,
  };
}

function averageCovariances(covariance: readonly Float64Array[], t: number, r: number) {
  const totals = { variance: 0, cov1: 0, cov2: 0, cov3: 0 };
  covariance.forEach((row, first) => {
    row.forEach((value, second) => {
      const sameModality = Math.floor(first / r) === Math.floor(second / r);
      const sameReader = first % r === second % r;
      totals[sameModality ? (sameReader ? 'variance' : 'cov2') : sameReader ? 'cov1' : 'cov3'] += value;
    });
  });
  return {
    variance: totals.variance / (t * r),
    cov1: t === 1 ? 0 : totals.cov1 / (t * (t - 1) * r),
    cov2: totals.cov2 / (t * r * (r - 1)),
    cov3: t === 1 ? 0 : totals.cov3 / (t * (t - 1) * r * (r - 1)),
  };
}

/** The denominator of the modality's mean square and its degrees of freedom; null: infinite. */
function denominator(components: OrComponents, t: number, r: number, inference: Inference) {
  const { variance, cov1, cov2, cov3 } = components;
  const interaction = components.interaction ?? 0;
  const across = Math.max(cov2 - cov3, 0);
  const interactionDf = (t - 1) * (r - 1);
  switch (inference) {
    case 'random readers and cases': {
      const value = interaction + r * across;
      return { value, df: interaction === 0 ? null : (value / interaction) ** 2 * interactionDf };
    }
    case 'fixed readers':
      return { value: variance - cov1 + (r - 1) * across, df: null };
    case 'fixed cases':
      return { value: interaction, df: interactionDf };
  }
}

const NO_VARIANCE = 'the difference has no estimated variance: readers score alike under all modalities';

function globalTest(
  components: OrComponents,
  t: number,
  r: number,
  inference: Inference,
): Statistic<TestResult> {
  if (components.modality === null) return undefinedBecause('there is a single modality');
  const { value, df } = denominator(components, t, r, inference);
  if (!(value > 1e-15)) return undefinedBecause(NO_VARIANCE);
  const f = components.modality / value;
  if (df === null) {
    const statistic = f * (t - 1);
    return defined({
      statistic,
      distribution: 'chi-square',
      df: [t - 1],
      pValue: chiSquareUpper(statistic, t - 1),
    });
  }
  return defined({ statistic: f, distribution: 'F', df: [t - 1, df], pValue: fUpper(f, t - 1, df) });
}

function comparison(
  components: OrComponents,
  estimates: readonly (readonly number[])[],
  first: number,
  second: number,
  inference: Inference,
  level: number,
): Statistic<OrComparison> {
  const r = at(estimates, first).length;
  const { value, df } = denominator(components, estimates.length, r, inference);
  if (!(value > 1e-15)) return undefinedBecause(NO_VARIANCE);
  const difference = mean(at(estimates, first)) - mean(at(estimates, second));
  const standardError = Math.sqrt((2 / r) * value);
  const statistic = difference / standardError;
  return defined({
    first,
    second,
    ...withInterval(difference, standardError, df, level, -1),
    test:
      df === null
        ? { statistic, distribution: 'normal', pValue: normalTwoSided(statistic) }
        : { statistic, distribution: 't', df: [df], pValue: studentTwoSided(statistic, df) },
  });
}

function single(
  row: readonly number[],
  covariance: readonly Float64Array[],
  modality: number,
  inference: Inference,
  level: number,
): Statistic<OrModality> {
  const r = row.length;
  const block = covariance
    .slice(modality * r, (modality + 1) * r)
    .map((line) => line.slice(modality * r, (modality + 1) * r));
  const { variance, cov2 } = averageCovariances(block, 1, r);
  const centre = mean(row);
  const readers = sum(row.map((value) => (value - centre) ** 2)) / (r - 1);
  const across = Math.max(cov2, 0);
  const total = {
    'random readers and cases': readers + r * across,
    'fixed readers': variance + (r - 1) * across,
    'fixed cases': readers,
  }[inference];
  if (!(total > 1e-15)) return undefinedBecause('the readers have no variance under this modality');
  const df =
    inference === 'fixed readers' || readers === 0
      ? null
      : inference === 'fixed cases'
        ? r - 1
        : (total / readers) ** 2 * (r - 1);
  const standardError = Math.sqrt(total / r);
  return defined({
    ...withInterval(centre, standardError, df, level, 0),
    logitInterval: logitInterval(centre, halfWidth(standardError, df, level), level),
  });
}

function halfWidth(standardError: number, df: number | null, level: number): number {
  const tail = (1 + level) / 2;
  return standardError * (df === null ? normalQuantile(tail) : studentQuantile(tail, df));
}

function withInterval(
  estimate: number,
  standardError: number,
  df: number | null,
  level: number,
  lowest: number,
): OrEstimate {
  const half = halfWidth(standardError, df, level);
  const interval = { lower: Math.max(lowest, estimate - half), upper: Math.min(1, estimate + half), level };
  return { estimate, standardError, df, interval };
}

/** All pairs of indices, the first before the second. */
export function pairs(count: number): [number, number][] {
  return Array.from({ length: count }, (_, first) => first).flatMap((first) =>
    Array.from({ length: count - first - 1 }, (_, step): [number, number] => [first, first + step + 1]),
  );
}
