import { at } from './numbers.ts';

/** Who gave a number, and on what. */
export interface Clustered {
  readonly reader: string;
  readonly case: string;
}

/** Variances of a sum of influences, by what is taken to be drawn; the clusters' numbers. */
export interface TwoWayVariance {
  readonly reader: number;
  readonly case: number;
  /** V(reader) + V(case) - V(reader x case), and no less than either alone. */
  readonly both: number;
  readonly readers: number;
  readonly cases: number;
}

/**
 * The variance of an estimate that is a sum of its observations' influences (what each adds beyond the estimate), whose
 * observations cluster by readers, by cases, or by both (Cameron, Gelbach and Miller, J Bus Econ Stat 2011; for reader
 * studies Miglioretti and Heagerty, Am J Epidemiol 2007), each part with m / (m - 1) for m clusters.
 * @param influences in the observations' order; they add up to 0
 */
export function twoWayVariance(
  observations: readonly Clustered[],
  influences: ArrayLike<number>,
): TwoWayVariance {
  const readers = new Map<string, number>();
  const cases = new Map<string, number>();
  const cells = new Map<string, number>();
  const add = (totals: Map<string, number>, key: string, value: number): void => {
    totals.set(key, (totals.get(key) ?? 0) + value);
  };
  observations.forEach((observation, index) => {
    const value = at(influences, index);
    add(readers, observation.reader, value);
    add(cases, observation.case, value);
    add(cells, `${observation.reader}\n${observation.case}`, value);
  });
  const [ofReaders, ofCases] = [clusterVariance(readers), clusterVariance(cases)];
  return {
    reader: ofReaders,
    case: ofCases,
    both: Math.max(ofReaders + ofCases - clusterVariance(cells), ofReaders, ofCases),
    readers: readers.size,
    cases: cases.size,
  };
}

function clusterVariance(totals: ReadonlyMap<string, number>): number {
  let squares = 0;
  for (const value of totals.values()) squares += value * value;
  return (totals.size / (totals.size - 1)) * squares;
}
