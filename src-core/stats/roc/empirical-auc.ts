import { LightboxError } from '../../base/errors.ts';
import { normalQuantile, normalTwoSided } from '../distributions.ts';
import { logitInterval } from '../logit-interval.ts';
import { at, covariance, variance } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { placements } from './placements.ts';

/** A case with its truth and one reader's score; higher means more positive. */
export interface ScoredCase {
  readonly case: string;
  readonly positive: boolean;
  readonly score: number;
}

export interface EmpiricalAuc {
  readonly estimate: number;
  readonly standardError: number;
  /** Cut at 0 and 1. */
  readonly interval: Interval;
  /** On the log-odds scale: keeps its level better where the AUC is high or cases are few. */
  readonly logitInterval: Interval;
  /** Of 0.5, two-sided. */
  readonly test: TestResult;
  readonly positives: number;
  readonly negatives: number;
}

export interface AucComparison {
  readonly first: number;
  readonly second: number;
  /** First minus second. */
  readonly difference: number;
  readonly standardError: number;
  readonly covariance: number;
  readonly interval: Interval;
  readonly test: TestResult;
  readonly design: 'paired' | 'unpaired' | 'partly paired';
  readonly sharedPositives: number;
  readonly sharedNegatives: number;
}

/**
 * Empirical AUC with DeLong's variance (DeLong, DeLong and Clarke-Pearson, Biometrics 1988), with the normal interval and
 * that of its log odds (logit-interval.ts).
 */
export function empiricalAuc(cases: readonly ScoredCase[], level = 0.95): Statistic<EmpiricalAuc> {
  const scored = componentsOf(cases);
  if (!scored.defined) return scored;
  const { auc, positive, negative } = scored.value;
  const [positives, negatives] = [positive.size, negative.size];
  const spread = varianceOf(scored.value);
  if (!spread.defined) return spread;
  const standardError = Math.sqrt(spread.value);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = (auc - 0.5) / standardError;
  return defined({
    estimate: auc,
    standardError,
    interval: { lower: Math.max(0, auc - half), upper: Math.min(1, auc + half), level },
    logitInterval: logitInterval(auc, half, level),
    test: { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) },
    positives,
    negatives,
  });
}

/**
 * Compares two AUCs with DeLong's covariance over the cases that both share: all of them (paired), none (unpaired), or
 * some, as where two generating models share their real cases. Cases are matched by name; one that is shared has the
 * same truth in both.
 * @throws LightboxError BAD_INPUT for a case named twice in one of them, or with two truths.
 */
export function compareAucs(
  first: readonly ScoredCase[],
  second: readonly ScoredCase[],
  level = 0.95,
): Statistic<AucComparison> {
  const [one, other] = [componentsOf(first), componentsOf(second)];
  if (!one.defined) return one;
  if (!other.defined) return other;
  const [firstVariance, secondVariance] = [varianceOf(one.value), varianceOf(other.value)];
  if (!firstVariance.defined) return firstVariance;
  if (!secondVariance.defined) return secondVariance;
  refuseTwoTruths(one.value, other.value);
  const positive = sharedCovariance(one.value.positive, other.value.positive);
  const negative = sharedCovariance(one.value.negative, other.value.negative);
  const between = positive.covariance + negative.covariance;
  const spread = firstVariance.value + secondVariance.value - 2 * between;
  const difference = one.value.auc - other.value.auc;
  if (!(spread > 1e-15)) return undefinedBecause('the difference has no variance: both score alike');
  const standardError = Math.sqrt(spread);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = difference / standardError;
  const allShared = positive.shared + negative.shared;
  return defined({
    first: one.value.auc,
    second: other.value.auc,
    difference,
    standardError,
    covariance: between,
    interval: { lower: Math.max(-1, difference - half), upper: Math.min(1, difference + half), level },
    test: { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) },
    design:
      allShared === 0
        ? 'unpaired'
        : allShared === first.length && allShared === second.length
          ? 'paired'
          : 'partly paired',
    sharedPositives: positive.shared,
    sharedNegatives: negative.shared,
  });
}

interface Components {
  readonly auc: number;
  readonly positive: ReadonlyMap<string, number>;
  readonly negative: ReadonlyMap<string, number>;
}

function componentsOf(cases: readonly ScoredCase[]): Statistic<Components> {
  const [positives, negatives] = [true, false].map((truth) =>
    cases.filter(({ positive }) => positive === truth),
  );
  if (positives === undefined || positives.length === 0) return undefinedBecause('there is no positive case');
  if (negatives === undefined || negatives.length === 0) return undefinedBecause('there is no negative case');
  const names = new Set<string>();
  for (const { case: name, score } of cases) {
    if (names.has(name)) throw new LightboxError('BAD_INPUT', `The case ${name} is scored twice.`);
    if (!Number.isFinite(score))
      throw new LightboxError('BAD_INPUT', `The score of the case ${name} is ${score}.`);
    names.add(name);
  }
  const found = placements(
    positives.map(({ score }) => score),
    negatives.map(({ score }) => score),
  );
  const named = (of: readonly ScoredCase[], values: Float64Array) =>
    new Map(of.map(({ case: name }, index) => [name, at(values, index)]));
  return defined({
    auc: found.auc,
    positive: named(positives, found.positive),
    negative: named(negatives, found.negative),
  });
}

function varianceOf({ auc, positive, negative }: Components): Statistic<number> {
  const [up, down] = [[...positive.values()], [...negative.values()]];
  if (up.length < 2 || down.length < 2) {
    return undefinedBecause(`a single ${up.length < 2 ? 'positive' : 'negative'} case has no variance`);
  }
  const spread = variance(up) / up.length + variance(down) / down.length;
  if (spread > 0) return defined(spread);
  return undefinedBecause(`the AUC is ${auc} without any overlap of scores: it has no estimated variance`);
}

/** DeLong's covariance over shared cases: s / (n1 n2) times their sample covariance. */
function sharedCovariance(first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>) {
  const names = [...first.keys()].filter((name) => second.has(name));
  const shared = names.length;
  if (shared < 2) return { shared, covariance: 0 };
  const of = (values: ReadonlyMap<string, number>) => names.map((name) => values.get(name) ?? 0);
  return { shared, covariance: (shared / (first.size * second.size)) * covariance(of(first), of(second)) };
}

function refuseTwoTruths(one: Components, other: Components): void {
  const both = (first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>) =>
    [...first.keys()].find((name) => second.has(name));
  const name = both(one.positive, other.negative) ?? both(one.negative, other.positive);
  if (name !== undefined) {
    throw new LightboxError('BAD_INPUT', `The case ${name} is positive in one and negative in the other.`);
  }
}
