import { type Random, uniformInteger } from '../../base/random.ts';
import { at, covariance, mean, zeros } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, type WorkHooks } from '../steps.ts';
import type { ReaderResult } from './endpoint.ts';
import type { MrmcCell } from './mrmc-data.ts';

/**
 * The covariance of all readers' results over cases, by modality times readers plus reader, after DeLong, DeLong and
 * Clarke-Pearson (Biometrics 1988): in each stratum s / (n1 n2) times the sample covariance over the s cases that both
 * read. Cases that modalities share enter it, others do not; a proportion is the case of one stratum.
 */
export function deLongCovariance(results: readonly (readonly ReaderResult[])[]): Statistic<Float64Array[]> {
  const cells = results.flat();
  if (cells.some(({ counts }) => counts.some((count) => count < 2))) {
    return undefinedBecause('a reader read a single case of one truth, which has no variance');
  }
  return defined(
    symmetric(cells.length, (first, second) => {
      const [one, other] = [at(cells, first), at(cells, second)];
      let total = 0;
      one.strata.forEach((values, stratum) => {
        total += sharedCovariance(
          values,
          at(other.strata, stratum),
          at(one.counts, stratum) * at(other.counts, stratum),
        );
      });
      return total;
    }),
  );
}

/** s / (n1 n2) times the covariance of two series over the places that both have. */
export function sharedCovariance(first: Float64Array, second: Float64Array, product: number): number {
  let [shared, firstSum, secondSum, products] = [0, 0, 0, 0];
  for (let index = 0; index < first.length; index += 1) {
    const [one, other] = [first[index] ?? Number.NaN, second[index] ?? Number.NaN];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    shared += 1;
    firstSum += one;
    secondSum += other;
    products += one * other;
  }
  if (shared < 2) return 0;
  return (shared / product) * ((products - (firstSum * secondSum) / shared) / (shared - 1));
}

/**
 * The jackknife over cases of both truths (Hillis, Obuchowski, Schartz and Berbaum, Stat Med 2005): (n - 1) / n times
 * the sum of products of deviations. Leaving out a case changes a mean of contributions by itself alone, so that no
 * curve is computed again. It needs every reader to have read every case under every modality.
 */
export function jackknifeCovariance(
  results: readonly (readonly ReaderResult[])[],
): Statistic<Float64Array[]> {
  const cells = results.flat();
  const complete = cells.every(({ strata, counts }) =>
    strata.every((values, k) => values.length === counts[k]),
  );
  if (!complete)
    return undefinedBecause('the jackknife needs every reader to read every case under every modality');
  if (cells.some(({ counts }) => counts.some((count) => count < 2))) {
    return undefinedBecause('without its single case of one truth a result does not exist');
  }
  const left = cells.map(({ estimate, strata }) =>
    Float64Array.from(
      strata.flatMap((values) => {
        const own = mean(values);
        return Array.from(values, (value) => estimate + (own - value) / (values.length - 1));
      }),
    ),
  );
  const n = left[0]?.length ?? 0;
  const scale = (n - 1) ** 2 / n;
  return defined(
    symmetric(cells.length, (first, second) => scale * covariance(at(left, first), at(left, second))),
  );
}

/**
 * The bootstrap over cases, drawn with replacement within truth: the sample covariance of the AUCs of all replicates.
 * Each cell's scores are sorted once; a replicate counts weights along that order.
 * @param cells by modality, then reader
 * @throws LightboxError CANCELLED when the hook says so.
 */
export function bootstrapAucCovariance(
  cells: readonly (readonly MrmcCell[])[],
  random: Random,
  replicates: number,
  hooks: WorkHooks = {},
): Statistic<Float64Array[]> {
  return finish(bootstrapAucCovarianceSteps(cells, random, replicates), hooks, replicates);
}

/** `bootstrapAucCovariance`, a step for each replicate. */
export function* bootstrapAucCovarianceSteps(
  cells: readonly (readonly MrmcCell[])[],
  random: Random,
  replicates: number,
): Steps<Statistic<Float64Array[]>> {
  const flat = cells.flat();
  const sorted = flat.map(sortCell);
  const [positives, negatives] = [flat[0]?.positives.length ?? 0, flat[0]?.negatives.length ?? 0];
  const weights = new Float64Array(positives + negatives);
  const drawn = flat.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    weights.fill(0);
    drawInto(weights, 0, positives, random);
    drawInto(weights, positives, negatives, random);
    for (const [index, cell] of sorted.entries()) {
      const auc = weightedAuc(cell, weights);
      if (Number.isNaN(auc)) return undefinedBecause('a replicate left a reader without a case of one truth');
      at(drawn, index)[replicate] = auc;
    }
    yield (replicate + 1) / replicates;
  }
  return defined(symmetric(flat.length, (first, second) => covariance(at(drawn, first), at(drawn, second))));
}

interface SortedCell {
  /** Cases by rising score: positives first, then negatives, as indices into the weights. */
  readonly order: Int32Array;
  readonly positive: Uint8Array;
  /** The place after the last one with the same score. */
  readonly ends: Int32Array;
}

function sortCell({ positives, negatives }: MrmcCell): SortedCell {
  const scores = [...positives, ...negatives];
  const read = scores.flatMap((score, index) => (Number.isNaN(score) ? [] : [index]));
  read.sort((first, second) => at(scores, first) - at(scores, second));
  const ends = new Int32Array(read.length);
  for (let place = read.length - 1; place >= 0; place -= 1) {
    const next = place + 1;
    const tied = next < read.length && at(scores, at(read, next)) === at(scores, at(read, place));
    ends[place] = tied ? at(ends, next) : next;
  }
  const positive = Uint8Array.from(read, (index) => Number(index < positives.length));
  return { order: Int32Array.from(read), positive, ends };
}

function weightedAuc({ order, positive, ends }: SortedCell, weights: Float64Array): number {
  let [below, wins, up] = [0, 0, 0];
  for (let place = 0; place < order.length; ) {
    const end = ends[place] ?? order.length;
    let [positiveHere, negativeHere] = [0, 0];
    for (; place < end; place += 1) {
      const weight = weights[order[place] ?? 0] ?? 0;
      if (positive[place] === 1) positiveHere += weight;
      else negativeHere += weight;
    }
    wins += positiveHere * (below + negativeHere / 2);
    below += negativeHere;
    up += positiveHere;
  }
  return wins / (up * below);
}

function drawInto(weights: Float64Array, start: number, count: number, random: Random): void {
  for (let draw = 0; draw < count; draw += 1) {
    const index = start + uniformInteger(random, count);
    weights[index] = at(weights, index) + 1;
  }
}

/** A symmetric matrix of `size` rows from its entries on and above the diagonal. */
export function symmetric(size: number, entry: (first: number, second: number) => number): Float64Array[] {
  const matrix = zeros(size, size);
  for (let first = 0; first < size; first += 1) {
    for (let second = first; second < size; second += 1) {
      const value = entry(first, second);
      at(matrix, first)[second] = value;
      at(matrix, second)[first] = value;
    }
  }
  return matrix;
}
