import type { Statistic } from '../statistic.ts';
import type { ReaderResult } from './endpoint.ts';
import { type OrAnalysis, obuchowskiRockette } from './obuchowski-rockette.ts';

/**
 * The Obuchowski-Rockette analysis of readers' results with a covariance of them; undefined where either is.
 * @param results by modality, then reader
 */
export function orAnalysis(
  results: Statistic<ReaderResult[][]>,
  covariance: (cells: ReaderResult[][]) => Statistic<Float64Array[]>,
  level: number,
): Statistic<OrAnalysis> {
  if (!results.defined) return results;
  const between = covariance(results.value);
  if (!between.defined) return between;
  const estimates = results.value.map((row) => row.map(({ estimate }) => estimate));
  return obuchowskiRockette(estimates, between.value, level);
}
