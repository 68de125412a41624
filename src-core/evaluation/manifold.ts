import { defined, type Statistic, undefinedBecause } from '../stats/statistic.ts';
import { distances } from './dot-products.ts';
import { type FeatureMatrix, requireSameFeatures } from './features.ts';

/** Shares from 0 to 1; density may be above 1. */
export interface ManifoldMeasures {
  /** Synthetic images within the reach of some real one. */
  readonly precision: number;
  /** Real images within the reach of some synthetic one. */
  readonly recall: number;
  /** Real images whose reach a synthetic image lies in, over k; mean of the synthetic ones. */
  readonly density: number;
  /** Real images with a synthetic one within reach. */
  readonly coverage: number;
  readonly neighbours: number;
}

/**
 * Improved precision and recall (Kynkaanniemi et al., NeurIPS 2019) and density and coverage (Naeem et al., ICML 2020).
 * An image reaches as far as its k-th nearest of its own set.
 *
 * @param neighbours k; 5 as in the second paper
 */
export function manifoldMeasures(
  real: FeatureMatrix,
  synthetic: FeatureMatrix,
  neighbours = 5,
): Statistic<ManifoldMeasures> {
  requireSameFeatures(real, synthetic);
  if (Math.min(real.rows, synthetic.rows) <= neighbours) {
    return undefinedBecause(`each set needs more than ${neighbours} images`);
  }
  const between = distances(real, synthetic);
  const realReach = neighbourDistances(real, neighbours);
  const syntheticReach = neighbourDistances(synthetic, neighbours);
  const width = synthetic.rows;
  const reachedBy = new Uint32Array(width);
  let [recalled, covered] = [0, 0];
  for (let row = 0; row < real.rows; row += 1) {
    let [isRecalled, isCovered] = [false, false];
    for (let other = 0; other < width; other += 1) {
      const distance = between[row * width + other] as number;
      if (distance < (realReach[row] as number)) {
        isCovered = true;
        reachedBy[other] = (reachedBy[other] as number) + 1;
      }
      if (distance < (syntheticReach[other] as number)) isRecalled = true;
    }
    recalled += Number(isRecalled);
    covered += Number(isCovered);
  }
  const reaches = reachedBy.reduce((total, count) => total + count, 0);
  return defined({
    precision: reachedBy.filter((count) => count > 0).length / width,
    recall: recalled / real.rows,
    density: reaches / (neighbours * width),
    coverage: covered / real.rows,
    neighbours,
  });
}

/** Of every image, the distance to its k-th nearest other one of the set. */
export function neighbourDistances(set: FeatureMatrix, neighbours: number): Float64Array {
  const all = distances(set, set);
  return Float64Array.from({ length: set.rows }, (_, row) => {
    const own = all.slice(row * set.rows, (row + 1) * set.rows);
    own[row] = 0;
    return own.sort()[neighbours] as number;
  });
}
