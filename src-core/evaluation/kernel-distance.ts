import { type Random, uniformInteger } from '../base/random.ts';
import { mean, variance } from '../stats/numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../stats/statistic.ts';
import { dotProducts } from './dot-products.ts';
import { type FeatureMatrix, pickRows, requireSameFeatures } from './features.ts';

export interface KernelDistance {
  readonly estimate: number;
  /** Of the subsets' values, which share images: no standard error of the estimate. */
  readonly deviation: number;
  readonly subsets: number;
  readonly subsetSize: number;
}

export interface KernelDistanceOptions {
  readonly random: Random;
  /** Default 100. */
  readonly subsets?: number;
  /** Default 1000, or as many images as the smaller set has. */
  readonly subsetSize?: number;
}

/**
 * Kernel Inception Distance (Binkowski et al., ICLR 2018): the unbiased squared maximum mean discrepancy under the
 * kernel (x.y / d + 1)^3, mean of random subsets of both sets. Unbiased, so it may be below 0.
 */
export function kernelDistance(
  real: FeatureMatrix,
  synthetic: FeatureMatrix,
  { random, subsets = 100, subsetSize = 1000 }: KernelDistanceOptions,
): Statistic<KernelDistance> {
  requireSameFeatures(real, synthetic);
  const size = Math.min(subsetSize, real.rows, synthetic.rows);
  if (size < 2) return undefinedBecause('each set needs at least two images');
  const values = Float64Array.from({ length: subsets }, () =>
    squaredDiscrepancy(
      pickRows(real, drawn(random, real.rows, size)),
      pickRows(synthetic, drawn(random, synthetic.rows, size)),
    ),
  );
  return defined({
    estimate: mean(values),
    deviation: subsets < 2 ? 0 : Math.sqrt(variance(values)),
    subsets,
    subsetSize: size,
  });
}

/** The unbiased estimate of the squared maximum mean discrepancy (Gretton et al., JMLR 2012, lemma 6), cubic kernel. */
export function squaredDiscrepancy(first: FeatureMatrix, second: FeatureMatrix): number {
  const within = (set: FeatureMatrix) => {
    const kernel = cubicKernel(set, set);
    let total = 0;
    for (let place = 0; place < kernel.length; place += 1) {
      if (Math.floor(place / set.rows) !== place % set.rows) total += kernel[place] as number;
    }
    return total / (set.rows * (set.rows - 1));
  };
  return within(first) + within(second) - 2 * mean(cubicKernel(first, second));
}

function cubicKernel(first: FeatureMatrix, second: FeatureMatrix): Float64Array {
  return dotProducts(first, second).map((product) => (product / first.columns + 1) ** 3);
}

/** So many different places of `count`, in random order. */
function drawn(random: Random, count: number, size: number): Uint32Array {
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  for (let place = 0; place < size; place += 1) {
    const chosen = place + uniformInteger(random, count - place);
    [places[place], places[chosen]] = [places[chosen] as number, places[place] as number];
  }
  return places.subarray(0, size);
}
