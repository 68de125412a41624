import { mean, variance } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { type ComparedMean, comparedMean } from './clustered-mean.ts';

/**
 * The mean over readers of a number that each of them has (a share, d', the criterion, a kappa), against a reference: the
 * one-sample t test with m - 1 degrees of freedom. Where readers share cases it is for these cases: clusteredMean and the
 * analyses of mrmc/ are for others too.
 * @param values one of each reader
 */
export function meanOfReaders(
  values: readonly number[],
  reference: number,
  level = 0.95,
  range: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Statistic<ComparedMean & { readonly readers: number }> {
  const readers = values.length;
  if (readers < 2) return undefinedBecause('fewer than two readers have no variance between them');
  const spread = variance(values);
  // The rounding of equal values is no spread.
  if (!(spread > (1e-12 * Math.max(...values.map(Math.abs))) ** 2))
    return undefinedBecause('all readers have the same value');
  return defined({
    ...comparedMean(mean(values), Math.sqrt(spread / readers), readers - 1, reference, level, range),
    readers,
  });
}
