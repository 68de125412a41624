import { type Random, uniformInteger } from '../../base/random.ts';
import { at, sum, variance } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, type WorkHooks, within } from '../steps.ts';
import type { Clustered } from '../two-way-variance.ts';
import { type BootstrapIntervals, bootstrapIntervals } from './bootstrap-intervals.ts';

export interface BootstrapResult extends BootstrapIntervals {
  readonly estimate: number;
  readonly standardError: number;
  readonly replicates: number;
  /** Replicates in which the statistic did not exist; they are left out. */
  readonly undefinedReplicates: number;
}

/** A statistic of observations with weights, how often each was drawn; NaN where it does not exist. */
export type WeightedStatistic<Observation> = (
  observations: readonly Observation[],
  weights: Float64Array,
) => number;

/** What is drawn; `reading`: a reader's readings of one case, as if none were alike. */
export type DrawnBy = 'reader' | 'case' | 'both' | 'reading';

export interface BootstrapOptions {
  readonly by: 'reader' | 'case' | 'both';
  readonly random: Random;
  readonly replicates?: number;
  readonly level?: number;
}

const REPLICATES = 2000;

/**
 * The bootstrap by clusters: whole readers, whole cases, or both drawn independently (Owen, Ann Appl Stat 2007: the
 * product of both weights, which errs on the wide side; two-way-bootstrap.ts does not).
 * @throws LightboxError CANCELLED when the hook says so.
 */
export function clusteredBootstrap<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  options: BootstrapOptions & { readonly hooks?: WorkHooks },
): Statistic<BootstrapResult> {
  const steps = clusteredBootstrapSteps(observations, statistic, options);
  return finish(steps, options.hooks, options.replicates ?? REPLICATES);
}

/** `clusteredBootstrap`, a step for each replicate and each cluster left out. */
export function* clusteredBootstrapSteps<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  { by, random, replicates = REPLICATES, level = 0.95 }: BootstrapOptions,
): Steps<Statistic<BootstrapResult>> {
  const lists = clusterLists(observations, by);
  const clusters = sum(lists.map(({ count }) => count));
  const drawn = replicates / (replicates + clusters);
  const steps = bootstrapReplicatesSteps(observations, statistic, { by, random, replicates });
  const found = yield* within(0, drawn, steps);
  if (!found.defined) return found;
  const weights = new Float64Array(observations.length);
  const leftOut: number[][] = [];
  for (const { of, count } of lists) {
    const values: number[] = [];
    for (let cluster = 0; cluster < count; cluster += 1) {
      of.forEach((own, index) => {
        weights[index] = Number(own !== cluster);
      });
      values.push(statistic(observations, weights));
      yield drawn + ((1 - drawn) * (sum(leftOut.map(({ length }) => length)) + cluster + 1)) / clusters;
    }
    leftOut.push(values);
  }
  const { estimate, values } = found.value;
  return defined({
    estimate,
    standardError: Math.sqrt(variance(values)),
    ...bootstrapIntervals(estimate, values, leftOut, level),
    replicates,
    undefinedReplicates: replicates - values.length,
  });
}

/** The statistic in so many draws of clusters, without those in which it does not exist; a step for each. */
export function* bootstrapReplicatesSteps<Observation extends Clustered>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  { by, random, replicates = REPLICATES }: Omit<BootstrapOptions, 'by'> & { readonly by: DrawnBy },
): Steps<Statistic<{ readonly estimate: number; readonly values: readonly number[] }>> {
  const estimate = statistic(observations, new Float64Array(observations.length).fill(1));
  if (Number.isNaN(estimate)) return undefinedBecause('the statistic does not exist in the data themselves');
  const lists = clusterLists(observations, by);
  const small = lists.find(({ count }) => count < 2);
  if (small !== undefined) return undefinedBecause('fewer than two clusters cannot be drawn from');
  const values: number[] = [];
  const weights = new Float64Array(observations.length);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    weights.fill(1);
    for (const { of, count } of lists) {
      const times = new Float64Array(count);
      for (let draw = 0; draw < count; draw += 1) {
        const index = uniformInteger(random, count);
        times[index] = at(times, index) + 1;
      }
      for (let index = 0; index < weights.length; index += 1)
        weights[index] = (weights[index] ?? 0) * (times[of[index] ?? 0] ?? 0);
    }
    const value = statistic(observations, weights);
    if (!Number.isNaN(value)) values.push(value);
    yield (replicate + 1) / replicates;
  }
  return values.length < 2
    ? undefinedBecause('the statistic exists in no replicate')
    : defined({ estimate, values });
}

function clusterLists(observations: readonly Clustered[], by: DrawnBy) {
  return [
    ...(by === 'reader' || by === 'both' ? [indexed(observations, ({ reader }) => reader)] : []),
    ...(by === 'case' || by === 'both' ? [indexed(observations, (entry) => entry.case)] : []),
    ...(by === 'reading' ? [indexed(observations, (entry) => `${entry.reader}\n${entry.case}`)] : []),
  ];
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
