import { type Codes, crossed } from '../codes.ts';
import { addTo, at } from '../numbers.ts';

/** A statistic of observations with weights, how often each was drawn; NaN where it does not exist. */
type WeightedFunction<Observation> = (observations: readonly Observation[], weights: Float64Array) => number;

/** A statistic that is a function of weighted sums over the observations, as means and their differences are. */
export interface SummedStatistic<Observation> {
  /** What an observation of weight 1 adds to each sum; as many numbers for every observation. */
  readonly termsOf: (observation: Observation) => readonly number[];
  /** The statistic of the sums; NaN where it does not exist. */
  readonly of: (sums: readonly number[]) => number;
}

export type WeightedStatistic<Observation> = WeightedFunction<Observation> | SummedStatistic<Observation>;

/**
 * The statistic as a function of how often every cluster of each list was drawn: an observation weighs the product of its
 * clusters' times. A statistic of sums adds up its observations by cell once; others weigh every observation each time.
 */
export function statisticOfDraws<Observation>(
  observations: readonly Observation[],
  statistic: WeightedStatistic<Observation>,
  lists: readonly Codes[],
): (times: readonly Float64Array[]) => number {
  if (typeof statistic !== 'function') return ofSums(observations, statistic, lists);
  const weights = new Float64Array(observations.length);
  return (times) => {
    weights.fill(1);
    lists.forEach(({ of }, list) => {
      const drawn = at(times, list);
      for (let index = 0; index < weights.length; index += 1)
        weights[index] = (weights[index] ?? 0) * (drawn[of[index] ?? 0] ?? 0);
    });
    return statistic(observations, weights);
  };
}

/** One sum over a cluster of the shorter list: the clusters of the longer one that add to it, and what each adds. */
interface Part {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

function ofSums<Observation>(
  observations: readonly Observation[],
  { termsOf, of }: SummedStatistic<Observation>,
  lists: readonly Codes[],
): (times: readonly Float64Array[]) => number {
  // Long rows are quick to add up; of a single list there is one.
  const places = lists.map((_, place) => place).sort((a, b) => at(lists, b).count - at(lists, a).count);
  const [longer = 0, shorter = -1] = places;
  const alone: Codes = { of: new Int32Array(observations.length), count: 1 };
  const terms = observations.map(termsOf);
  const rows = rowsOf(terms, lists[shorter] ?? alone, at(lists, longer));
  const once = Float64Array.of(1);
  return (times) => {
    const [ofRows, ofColumns] = [times[shorter] ?? once, at(times, longer)];
    const totals = new Float64Array(terms[0]?.length ?? 0);
    for (let row = 0; row < rows.length; row += 1) {
      const drawn = ofRows[row] ?? 0;
      if (drawn !== 0) addRow(totals, drawn, at(rows, row), ofColumns);
    }
    return of([...totals]);
  };
}

function addRow(totals: Float64Array, drawn: number, parts: readonly Part[], ofColumns: Float64Array): void {
  for (let k = 0; k < parts.length; k += 1) {
    const { columns, values } = at(parts, k);
    let total = 0;
    for (let cell = 0; cell < columns.length; cell += 1)
      total += (values[cell] ?? 0) * (ofColumns[columns[cell] ?? 0] ?? 0);
    addTo(totals, k, drawn * total);
  }
}

/** By cluster of the shorter list, its part of every sum. */
function rowsOf(terms: readonly (readonly number[])[], shorter: Codes, longer: Codes): Part[][] {
  const cells = crossed(shorter, longer);
  const sums = (terms[0] ?? []).map(() => new Float64Array(cells.count));
  const columns = new Int32Array(cells.count);
  const members = Array.from({ length: shorter.count }, () => new Set<number>());
  cells.of.forEach((cell, index) => {
    at(terms, index).forEach((term, k) => {
      addTo(at(sums, k), cell, term);
    });
    columns[cell] = at(longer.of, index);
    at(members, at(shorter.of, index)).add(cell);
  });
  return members.map((own) =>
    sums.map((values) => {
      const adding = Int32Array.from(own).filter((cell) => at(values, cell) !== 0);
      return {
        columns: adding.map((cell) => at(columns, cell)),
        values: Float64Array.from(adding, (cell) => at(values, cell)),
      };
    }),
  );
}
