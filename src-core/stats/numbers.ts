import { LightboxError } from '../base/errors.ts';

/** The value at a place that exists. @throws LightboxError INTERNAL where it does not. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined)
    throw new LightboxError('INTERNAL', `There is no value ${index} of ${values.length}.`);
  return value;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The arithmetic mean; of no values, 0 / 0. */
export function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += at(values, index);
  return total / values.length;
}

/** The sample covariance, with n - 1; two series of the same length. */
export function covariance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [firstMean, secondMean] = [mean(first), mean(second)];
  let total = 0;
  for (let index = 0; index < first.length; index += 1) {
    total += (at(first, index) - firstMean) * (at(second, index) - secondMean);
  }
  return total / (first.length - 1);
}

/** The sample variance, with n - 1. */
export function variance(values: ArrayLike<number>): number {
  return covariance(values, values);
}

/** A quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7: the default of R and numpy). */
export function quantile(values: ArrayLike<number>, probability: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const value = at(sorted, below);
  return below + 1 < sorted.length ? value + (place - below) * (at(sorted, below + 1) - value) : value;
}

/** Mid-ranks from 1 (ties share the mean of their ranks), in the order of the values. */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index);
  order.sort((first, second) => at(values, first) - at(values, second));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && at(values, at(order, end)) === at(values, at(order, start))) end += 1;
    for (let place = start; place < end; place += 1) ranks[at(order, place)] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Adds to one place of a vector. */
export function addTo(values: Float64Array, index: number, value: number): void {
  values[index] = (values[index] ?? 0) + value;
}

/** A matrix of zeros as rows. */
export function zeros(rows: number, columns: number): Float64Array[] {
  return Array.from({ length: rows }, () => new Float64Array(columns));
}

/** The groups of items with the same key, in the order of their first item. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
