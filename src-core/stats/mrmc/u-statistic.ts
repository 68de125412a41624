import { at } from '../numbers.ts';
import type { MrmcCell } from './mrmc-data.ts';

/**
 * Sums of a weighted array over readers, negative and positive cases, and over each set of these indices. Index 0 is
 * readers; a binary outcome has a single list of cases in place 1 and none in place 2.
 */
export interface Margins {
  readonly total: number;
  readonly reader: Float64Array;
  readonly negative: Float64Array;
  readonly positive: Float64Array;
  readonly readerNegative: Float64Array;
  readonly readerPositive: Float64Array;
  readonly negativePositive: Float64Array;
}

/** One modality's success scores with weights that give every reader the same share. */
export interface KernelArray {
  readonly readers: number;
  readonly negatives: number;
  readonly positives: number;
  /** Twice the success score of (reader, negative, positive): 0, 1 for a tie, 2; 0 where it was not read. */
  readonly success: Uint8Array;
  /** A reader's weight of a pair that he read, and for each case whether he did. */
  readonly weights: Float64Array;
  readonly read: readonly { readonly negatives: Uint8Array; readonly positives: Uint8Array }[];
  readonly outcomes: Margins;
  readonly designs: Margins;
}

/**
 * The success scores of every pair of a positive and a negative case, 1 where the positive one has the higher score and
 * 1/2 for a tie; each reader's AUC over the cases read counts the same.
 */
export function aucKernel(row: readonly MrmcCell[]): KernelArray {
  const [negatives, positives] = [row[0]?.negatives.length ?? 0, row[0]?.positives.length ?? 0];
  const success = new Uint8Array(row.length * negatives * positives);
  row.forEach((cell, r) => {
    let place = r * negatives * positives;
    for (let i = 0; i < negatives; i += 1) {
      const below = cell.negatives[i] ?? Number.NaN;
      for (let j = 0; j < positives; j += 1, place += 1) {
        const above = cell.positives[j] ?? Number.NaN;
        success[place] = above > below ? 2 : above === below ? 1 : 0;
      }
    }
  });
  const read = row.map((cell) => ({
    negatives: present(cell.negatives),
    positives: present(cell.positives),
  }));
  return kernelOf(row.length, negatives, positives, success, read);
}

/** Right (1) or wrong (0) of every reader and case, NaN where unread; as a kernel with a single "positive". */
export function binaryKernel(outcomes: readonly Float64Array[]): KernelArray {
  const cases = outcomes[0]?.length ?? 0;
  const success = Uint8Array.from(
    outcomes.flatMap((list) => Array.from(list, (value) => (value === 1 ? 2 : 0))),
  );
  const read = outcomes.map((list) => ({ negatives: present(list), positives: Uint8Array.of(1) }));
  return kernelOf(outcomes.length, cases, 1, success, read);
}

function present(values: Float64Array): Uint8Array {
  return Uint8Array.from(values, (value) => Number(!Number.isNaN(value)));
}

function kernelOf(
  readers: number,
  negatives: number,
  positives: number,
  success: Uint8Array,
  read: KernelArray['read'],
): KernelArray {
  const pairs = read.map((flags) => count(flags.negatives) * count(flags.positives));
  const active = pairs.filter((number) => number > 0).length;
  const weights = Float64Array.from(pairs, (number) => (number > 0 ? 1 / (active * number) : 0));
  const outcomes = emptyMargins(readers, negatives, positives);
  const designs = emptyMargins(readers, negatives, positives);
  let place = 0;
  for (let r = 0; r < readers; r += 1) {
    const weight = at(weights, r);
    const flags = at(read, r);
    for (let i = 0; i < negatives; i += 1) {
      if (flags.negatives[i] !== 1 || weight === 0) {
        place += positives;
        continue;
      }
      for (let j = 0; j < positives; j += 1, place += 1) {
        if (flags.positives[j] !== 1) continue;
        add(outcomes, r, i, j, (weight * (success[place] ?? 0)) / 2);
        add(designs, r, i, j, weight);
      }
    }
  }
  return {
    readers,
    negatives,
    positives,
    success,
    weights,
    read,
    outcomes: withTotal(outcomes),
    designs: withTotal(designs),
  };
}

function count(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) total += flag;
  return total;
}

function emptyMargins(readers: number, negatives: number, positives: number) {
  return {
    sizes: { negatives, positives },
    reader: new Float64Array(readers),
    negative: new Float64Array(negatives),
    positive: new Float64Array(positives),
    readerNegative: new Float64Array(readers * negatives),
    readerPositive: new Float64Array(readers * positives),
    negativePositive: new Float64Array(negatives * positives),
  };
}

function add(margins: ReturnType<typeof emptyMargins>, r: number, i: number, j: number, value: number): void {
  const { negatives, positives } = margins.sizes;
  const readerNegative = r * negatives + i;
  const readerPositive = r * positives + j;
  const negativePositive = i * positives + j;
  margins.readerNegative[readerNegative] = (margins.readerNegative[readerNegative] ?? 0) + value;
  margins.readerPositive[readerPositive] = (margins.readerPositive[readerPositive] ?? 0) + value;
  margins.negativePositive[negativePositive] = (margins.negativePositive[negativePositive] ?? 0) + value;
}

function withTotal({ sizes, ...margins }: ReturnType<typeof emptyMargins>): Margins {
  const { negatives } = sizes;
  let total = 0;
  margins.readerNegative.forEach((value, place) => {
    const r = Math.floor(place / negatives);
    const i = place % negatives;
    margins.reader[r] = at(margins.reader, r) + value;
    margins.negative[i] = at(margins.negative, i) + value;
    total += value;
  });
  margins.readerPositive.forEach((value, place) => {
    const j = place % sizes.positives;
    margins.positive[j] = at(margins.positive, j) + value;
  });
  return { ...margins, total };
}

/** Sums over pairs of (reader, negative, positive), for every set of indices. */
export interface SharedSums {
  readonly none: number;
  readonly reader: number;
  readonly negative: number;
  readonly positive: number;
  readonly readerNegative: number;
  readonly readerPositive: number;
  readonly negativePositive: number;
  readonly all: number;
}

/** Of pairs that share exactly the named indices: by inclusion and exclusion over the sums of products of margins. */
export function outcomeSums(first: KernelArray, second: KernelArray): SharedSums {
  return sharedSums(first.outcomes, second.outcomes, outcomeProduct(first, second));
}

/** Of pairs that share at least the named indices; `none` is of all pairs. */
export function overlapSums(first: KernelArray, second: KernelArray): SharedSums {
  return atLeast(first.outcomes, second.outcomes, outcomeProduct(first, second));
}

export function designSums(first: KernelArray, second: KernelArray): SharedSums {
  return sharedSums(first.designs, second.designs, designProduct(first, second));
}

function atLeast(first: Margins, second: Margins, all: number): SharedSums {
  return {
    none: first.total * second.total,
    reader: dot(first.reader, second.reader),
    negative: dot(first.negative, second.negative),
    positive: dot(first.positive, second.positive),
    readerNegative: dot(first.readerNegative, second.readerNegative),
    readerPositive: dot(first.readerPositive, second.readerPositive),
    negativePositive: dot(first.negativePositive, second.negativePositive),
    all,
  };
}

function sharedSums(first: Margins, second: Margins, all: number): SharedSums {
  const { none, ...least } = atLeast(first, second, all);
  const two = {
    readerNegative: least.readerNegative - all,
    readerPositive: least.readerPositive - all,
    negativePositive: least.negativePositive - all,
  };
  const one = {
    reader: least.reader - two.readerNegative - two.readerPositive - all,
    negative: least.negative - two.readerNegative - two.negativePositive - all,
    positive: least.positive - two.readerPositive - two.negativePositive - all,
  };
  const sharing = Object.values({ ...one, ...two }).reduce((total, value) => total + value, all);
  return { ...one, ...two, all, none: none - sharing };
}

function dot(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < first.length; index += 1) total += (first[index] ?? 0) * (second[index] ?? 0);
  return total;
}

/** The sum of products of outcomes over the same reader and pair; what was not read has success 0. */
function outcomeProduct(first: KernelArray, second: KernelArray): number {
  const size = first.negatives * first.positives;
  let total = 0;
  for (let r = 0; r < first.readers; r += 1) {
    let products = 0;
    for (let place = r * size; place < (r + 1) * size; place += 1) {
      products += (first.success[place] ?? 0) * (second.success[place] ?? 0);
    }
    total += (at(first.weights, r) * at(second.weights, r) * products) / 4;
  }
  return total;
}

/** The same of the weights alone. */
function designProduct(first: KernelArray, second: KernelArray): number {
  let total = 0;
  for (let r = 0; r < first.readers; r += 1) {
    const [one, other] = [at(first.read, r), at(second.read, r)];
    const pairs = dot(one.negatives, other.negatives) * dot(one.positives, other.positives);
    total += at(first.weights, r) * at(second.weights, r) * pairs;
  }
  return total;
}
