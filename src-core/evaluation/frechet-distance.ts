import { defined, type Statistic, undefinedBecause } from '../stats/statistic.ts';
import { covarianceFactor } from './covariance-factor.ts';
import { dotProducts } from './dot-products.ts';
import { columnMeans, type FeatureMatrix, requireSameFeatures } from './features.ts';
import { singularValues } from './singular-values.ts';

/**
 * The squared Frechet distance between the normal distributions of two sets of features (Dowson and Landau 1982; Heusel
 * et al., NeurIPS 2017): |m1 - m2|^2 + tr(S1) + tr(S2) - 2 tr((S1 S2)^(1/2)), covariances with n - 1. With S = F'F the
 * last trace is the sum of the singular values of F1 F2': no complex root, no jitter on singular covariances.
 */
export function frechetDistance(real: FeatureMatrix, synthetic: FeatureMatrix): Statistic<number> {
  requireSameFeatures(real, synthetic);
  if (Math.min(real.rows, synthetic.rows) < 2) return undefinedBecause('each set needs at least two images');
  const [realMeans, syntheticMeans] = [columnMeans(real), columnMeans(synthetic)];
  const meansApart = squaredSize(
    realMeans.map((value, column) => value - (syntheticMeans[column] as number)),
  );
  const [first, second] = [covarianceFactor(real), covarianceFactor(synthetic)];
  const [tall, wide] = first.rows < second.rows ? [second, first] : [first, second];
  const product = { rows: tall.rows, columns: wide.rows, values: dotProducts(tall, wide) };
  const root = singularValues(product).reduce((total, value) => total + value, 0);
  // Of two sets that are the same, rounding may leave less than nothing.
  return defined(Math.max(0, meansApart + squaredSize(first.values) + squaredSize(second.values) - 2 * root));
}

function squaredSize(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}
