import { type Random, uniformIntegers } from '../../base/random.ts';
import { type Codes, codesOf, crossed } from '../codes.ts';
import { addTo, at, sum, variance } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, type WorkHooks, within } from '../steps.ts';
import type { Clustered } from '../two-way-variance.ts';
import { type BootstrapIntervals, bootstrapIntervals } from './bootstrap-intervals.ts';
import { statisticOfDraws, type WeightedStatistic } from './weighted-statistic.ts';

export interface BootstrapResult extends BootstrapIntervals {
  readonly estimate: number;
  readonly standardError: number;
  readonly replicates: number;
  /** Replicates in which the statistic did not exist; they are left out. */
  readonly undefinedReplicates: number;
}

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
  const ofDraws = statisticOfDraws(observations, statistic, lists);
  const times = onceEach(lists);
  const leftOut: number[][] = [];
  for (const [list, { count }] of lists.entries()) {
    const values: number[] = [];
    for (let cluster = 0; cluster < count; cluster += 1) {
      at(times, list)[cluster] = 0;
      values.push(ofDraws(times));
      at(times, list)[cluster] = 1;
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
  const lists = clusterLists(observations, by);
  const ofDraws = statisticOfDraws(observations, statistic, lists);
  const times = onceEach(lists);
  const estimate = ofDraws(times);
  if (Number.isNaN(estimate)) return undefinedBecause('the statistic does not exist in the data themselves');
  const small = lists.find(({ count }) => count < 2);
  if (small !== undefined) return undefinedBecause('fewer than two clusters cannot be drawn from');
  const values: number[] = [];
  const draws = times.map((drawn) => ({ drawn, next: uniformIntegers(random, drawn.length) }));
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    for (const { drawn, next } of draws) {
      drawn.fill(0);
      for (let draw = 0; draw < drawn.length; draw += 1) addTo(drawn, next(), 1);
    }
    const value = ofDraws(times);
    if (!Number.isNaN(value)) values.push(value);
    yield (replicate + 1) / replicates;
  }
  return values.length < 2
    ? undefinedBecause('the statistic exists in no replicate')
    : defined({ estimate, values });
}

function clusterLists(observations: readonly Clustered[], by: DrawnBy): Codes[] {
  const readers = codesOf(observations.map(({ reader }) => reader));
  if (by === 'reader') return [readers];
  const cases = codesOf(observations.map((entry) => entry.case));
  return by === 'case' ? [cases] : by === 'both' ? [readers, cases] : [crossed(readers, cases)];
}

function onceEach(lists: readonly Codes[]): Float64Array[] {
  return lists.map(({ count }) => new Float64Array(count).fill(1));
}
