import { naturalOrder } from '../../base/natural-order.ts';
import { seededRandom } from '../../base/random.ts';
import { groupBy } from '../numbers.ts';
import { clusteredProportion, meanReaderProportion } from '../proportion/clustered-proportion.ts';
import { confusionOf, readerMeasures } from '../reader/confusion.ts';
import { signalDetection } from '../reader/signal-detection.ts';
import { binormalAuc } from '../roc/binormal-auc.ts';
import { compareAucs, empiricalAuc, type ScoredCase } from '../roc/empirical-auc.ts';
import { mapSteps, type PartHooks, runPart, type Steps, within } from '../steps.ts';
import { analyseAgreement } from './agreement-analysis.ts';
import { rocCurves } from './courses.ts';
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

/** Parts of the analysis of a table, in the order they are computed. */
export type TablePart = 'readers' | 'mrmc' | 'ratings' | 'agreement' | 'times';

export type AnalysisHooks = PartHooks<TablePart>;

export type Analysis = Awaited<ReturnType<typeof analyseTable>>;

/**
 * All that applies to a table of readings: every estimator says of itself whether the data define it.
 * @throws LightboxError CANCELLED when the hook says so.
 */
export async function analyseTable(table: ReadingTable, options: AnalysisOptions = {}) {
  const { level = 0.95, chance = 0.5, replicates = 2000, seed = 1, hooks = {} } = options;
  const run = <Result>(part: TablePart, steps: Steps<Result>): Promise<Result> => runPart(part, steps, hooks);
  const { rated, compared, arms, sharedArms, missing } = arrangeTable(table);
  const implied = impliedThreshold(rated.map(({ rating }) => rating));
  const call = options.threshold === undefined ? implied : { threshold: options.threshold, from: 'given' };
  const threshold = call?.threshold ?? null;
  const random = seededRandom(seed);
  const names = (of: (reading: RatedReading) => string) => [...new Set(rated.map(of))].sort(naturalOrder);
  const readers = await run('readers', analyseReaders(rated, compared, { arms, threshold, chance, level }));
  const mrmc = await run(
    'mrmc',
    analyseMrmc(compared, table.truth, threshold, { level, replicates, random }),
  );
  const ratings = await run(
    'ratings',
    analyseRatings(rated, { level, margin: options.margin ?? null, replicates, random }),
  );
  const agreement = await run('agreement', analyseAgreement(rated, threshold, level));
  const times = await run('times', analyseTimes(rated, level));
  return {
    design: {
      readers: names(({ reader }) => reader),
      arms,
      sharedArms,
      positiveCases: [...table.truth.values()].filter(Boolean).length,
      negativeCases: [...table.truth.values()].filter((positive) => !positive).length,
      readings: rated.length,
      byReader: names(({ reader }) => reader).map((reader) => ({
        reader,
        ratings: rated.filter((reading) => reading.reader === reader).length,
      })),
      missingRatings: missing.map(({ reader, case: name, arm }) => ({ reader, case: name, arm })),
    },
    settings: { level, threshold: call, chance, margin: options.margin ?? null, replicates, seed },
    ...readers,
    mrmc,
    agreement,
    ratings,
    times,
  };
}

function scored(readings: readonly RatedReading[]): ScoredCase[] {
  return readings.map(({ case: name, positive, rating }) => ({ case: name, positive, score: rating }));
}

interface ReaderOptions {
  readonly arms: readonly string[];
  readonly threshold: number | null;
  readonly chance: number;
  readonly level: number;
}

/** What each reader did: alone, between arms, and all against chance. */
function* analyseReaders(
  rated: readonly RatedReading[],
  compared: readonly RatedReading[],
  { arms, threshold, chance, level }: ReaderOptions,
) {
  return {
    readers: yield* within(0, 0.8, resultsOfReaders(compared, threshold, level)),
    curves: rocCurves(compared),
    comparisons: yield* within(0.8, 0.95, compareArms(compared, arms, level)),
    againstChance: threshold === null ? null : againstChance(rated, threshold, chance, level),
  };
}

/** Each reader's own results, an entry for each arm. */
function resultsOfReaders(readings: readonly RatedReading[], threshold: number | null, level: number) {
  return mapSteps(cellsOf(readings), ({ reader, arm, own }) => {
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
function* compareArms(readings: readonly RatedReading[], arms: readonly string[], level: number) {
  const byReader = groupBy(readings, ({ reader }) => reader);
  const found = yield* mapSteps([...byReader].sort(byKey), ([reader, own]) =>
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
  return found.flat();
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
  return [...cells.values()]
    .map((own) => ({ reader: own[0]?.reader ?? '', arm: own[0]?.arm ?? '', own }))
    .sort((one, other) => naturalOrder(one.arm, other.arm) || naturalOrder(one.reader, other.reader));
}

function byKey([first]: readonly [string, unknown], [second]: readonly [string, unknown]): number {
  return naturalOrder(first, second);
}
