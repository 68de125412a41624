import { type Random, uniformInteger } from '../../base/random.ts';
import { normalCdf, normalQuantile } from '../distributions.ts';
import { at, quantile, variance } from '../numbers.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, type WorkHooks } from '../steps.ts';

export interface Clustered {
  readonly reader: string;
  readonly case: string;
}

export interface BootstrapResult {
  readonly estimate: number;
  readonly standardError: number;
  readonly percentile: Interval;
  /** Corrected for the median bias of the replicates (Efron and Tibshirani 1993, chapter 14, without acceleration). */
  readonly biasCorrected: Interval;
  readonly replicates: number;
  /** Replicates in which the statistic did not exist; they are left out. */
  readonly undefinedReplicates: number;
}

export interface BootstrapOptions {
  readonly by: 'reader' | 'case' | 'both';
  readonly random: Random;
  readonly replicates?: number;
  readonly level?: number;
}

const REPLICATES = 2000;

/**
 * The bootstrap by clusters: whole readers, whole cases, or both drawn independently (Owen, Ann Appl Stat 2007: the
 * product of both weights, which errs on the wide side).
 * @param statistic of observations with weights, how often each was drawn; NaN where it does not exist
 * @throws LightboxError CANCELLED when the hook says so.
 */
export function clusteredBootstrap<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: (observations: readonly Observation[], weights: Float64Array) => number,
  options: BootstrapOptions & { readonly hooks?: WorkHooks },
): Statistic<BootstrapResult> {
  const steps = clusteredBootstrapSteps(observations, statistic, options);
  return finish(steps, options.hooks, options.replicates ?? REPLICATES);
}

/** `clusteredBootstrap`, a step for each replicate. */
export function* clusteredBootstrapSteps<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: (observations: readonly Observation[], weights: Float64Array) => number,
  { by, random, replicates = REPLICATES, level = 0.95 }: BootstrapOptions,
): Steps<Statistic<BootstrapResult>> {
  const estimate = statistic(observations, new Float64Array(observations.length).fill(1));
  if (Number.isNaN(estimate)) return undefinedBecause('the statistic does not exist in the data themselves');
  const lists = [
    ...(by === 'case' ? [] : [indexed(observations, ({ reader }) => reader)]),
    ...(by === 'reader' ? [] : [indexed(observations, (entry) => entry.case)]),
  ];
  const small = lists.find(({ count }) => count < 2);
  if (small !== undefined) return undefinedBecause('fewer than two clusters cannot be drawn from');
  const found: number[] = [];
  const weights = new Float64Array(observations.length);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    weights.fill(1);
    for (const { of, count } of lists) {
      const times = new Float64Array(count);
      for (let draw = 0; draw < count; draw += 1) {
        const index = uniformInteger(random, count);
        times[index] = at(times, index) + 1;
      }
      of.forEach((cluster, index) => {
        weights[index] = at(weights, index) * at(times, cluster);
      });
    }
    const value = statistic(observations, weights);
    if (!Number.isNaN(value)) found.push(value);
    yield (replicate + 1) / replicates;
  }
  if (found.length < 2) return undefinedBecause('the statistic exists in no replicate');
  const tail = (1 - level) / 2;
  const below =
    found.filter((value) => value < estimate).length + found.filter((value) => value === estimate).length / 2;
  const bias = normalQuantile(
    Math.min(Math.max(below / found.length, 0.5 / found.length), 1 - 0.5 / found.length),
  );
  const corrected = (probability: number) =>
    quantile(found, normalCdf(2 * bias + normalQuantile(probability)));
  return defined({
    estimate,
    standardError: Math.sqrt(variance(found)),
    percentile: { lower: quantile(found, tail), upper: quantile(found, 1 - tail), level },
    biasCorrected: { lower: corrected(tail), upper: corrected(1 - tail), level },
    replicates,
    undefinedReplicates: replicates - found.length,
  });
}

function indexed<Observation>(
  observations: readonly Observation[],
  key: (observation: Observation) => string,
) {
  const names = new Map<string, number>();
  const of = Int32Array.from(observations, (observation) => {
    const name = key(observation);
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  });
  return { of, count: names.size };
}
