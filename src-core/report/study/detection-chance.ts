import { groupBy, mean } from '../../stats/numbers.ts';
import type { ClusteredBy } from '../../stats/proportion/clustered-mean.ts';
import { clusteredProportion, meanReaderProportion } from '../../stats/proportion/clustered-proportion.ts';
import { meanOfReaders } from '../../stats/proportion/mean-of-readers.ts';
import { clusteredMeanDifference } from '../../stats/rating/clustered-difference.ts';
import { type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { asTested, mapStatistic, type StudyContext, toTested } from './context.ts';
import { modelSets, ofModel, type Verdict, type Verdicts } from './detection-readings.ts';
import type { ChanceTest } from './detection-types.ts';
import type { TestedEstimate } from './study-analysis.ts';

const WAYS = ['reader', 'case', 'reader-and-case'] as const;

/** All readers together against no skill, by several ways of clustering. */
export function chanceTests(context: StudyContext, verdicts: Verdicts): ChanceTest[] {
  context.methods.use(
    'two-way-clustered-mean',
    'two-way-clustered-share',
    'one-way-clustered-share',
    'mean-of-readers',
  );
  return modelSets(verdicts).flatMap((model) => {
    const own = ofModel(verdicts.compared, model);
    return [...balancedTests(own, model, context.level), ...shareTests(own, model, context.level)];
  });
}

function balancedTests(own: readonly Verdict[], model: string | null, level: number): ChanceTest[] {
  const quantity = 'balanced-accuracy';
  const ofReaders = [...groupBy(own, ({ reader }) => reader).values()].flatMap((mine) => {
    const shares = [true, false].map((synthetic) => {
      const films = mine.filter((entry) => entry.synthetic === synthetic);
      return films.length === 0 ? null : mean(films.map(({ call }) => Number(call > 0 === synthetic)));
    });
    const [sensitivity = null, specificity = null] = shares;
    return sensitivity === null || specificity === null ? [] : [(sensitivity + specificity) / 2];
  });
  return [
    ...WAYS.map(
      (by) => ({ model, quantity, by, chance: 0.5, result: balancedAccuracy(own, by, level) }) as const,
    ),
    {
      model,
      quantity,
      by: 'mean-of-readers',
      chance: 0.5,
      result: asTested(meanOfReaders(ofReaders, 0.5, level, [0, 1])),
    },
  ];
}

/**
 * Half of sensitivity plus specificity, against 0.5: the difference between the shares called synthetic of synthetic and
 * of real films, halved and moved.
 */
export function balancedAccuracy(
  own: readonly Verdict[],
  by: ClusteredBy,
  level: number,
): Statistic<TestedEstimate> {
  const called = own.map((entry) => ({ ...entry, value: Number(entry.call > 0), inFirst: entry.synthetic }));
  return mapStatistic(clusteredMeanDifference(called, by, level), (found) => {
    const { estimate, standardError, interval } = found;
    const half = (value: number): number => Math.min(1, Math.max(0, (1 + value) / 2));
    return toTested({
      ...found,
      estimate: half(estimate),
      standardError: standardError / 2,
      interval: { lower: half(interval.lower), upper: half(interval.upper), level },
    });
  });
}

function shareTests(own: readonly Verdict[], model: string | null, level: number): ChanceTest[] {
  const quantity = 'share-right';
  const cases = (synthetic: boolean): number =>
    new Set(own.filter((entry) => entry.synthetic === synthetic).map(({ caseId }) => caseId)).size;
  const [synthetic, real] = [cases(true), cases(false)];
  const decisions = own.map((entry) => ({ ...entry, success: entry.synthetic === entry.call > 0 }));
  const unequal = undefinedBecause(
    `${synthetic} synthetic and ${real} real films were read: calling all alike would not be right in half`,
  );
  const result = (of: () => Statistic<TestedEstimate>): Statistic<TestedEstimate> =>
    synthetic === real ? of() : unequal;
  const entry = (by: ChanceTest['by'], of: () => Statistic<TestedEstimate>): ChanceTest => ({
    model,
    quantity,
    by,
    chance: 0.5,
    result: result(of),
  });
  return [
    ...WAYS.map((by) => entry(by, () => asTested(clusteredProportion(decisions, 0.5, by, level)))),
    entry('mean-of-readers', () => asTested(meanReaderProportion(decisions, 0.5, level))),
  ];
}
