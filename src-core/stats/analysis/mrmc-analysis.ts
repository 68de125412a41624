import type { Random } from '../../base/random.ts';
import {
  type BootstrapHooks,
  bootstrapAucCovariance,
  deLongCovariance,
  jackknifeCovariance,
} from '../mrmc/covariance.ts';
import { type Endpoint, type ReaderResult, readerResults } from '../mrmc/endpoint.ts';
import { type MrmcData, mrmcData } from '../mrmc/mrmc-data.ts';
import { type OrAnalysis, obuchowskiRockette } from '../mrmc/obuchowski-rockette.ts';
import { oneShotAnalysis } from '../mrmc/one-shot.ts';
import type { Statistic } from '../statistic.ts';
import type { RatedReading } from './reading-table.ts';

interface MrmcOptions {
  readonly level: number;
  readonly replicates: number;
  readonly random: Random;
  readonly hooks: BootstrapHooks;
}

/** Pooled over readers and cases: areas by every covariance, binary outcomes where there is a threshold. */
export function analyseMrmc(
  readings: readonly RatedReading[],
  truth: ReadonlyMap<string, boolean>,
  threshold: number | null,
  { level, replicates, random, hooks }: MrmcOptions,
) {
  const data = mrmcData(
    readings.map(({ reader, case: name, arm, rating }) => ({
      reader,
      case: name,
      modality: arm,
      score: rating,
    })),
    truth,
  );
  const auc: Endpoint = { kind: 'auc' };
  const results = readerResults(data, auc);
  const or = (covariance: (cells: ReaderResult[][]) => Statistic<Float64Array[]>) =>
    orAnalysis(results, covariance, level);
  return {
    modalities: data.modalities,
    design: data.design,
    auc: {
      deLong: or(deLongCovariance),
      jackknife: or(jackknifeCovariance),
      bootstrap: or(() => bootstrapAucCovariance(data.cells, random, replicates, hooks)),
      oneShot: oneShotAnalysis(data, auc, level),
    },
    binary:
      threshold === null
        ? null
        : {
            sensitivity: analyseBinary(data, { kind: 'sensitivity', threshold }, level),
            specificity: analyseBinary(data, { kind: 'specificity', threshold }, level),
            accuracy: analyseBinary(data, { kind: 'accuracy', threshold }, level),
          },
  };
}

function analyseBinary(data: MrmcData, endpoint: Endpoint, level: number) {
  return {
    obuchowskiRockette: orAnalysis(readerResults(data, endpoint), deLongCovariance, level),
    oneShot: oneShotAnalysis(data, endpoint, level),
  };
}

function orAnalysis(
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
