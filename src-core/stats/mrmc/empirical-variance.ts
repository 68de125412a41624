import { at } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { type KernelArray, overlapSums } from './u-statistic.ts';

/**
 * The covariance of two modalities' mean results if readers, negative and positive cases were drawn from those of the
 * study, each with replacement: the maximum-likelihood ("MLE") variance of iMRMC, and the limit of a bootstrap over all
 * three (Gallas, Bandos, Samuelson and Wagner, Commun Stat Theory Methods 2009). It is biased upwards and never negative.
 * Cases of one modality alone are drawn on their own. Every reader must have read every case of a modality.
 */
export function empiricalCovariance(first: KernelArray, second: KernelArray): Statistic<number> {
  const lists = [listsOf(first), listsOf(second)];
  const [one, other] = lists;
  if (one === null || one === undefined || other === null || other === undefined) {
    return undefinedBecause('not every reader read every case of a modality');
  }
  const negatives = sharing(one.negatives, other.negatives);
  const positives = sharing(one.positives, other.positives);
  if (negatives === null || positives === null) {
    return undefinedBecause('the modalities share some of their cases, neither all nor none');
  }
  const [r, i, j] = [first.readers, negatives, positives].map((count) => 1 - 1 / count) as [
    number,
    number,
    number,
  ];
  const { none, all, ...least } = overlapSums(first, second);
  // A set of indices is shared with the chance of drawing the same ones; what is not shared differs with the others'.
  const total =
    none * r * i * j +
    least.reader * i * j +
    least.negative * r * j +
    least.positive * r * i +
    least.readerNegative * j +
    least.readerPositive * i +
    least.negativePositive * r +
    all;
  return defined(total - none);
}

/** The cases of a modality's every reader, or null where readers read different ones. */
function listsOf({ read }: KernelArray) {
  const [first] = read;
  if (first === undefined) return null;
  const same = (one: Uint8Array, other: Uint8Array) => one.every((flag, index) => flag === other[index]);
  const crossed = read.every(
    ({ negatives, positives }) => same(negatives, first.negatives) && same(positives, first.positives),
  );
  return crossed ? first : null;
}

/** How many cases two modalities share where they share all; infinite where none (never drawn twice); else null. */
function sharing(first: Uint8Array, second: Uint8Array): number | null {
  let [shared, single] = [0, 0];
  first.forEach((flag, index) => {
    const flags = flag + at(second, index);
    if (flags === 2) shared += 1;
    else if (flags === 1) single += 1;
  });
  if (single === 0) return shared;
  return shared === 0 ? Number.POSITIVE_INFINITY : null;
}
