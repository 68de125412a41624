import type { Random } from '../../base/random.ts';
import { bootstrapAucCovarianceSteps, deLongCovariance, jackknifeCovariance } from '../mrmc/covariance.ts';
import { type Endpoint, type ReaderResult, readerResults } from '../mrmc/endpoint.ts';
import { type MrmcData, mrmcData } from '../mrmc/mrmc-data.ts';
import { oneShotAnalysis } from '../mrmc/one-shot.ts';
import { orAnalysis } from '../mrmc/or-analysis.ts';
import type { Statistic } from '../statistic.ts';
import { within } from '../steps.ts';
import type { RatedReading } from './reading-table.ts';

interface MrmcOptions {
  readonly level: number;
  readonly replicates: number;
  readonly random: Random;
}

/** Pooled over readers and cases: areas by every covariance, binary outcomes where there is a threshold. */
export function* analyseMrmc(
  readings: readonly RatedReading[],
  truth: ReadonlyMap<string, boolean>,
  threshold: number | null,
  { level, replicates, random }: MrmcOptions,
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
  yield 0;
  const auc: Endpoint = { kind: 'auc' };
  const results = readerResults(data, auc);
  yield 0.05;
  const or = (covariance: (cells: ReaderResult[][]) => Statistic<Float64Array[]>) =>
    orAnalysis(results, covariance, level);
  const deLong = or(deLongCovariance);
  yield 0.1;
  const jackknife = or(jackknifeCovariance);
  yield 0.15;
  const drawn = results.defined
    ? yield* within(0.15, 0.85, bootstrapAucCovarianceSteps(data.cells, random, replicates))
    : results;
  const bootstrap = or(() => drawn);
  const oneShot = oneShotAnalysis(data, auc, level);
  yield 0.9;
  return {
    modalities: data.modalities,
    design: data.design,
    auc: {
      deLong,
      jackknife,
      bootstrap,
      oneShot,
      oneShotNeverNegative: oneShotAnalysis(data, auc, level, 'never negative'),
    },
    binary: threshold === null ? null : yield* within(0.9, 1, analyseBinaries(data, threshold, level)),
  };
}

function* analyseBinaries(data: MrmcData, threshold: number, level: number) {
  const sensitivity = analyseBinary(data, { kind: 'sensitivity', threshold }, level);
  yield 0.3;
  const specificity = analyseBinary(data, { kind: 'specificity', threshold }, level);
  yield 0.6;
  return { sensitivity, specificity, accuracy: analyseBinary(data, { kind: 'accuracy', threshold }, level) };
}

function analyseBinary(data: MrmcData, endpoint: Endpoint, level: number) {
  return {
    obuchowskiRockette: orAnalysis(readerResults(data, endpoint), deLongCovariance, level),
    oneShot: oneShotAnalysis(data, endpoint, level),
  };
}
