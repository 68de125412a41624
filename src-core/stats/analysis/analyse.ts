import { LightboxError } from '../../base/errors.ts';
import { seededRandom } from '../../base/random.ts';
import type { BootstrapHooks } from '../mrmc/covariance.ts';
import { groupBy } from '../numbers.ts';
import { clusteredProportion, meanReaderProportion } from '../proportion/clustered-proportion.ts';
import { confusionOf, readerMeasures } from '../reader/confusion.ts';
import { signalDetection } from '../reader/signal-detection.ts';
import { binormalAuc } from '../roc/binormal-auc.ts';
import { compareAucs, empiricalAuc, type ScoredCase } from '../roc/empirical-auc.ts';
import { analyseAgreement } from './agreement-analysis.ts';
import { analyseMrmc } from './mrmc-analysis.ts';
import { analyseRatings, analyseTimes } from './rating-analysis.ts';
import { arrangeTable, impliedThreshold, type RatedReading, type ReadingTable } from './reading-table.ts';

export interface AnalysisOptions {
  readonly level?: number;
  /** A rating of at least this is a positive call; absent: what the data imply, or none. */
  readonly threshold?: number;
  /** Share of right calls without skill. */
  readonly chance?: number;
  /** Margin of equivalence of mean ratings between positive and negative cases, from the protocol. */
  readonly margin?: number;
  readonly replicates?: number;
  readonly seed?: number;
  readonly hooks?: AnalysisHooks;
}

export interface AnalysisHooks extends BootstrapHooks {
  /** Awaited between the parts, so that what else waits on this thread, a cancel too, has its turn. */
  pause?(): Promise<void>;
}

export type Analysis = Awaited<ReturnType<typeof analyseTable>>;

/**
 * All that applies to a table of readings: every estimator says of itself whether the data define it.
 * @throws LightboxError CANCELLED when the hook says so.
 */
export async function analyseTable(table: ReadingTable, options: AnalysisOptions = {}) {
  const { level = 0.95, chance = 0.5, replicates = 2000, seed = 1, hooks = {} } = options;
  const part = async <Result>(of: () => Result): Promise<Result> => {
    await hooks.pause?.();
    if (hooks.isCancelled?.() === true) throw new LightboxError('CANCELLED', 'The analysis was cancelled.');
    return of();
  };
  const { rated, compared, arms, sharedArms, missing } = arrangeTable(table);
  const implied = impliedThreshold(rated.map(({ rating }) => rating));
  const threshold =
    options.threshold === undefined ? implied : { threshold: options.threshold, from: 'given' };
  const random = seededRandom(seed);
  const names = (of: (reading: RatedReading) => string) => [...new Set(rated.map(of))].sort();
  return {
    design: {
      readers: names(({ reader }) => reader),
      arms,
      sharedArms,
      positiveCases: [...table.truth.values()].filter(Boolean).length,
      negativeCases: [...table.truth.values()].filter((positive) => !positive).length,
      readings: rated.length,
      missingRatings: missing.map(({ reader, case: name, arm }) => ({ reader, case: name, arm })),
    },
    settings: { level, threshold, chance, margin: options.margin ?? null, replicates, seed },
    readers: await part(() => analyseReaders(compared, threshold?.threshold ?? null, level)),
    comparisons: await part(() => compareArms(compared, arms, level)),
    againstChance: threshold === null ? null : againstChance(rated, threshold.threshold, chance, level),
    mrmc: await part(() =>
      analyseMrmc(compared, table.truth, threshold?.threshold ?? null, {
        level,
        replicates,
        random,
        hooks,
      }),
    ),
    agreement: await part(() => analyseAgreement(rated, threshold?.threshold ?? null, level)),
    ratings: await part(() =>
      analyseRatings(rated, { level, margin: options.margin ?? null, replicates, random, hooks }),
    ),
    times: await part(() => analyseTimes(rated, level)),
  };
}

function scored(readings: readonly RatedReading[]): ScoredCase[] {
  return readings.map(({ case: name, positive, rating }) => ({ case: name, positive, score: rating }));
}

/** Each reader's own results, an entry for each arm. */
function analyseReaders(readings: readonly RatedReading[], threshold: number | null, level: number) {
  return cellsOf(readings).map(({ reader, arm, own }) => {
    const scores = (positive: boolean) =>
      own.filter((entry) => entry.positive === positive).map(({ rating }) => rating);
    const counts =
      threshold === null
        ? null
        : confusionOf(own.map(({ positive, rating }) => ({ truth: positive, call: rating >= threshold })));
    return {
      reader,
      arm,
      auc: empiricalAuc(scored(own), level),
      binormal: binormalAuc(scores(true), scores(false), level),
      measures: counts === null ? null : readerMeasures(counts, level),
      signalDetection: counts === null ? null : signalDetection(counts, 'log-linear', level),
    };
  });
}

/** Each reader's arms against each other, over the cases they share. */
function compareArms(readings: readonly RatedReading[], arms: readonly string[], level: number) {
  const byReader = groupBy(readings, ({ reader }) => reader);
  return [...byReader].sort(byKey).flatMap(([reader, own]) =>
    arms.flatMap((first, index) =>
      arms.slice(index + 1).map((second) => ({
        reader,
        first,
        second,
        comparison: compareAucs(
          scored(own.filter(({ arm }) => arm === first)),
          scored(own.filter(({ arm }) => arm === second)),
          level,
        ),
      })),
    ),
  );
}

function againstChance(readings: readonly RatedReading[], threshold: number, chance: number, level: number) {
  const decisions = readings.map(({ reader, case: name, positive, rating }) => ({
    reader,
    case: name,
    success: rating >= threshold === positive,
  }));
  return {
    chance,
    byReaders: clusteredProportion(decisions, chance, 'reader', level),
    byCases: clusteredProportion(decisions, chance, 'case', level),
    byBoth: clusteredProportion(decisions, chance, 'reader-and-case', level),
    meanOfReaders: meanReaderProportion(decisions, chance, level),
  };
}

function cellsOf(readings: readonly RatedReading[]) {
  const cells = groupBy(readings, ({ reader, arm }) => JSON.stringify([arm, reader]));
  return [...cells].sort(byKey).map(([, own]) => {
    const [first] = own;
    return { reader: first?.reader ?? '', arm: first?.arm ?? '', own };
  });
}

function byKey([first]: readonly [string, unknown], [second]: readonly [string, unknown]): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
