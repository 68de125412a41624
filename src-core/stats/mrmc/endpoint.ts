import { at } from '../numbers.ts';
import { placements } from '../roc/placements.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import type { MrmcCell, MrmcData } from './mrmc-data.ts';

/** What is measured of every reader. A binary one calls a case positive where its score is at least the threshold. */
export type Endpoint =
  | { readonly kind: 'auc' }
  | { readonly kind: 'sensitivity' | 'specificity' | 'accuracy'; readonly threshold: number };

/**
 * One reader's result under one modality, and what each case adds to it: the estimate is the mean of every stratum's
 * contributions (AUC: placements of positive and of negative cases; binary: right or wrong).
 */
export interface ReaderResult {
  readonly estimate: number;
  /** A list for each stratum, a place for every case of the study; NaN where the reader did not read it. */
  readonly strata: readonly Float64Array[];
  readonly counts: readonly number[];
}

/** The results of all readers by modality, then reader; undefined where one of them has none. */
export function readerResults(data: MrmcData, endpoint: Endpoint): Statistic<ReaderResult[][]> {
  const results: ReaderResult[][] = [];
  for (const [modality, row] of data.cells.entries()) {
    const ofReaders: ReaderResult[] = [];
    for (const [reader, cell] of row.entries()) {
      const result = resultOf(cell, endpoint);
      if (result.counts.some((count) => count === 0)) {
        const kind = result.counts.length === 2 ? (result.counts[0] === 0 ? 'positive ' : 'negative ') : '';
        return undefinedBecause(
          `${at(data.readers, reader)} read no ${kind}case under ${at(data.modalities, modality)}`,
        );
      }
      ofReaders.push(result);
    }
    results.push(ofReaders);
  }
  return defined(results);
}

function resultOf({ positives, negatives }: MrmcCell, endpoint: Endpoint): ReaderResult {
  if (endpoint.kind === 'auc') {
    const [up, down] = [compact(positives), compact(negatives)];
    if (up.length === 0 || down.length === 0) {
      return { estimate: Number.NaN, strata: [positives, negatives], counts: [up.length, down.length] };
    }
    const found = placements(up, down);
    const strata = [spread(positives, found.positive), spread(negatives, found.negative)];
    return { estimate: found.auc, strata, counts: [up.length, down.length] };
  }
  const called = (score: number, positive: boolean): number =>
    Number.isNaN(score) ? score : Number(score >= endpoint.threshold === positive);
  const right = [
    ...(endpoint.kind === 'specificity' ? [] : Array.from(positives, (score) => called(score, true))),
    ...(endpoint.kind === 'sensitivity' ? [] : Array.from(negatives, (score) => called(score, false))),
  ];
  const read = right.filter((value) => !Number.isNaN(value));
  const estimate = read.reduce((total, value) => total + value, 0) / read.length;
  return { estimate, strata: [Float64Array.from(right)], counts: [read.length] };
}

/** The values that are there. */
export function compact(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function spread(places: Float64Array, values: Float64Array): Float64Array {
  let next = 0;
  return places.map((place) => {
    if (Number.isNaN(place)) return place;
    next += 1;
    return at(values, next - 1);
  });
}
