import { cumulativeLinkMixedModelSteps } from '../../stats/model/cumulative-link-mixed.ts';
import { pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import { at, mean } from '../../stats/numbers.ts';
import { type BootstrapResult, clusteredBootstrapSteps } from '../../stats/rating/clustered-bootstrap.ts';
import { clusteredMeanDifference } from '../../stats/rating/clustered-difference.ts';
import { ratingDistribution, weightedMeanDifference } from '../../stats/rating/distribution.ts';
import { equivalenceTest, nonInferiorityTest } from '../../stats/rating/equivalence.ts';
import { twoWayBootstrapSteps } from '../../stats/rating/two-way-bootstrap.ts';
import { rankSumTest, signedRankTest } from '../../stats/rating/wilcoxon.ts';
import { placements } from '../../stats/roc/placements.ts';
import { defined, type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { type Steps, within } from '../../stats/steps.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import {
  armsOf,
  askedItems,
  asTested,
  mainReadings,
  mapStatistic,
  phaseReadings,
  readersOf,
  type StudyContext,
} from './context.ts';
import { holmOver } from './holm-over.ts';
import { type LikertItem, type Rated, ratedReadings } from './ratings.ts';
import { scaleGroups } from './scale-groups.ts';
import type { ScaleAnalysis, ScaleComparison, TextControls } from './scale-types.ts';

/** Every Likert item of a phase. */
export function* analyseScales(context: StudyContext, phase: ReadingPhase): Steps<ScaleAnalysis[]> {
  const items = askedItems(context.protocol, phase).filter((item) => item.kind === 'likert');
  const found: ScaleAnalysis[] = [];
  for (const [index, item] of items.entries()) {
    const [from, to] = [index / items.length, (index + 1) / items.length];
    found.push(yield* within(from, to, analyseScale(context, phase, item)));
  }
  return found;
}

function* analyseScale(context: StudyContext, phase: ReadingPhase, item: LikertItem): Steps<ScaleAnalysis> {
  const everything = ratedReadings(phaseReadings(context, phase.id), item.id);
  const all = ratedReadings(mainReadings(everything, item), item.id);
  const name = `${phase.id}/${item.id}`;
  const groups = yield* within(0, 0.3, scaleGroups(context, item, all, name));
  const comparisons = yield* within(0.3, 0.7, compareArms(context, item, all, name));
  const arms = armsOf(context.protocol, all);
  const reference = armsOf(context.protocol, all, (truth) => truth === 'real')[0] ?? arms[0] ?? null;
  const model = yield* within(0.7, 1, ordinalModel(context, all, arms, reference));
  return {
    item: item.id,
    measure: item.measures,
    min: item.min,
    max: item.max,
    groups,
    comparisons,
    model,
    modelReference: reference,
    textControls: item.measures === 'alignment' ? textControls(context, item, everything) : null,
  };
}

function* ordinalModel(
  { methods, level }: StudyContext,
  all: readonly Rated[],
  arms: readonly string[],
  reference: string | null,
): Steps<ScaleAnalysis['model']> {
  const others = arms.filter((arm) => arm !== reference);
  if (others.length === 0) return undefinedBecause('the ratings are of a single arm');
  methods.use('cumulative-link-mixed-model');
  const observations = all.map(({ reader, caseId, value, arm }) => ({
    reader,
    case: caseId,
    rating: value,
    covariates: others.map((other) => Number(arm === other)),
  }));
  return yield* cumulativeLinkMixedModelSteps(observations, others, 'logit', level);
}

type Sides = [first: string[], second: string[]];

/** Sides of the comparisons: all made arms, and each, against the real ones; made arms against each other. */
function sidesOf({ protocol }: StudyContext, all: readonly Rated[]): Sides[] {
  const synthetic = armsOf(protocol, all, (truth) => truth === 'synthetic');
  const controls = armsOf(protocol, all, (truth) => truth === 'control');
  const real = armsOf(protocol, all, (truth) => truth === 'real');
  const made = [...synthetic, ...controls];
  const against =
    real.length === 0
      ? []
      : [...(synthetic.length > 1 ? [synthetic] : []), ...made.map((arm) => [arm])].map(
          (first): Sides => [first, real],
        );
  return [
    ...against,
    ...pairs(synthetic.length).map(
      ([one, other]) => [[at(synthetic, one)], [at(synthetic, other)]] satisfies Sides,
    ),
    ...(real.length === 2 ? [[real.slice(1), real.slice(0, 1)] satisfies Sides] : []),
  ];
}

function* compareArms(
  context: StudyContext,
  item: LikertItem,
  all: readonly Rated[],
  name: string,
): Steps<ScaleComparison[]> {
  const sides = sidesOf(context, all);
  const found: Omit<ScaleComparison, 'signedRankHolm'>[] = [];
  for (const [index, [first, second]] of sides.entries()) {
    const [from, to] = [index / sides.length, (index + 1) / sides.length];
    found.push(yield* within(from, to, compareSides(context, item, all, { first, second, name })));
  }
  return holmOver(
    found,
    () => '',
    ({ signedRank }) => (signedRank.defined ? signedRank.value.pValue : null),
  ).map(({ holm, ...comparison }) => ({ ...comparison, signedRankHolm: holm }));
}

function* compareSides(
  context: StudyContext,
  item: LikertItem,
  all: readonly Rated[],
  { first, second, name }: { readonly first: string[]; readonly second: string[]; readonly name: string },
): Steps<Omit<ScaleComparison, 'signedRankHolm'>> {
  const { level, replicates, methods } = context;
  methods.use(
    'two-way-clustered-mean',
    'clustered-bootstrap',
    'two-way-bootstrap',
    'signed-rank',
    'rank-sum',
    'holm',
  );
  const values = all
    .filter(({ arm }) => first.includes(arm) || second.includes(arm))
    .map((entry) => ({ ...entry, inFirst: first.includes(entry.arm) }));
  const drawn: Statistic<BootstrapResult>[] = [];
  for (const [index, by] of (['reader', 'case', 'both'] as const).entries()) {
    const random = context.random(`${name}/${first.join('+')}-${second.join('+')}/${by}`);
    const steps = clusteredBootstrapSteps(values, weightedMeanDifference, { by, random, replicates, level });
    drawn.push(yield* within(index / 6, (index + 1) / 6, steps));
  }
  const options = {
    random: context.random(`${name}/${first.join('+')}-${second.join('+')}/two-way`),
    replicates,
    level,
  };
  const twoWay = yield* within(0.5, 1, twoWayBootstrapSteps(values, weightedMeanDifference, options));
  const [byReaders, byCases, byBoth] = drawn;
  const none = undefinedBecause('there is no rating');
  const readers = readersOf(context.protocol, values).map((readerId) => {
    const own = values.filter((entry) => entry.readerId === readerId);
    const of = (inFirst: boolean) =>
      own.filter((entry) => entry.inFirst === inFirst).map(({ value }) => value);
    return { readerId, first: of(true), second: of(false) };
  });
  const readerDifferences = readers.flatMap((of) =>
    of.first.length > 0 && of.second.length > 0
      ? [{ readerId: of.readerId, difference: mean(of.first) - mean(of.second) }]
      : [],
  );
  return {
    first,
    second,
    difference: asTested(clusteredMeanDifference(values, 'reader-and-case', level)),
    bootstrap: { byReaders: byReaders ?? none, byCases: byCases ?? none, byBoth: byBoth ?? none, twoWay },
    readerDifferences,
    signedRank: signedRankTest(readerDifferences.map(({ difference }) => difference)),
    rankSums: holmOver(
      readers.map((of) => ({ readerId: of.readerId, test: rankSumTest(of.first, of.second) })),
      () => '',
      ({ test }) => (test.defined ? test.value.pValue : null),
    ),
    ...marginTests(context, item, values),
  };
}

/** Against the margins that the protocol sets for what this item measures; null where it sets none. */
function marginTests(
  { protocol, methods, level }: StudyContext,
  { measures }: LikertItem,
  values: Parameters<typeof clusteredMeanDifference>[0],
): Pick<ScaleComparison, 'equivalence' | 'nonInferiority'> {
  const asked = protocol.endpoints.filter(({ estimand }) => estimand === `${measures}-difference`);
  const marginOf = (kind: 'equivalence' | 'non-inferiority') => {
    for (const { hypothesis, alpha } of asked) {
      if (hypothesis.kind === kind) return { margin: hypothesis.margin, alpha };
    }
    return null;
  };
  const [equivalence, nonInferiority] = [marginOf('equivalence'), marginOf('non-inferiority')];
  if (equivalence !== null) methods.use('two-one-sided-tests');
  if (nonInferiority !== null) methods.use('non-inferiority-test');
  const difference = clusteredMeanDifference(values, 'reader-and-case', level);
  return {
    equivalence:
      equivalence === null
        ? null
        : mapStatistic(difference, (found) => equivalenceTest(found, equivalence.margin, equivalence.alpha)),
    nonInferiority:
      nonInferiority === null
        ? null
        : mapStatistic(difference, (found) =>
            nonInferiorityTest(found, nonInferiority.margin, nonInferiority.alpha / 2),
          ),
  };
}

/** Null unless some texts are mismatched. */
function textControls(
  { protocol, level, methods }: StudyContext,
  { min, max }: LikertItem,
  all: readonly Rated[],
): TextControls | null {
  const isMatched = ({ row }: Rated): boolean => row.textControl === 'matched';
  if (all.every(isMatched)) return null;
  methods.use('two-way-clustered-mean');
  const scale = Array.from({ length: max - min + 1 }, (_, step) => min + step);
  const values = (matched: boolean, from = all) =>
    from.filter((entry) => isMatched(entry) === matched).map(({ value }) => value);
  const [matched, mismatched] = [values(true), values(false)];
  const meanOf = (list: readonly number[]): number | null => (list.length === 0 ? null : mean(list));
  return {
    matched: ratingDistribution(matched, scale),
    mismatched: ratingDistribution(mismatched, scale),
    difference: asTested(
      clusteredMeanDifference(
        all.map((entry) => ({ ...entry, inFirst: isMatched(entry) })),
        'reader-and-case',
        level,
      ),
    ),
    byReader: readersOf(protocol, all).map((readerId) => {
      const own = all.filter((entry) => entry.readerId === readerId);
      return {
        readerId,
        matchedMean: meanOf(values(true, own)),
        mismatchedMean: meanOf(values(false, own)),
      };
    }),
    commonLanguage:
      matched.length > 0 && mismatched.length > 0
        ? defined(placements(matched, mismatched).auc)
        : undefinedBecause('there is no matched text'),
  };
}
