import { at } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { symmetric } from './covariance.ts';
import type { Endpoint, ReaderResult } from './endpoint.ts';
import type { MrmcData } from './mrmc-data.ts';

/** What the cases of each group add together to one reader's result in each stratum. */
interface GroupSums {
  /** By stratum: of every group with a case that was read. */
  readonly strata: readonly ReadonlyMap<string, number>[];
  readonly total: ReadonlyMap<string, number>;
}

/**
 * The covariance of all readers' results over groups of cases that belong together (films of one patient, images of one
 * prompt), by modality times readers plus reader: of areas after Obuchowski (Biometrics 1997, equations 5 to 9), whose
 * sums of structural components by cluster take the place of single cases, within and across truths; of proportions, the
 * same with one stratum. Where every group is a single case and everybody read everything it is DeLong's.
 * @param groupOf the group of each case
 */
export function clusteredCovariance(
  data: MrmcData,
  results: readonly (readonly ReaderResult[])[],
  { kind }: Endpoint,
  groupOf: ReadonlyMap<string, string>,
): Statistic<Float64Array[]> {
  const names = strataNames(data, kind);
  const cells = results.flat().map((result) => groupSums(result, names, groupOf));
  if (cells.some(({ strata }) => strata.some((sums) => sums.size < 2))) {
    return undefinedBecause('a reader read a single group of cases of one truth, which has no variance');
  }
  return defined(
    symmetric(cells.length, (first, second) => {
      const [one, other] = [at(cells, first), at(cells, second)];
      const within = one.strata.map((sums, stratum) => product(sums, at(other.strata, stratum)));
      const across = one.strata.flatMap((sums, stratum) =>
        other.strata.flatMap((others, next) => (next === stratum ? [] : [crossed(sums, others, one.total)])),
      );
      return [...within, ...across].reduce((total, value) => total + value, 0);
    }),
  );
}

function strataNames({ positives, negatives }: MrmcData, kind: Endpoint['kind']): (readonly string[])[] {
  switch (kind) {
    case 'auc':
      return [positives, negatives];
    case 'sensitivity':
      return [positives];
    case 'specificity':
      return [negatives];
    case 'accuracy':
      return [[...positives, ...negatives]];
  }
}

function groupSums(
  { estimate, strata, counts }: ReaderResult,
  names: readonly (readonly string[])[],
  groupOf: ReadonlyMap<string, string>,
): GroupSums {
  const total = new Map<string, number>();
  const add = (sums: Map<string, number>, group: string, value: number): void => {
    sums.set(group, (sums.get(group) ?? 0) + value);
  };
  const byStratum = strata.map((values, stratum) => {
    const sums = new Map<string, number>();
    values.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const name = at(at(names, stratum), index);
      const group = groupOf.get(name) ?? name;
      const influence = (value - estimate) / at(counts, stratum);
      add(sums, group, influence);
      add(total, group, influence);
    });
    return sums;
  });
  return { strata: byStratum, total };
}

/** Over the groups that both have, with m / (m - 1). */
function product(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let [shared, total] = [0, 0];
  for (const [group, value] of one) {
    const beside = other.get(group);
    if (beside === undefined) continue;
    shared += 1;
    total += value * beside;
  }
  return shared < 2 ? 0 : (shared / (shared - 1)) * total;
}

/** Across truths: over groups that hold both, with m / (m - 1) for all m groups. */
function crossed(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
  all: ReadonlyMap<string, number>,
): number {
  let total = 0;
  for (const [group, value] of one) total += value * (other.get(group) ?? 0);
  return all.size < 2 ? 0 : (all.size / (all.size - 1)) * total;
}
