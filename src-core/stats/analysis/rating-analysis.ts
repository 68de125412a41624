import { naturalOrder } from '../../base/natural-order.ts';
import type { Random } from '../../base/random.ts';
import { cumulativeLinkMixedModelSteps } from '../model/cumulative-link-mixed.ts';
import { linearMixedModelSteps } from '../model/linear-mixed.ts';
import { groupBy, mean } from '../numbers.ts';
import { clusteredBootstrapSteps } from '../rating/clustered-bootstrap.ts';
import { clusteredMeanDifference } from '../rating/clustered-difference.ts';
import { ratingDistribution, weightedMeanDifference } from '../rating/distribution.ts';
import { equivalenceTest } from '../rating/equivalence.ts';
import { holmAdjusted } from '../rating/holm.ts';
import { rankSumTest, signedRankTest } from '../rating/wilcoxon.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { within } from '../steps.ts';
import { timeCourses } from './courses.ts';
import type { RatedReading } from './reading-table.ts';

interface RatingOptions {
  readonly level: number;
  readonly margin: number | null;
  readonly replicates: number;
  readonly random: Random;
}

/** Ordinal models are for scales of few steps. */
const MOST_STEPS = 12;

/** Ratings of positive against negative cases: distributions, tests, bootstrap, model, equivalence. */
export function* analyseRatings(
  readings: readonly RatedReading[],
  { level, margin, replicates, random }: RatingOptions,
) {
  const scale = [...new Set(readings.map(({ rating }) => rating))].sort((a, b) => a - b);
  const steps = scale.length <= MOST_STEPS;
  const byArm = [...groupBy(readings, ({ arm }) => arm)].sort(([a], [b]) => (a < b ? -1 : 1));
  const valued = readings.map((reading) => ({
    ...reading,
    value: reading.rating,
    inFirst: reading.positive,
  }));
  const clustered = clusteredMeanDifference(valued, 'reader-and-case', level);
  const bootstrap = { by: 'both', random, replicates, level } as const;
  const difference = yield* within(
    0,
    0.3,
    clusteredBootstrapSteps(valued, weightedMeanDifference, bootstrap),
  );
  const model = steps
    ? yield* within(
        0.3,
        0.95,
        cumulativeLinkMixedModelSteps(
          readings.map((reading) => ({ ...reading, covariates: [Number(reading.positive)] })),
          ['positive'],
          'logit',
          level,
        ),
      )
    : undefinedBecause(`${scale.length} different values are no ordinal scale`);
  return {
    byArm: byArm.map(([arm, own]) => ({
      arm,
      distribution: ratingDistribution(
        own.map(({ rating }) => rating),
        steps ? scale : [],
      ),
    })),
    /** An arm that holds cases of both truths has two entries, negative first. */
    byTruth: byArm.flatMap(([arm, own]) =>
      [false, true].flatMap((positive) => {
        const ratings = own.filter((entry) => entry.positive === positive).map(({ rating }) => rating);
        return ratings.length === 0
          ? []
          : [{ arm, positive, distribution: ratingDistribution(ratings, steps ? scale : []) }];
      }),
    ),
    ofReaders: readerDifferences(readings),
    byReader: readerRankSums(readings),
    /** Positive minus negative cases, clustered by readers and cases. */
    clusteredDifference: clustered,
    bootstrapDifference: difference,
    model,
    equivalence:
      margin === null
        ? undefinedBecause('no margin was given; a difference that is not significant is no equivalence')
        : clustered.defined
          ? defined(equivalenceTest(clustered.value, margin))
          : clustered,
  };
}

/** Wilcoxon's signed-rank test over readers of their mean difference between positive and negative cases. */
function readerDifferences(readings: readonly RatedReading[]) {
  const differences = [...groupBy(readings, ({ reader }) => reader).values()].flatMap((own) => {
    const of = (positive: boolean) =>
      own.filter((entry) => entry.positive === positive).map(({ rating }) => rating);
    const [up, down] = [of(true), of(false)];
    return up.length > 0 && down.length > 0 ? [mean(up) - mean(down)] : [];
  });
  return { differences, signedRank: signedRankTest(differences) };
}

/** Rank-sum tests within each reader, adjusted for their number by Holm. */
function readerRankSums(readings: readonly RatedReading[]) {
  const tests = [...groupBy(readings, ({ reader }) => reader)]
    .sort(([a], [b]) => naturalOrder(a, b))
    .map(([reader, own]) => {
      const of = (positive: boolean) =>
        own.filter((entry) => entry.positive === positive).map(({ rating }) => rating);
      return { reader, test: rankSumTest(of(true), of(false)) };
    });
  const found = tests.flatMap(({ test }, index) => (test.defined ? [{ index, p: test.value.pValue }] : []));
  const adjusted = holmAdjusted(found.map(({ p }) => p));
  return tests.map((entry, index) => {
    const place = found.findIndex((one) => one.index === index);
    return { ...entry, holm: adjusted[place] ?? null };
  });
}

/** Reading times on the log scale by truth and, where it is known, order; null without times. */
export function* analyseTimes(readings: readonly RatedReading[], level: number) {
  const timed = readings.filter(({ seconds }) => seconds !== null && seconds > 0);
  if (timed.length === 0) return null;
  const ordered = timed.every(({ order }) => order !== null);
  const fit = yield* linearMixedModelSteps(
    timed.map((reading) => ({
      reader: reading.reader,
      case: reading.case,
      value: Math.log(reading.seconds ?? 1),
      covariates: [Number(reading.positive), ...(ordered ? [reading.order ?? 0] : [])],
    })),
    ['positive', ...(ordered ? ['order'] : [])],
    level,
  );
  return {
    timed: timed.length,
    untimed: readings.length - timed.length,
    /** Empty where the order is not known of all. */
    courses: ordered
      ? timeCourses(
          timed.map(({ reader, arm, order, seconds }) => ({
            reader,
            arm,
            order: order ?? 0,
            seconds: seconds ?? 1,
            interrupted: false,
          })),
        )
      : [],
    model: fit satisfies Statistic<unknown>,
  };
}
