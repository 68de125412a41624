import { pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import { at } from '../../stats/numbers.ts';
import { clusteredProportion } from '../../stats/proportion/clustered-proportion.ts';
import { clusteredMeanDifference } from '../../stats/rating/clustered-difference.ts';
import { empiricalAuc } from '../../stats/roc/empirical-auc.ts';
import { type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import type { InstrumentItem, Measure } from '../../study/instrument.ts';
import { type ReadingPhase, readingPhases } from '../../study/protocol.ts';
import { agreementOn, questionsOf } from './agreement.ts';
import { choicesOf } from './choices.ts';
import {
  armsOf,
  askedItems,
  asTested,
  mainReadings,
  mapStatistic,
  phaseReadings,
  type StudyContext,
  type StudyReading,
  testedAgainst,
  toEstimate,
  toTested,
} from './context.ts';
import { mainOr, pooledReaders, pooledSets } from './detection-pooled.ts';
import { isVerdict, type Verdict, type Verdicts, verdictsOf } from './detection-readings.ts';
import type { EndpointAnswer, EndpointPart, TestedEstimate } from './study-analysis.ts';

/** What an endpoint's estimand is in these readings, before its hypothesis is judged. */
export type EndpointEstimate = Pick<
  EndpointAnswer,
  'phase' | 'item' | 'estimator' | 'first' | 'second' | 'reference' | 'result' | 'parts'
>;

/** @param level of the interval: 1 - alpha */
export function estimateOf(
  context: StudyContext,
  estimand: EndpointAnswer['estimand'],
  level: number,
): EndpointEstimate {
  switch (estimand) {
    case 'accuracy-against-chance':
      return accuracy(context, level);
    case 'preference':
      return choice(context, level, true) ?? nothing('preference', 'no question asks for a preference');
    case 'realism-difference':
      return difference(context, 'realism', level);
    case 'alignment-difference':
      return difference(context, 'alignment', level);
    case 'auc-difference':
      return aucDifference(context, level);
    case 'agreement':
      return agreement(context, level);
  }
}

const ESTIMATORS_OF = {
  accuracy: 'obuchowski-rockette',
  preference: 'two-way-clustered-share',
  difference: 'two-way-clustered-mean',
  agreement: 'fleiss-kappa',
} as const;

function nothing(of: keyof typeof ESTIMATORS_OF, reason: string, reference = 0): EndpointEstimate {
  return {
    phase: null,
    item: null,
    estimator: ESTIMATORS_OF[of],
    first: [],
    second: [],
    reference,
    result: undefinedBecause(reason),
    parts: [],
  };
}

/** The first phase in which something is found. */
function inFirstPhase<Found>(
  { protocol }: StudyContext,
  of: (phase: ReadingPhase) => Found | null,
): { readonly phase: ReadingPhase; readonly found: Found } | null {
  for (const phase of readingPhases(protocol)) {
    const found = of(phase);
    if (found !== null) return { phase, found };
  }
  return null;
}

/** Of verdicts half of sensitivity plus specificity, over readers and cases; of choices the share right. */
function accuracy(context: StudyContext, level: number): EndpointEstimate {
  const asked = inFirstPhase(context, (phase) => verdictsOf(context, phase));
  if (asked === null) {
    const chosen = choice(context, level, false);
    return chosen ?? nothing('accuracy', 'no question asks whether a film is real or synthetic', 0.5);
  }
  const { phase, found: verdicts } = asked;
  const { item, models, realArms: second } = verdicts;
  const base = { phase: phase.id, item, first: models, second, reference: 0.5 };
  const { used } = pooledReaders(context, verdicts);
  if (new Set(used.map(({ reader }) => reader)).size === 1) {
    return { ...base, ...singleReader(context, used, level) };
  }
  const sets = pooledSets(used, verdicts);
  const whole = sets.at(-1);
  if (whole === undefined) {
    const why = undefinedBecause('no reader has read both real films and films of every model');
    return { ...base, estimator: 'obuchowski-rockette', result: why, parts: [] };
  }
  const { analysis, estimator } = mainOr(context, whole.calls, level);
  const parts = sets.length < 2 ? [] : partsByModel(context, verdicts, sets[0]?.calls ?? whole.calls, level);
  return { ...base, estimator, result: againstHalf(analysis, 0), parts };
}

function singleReader(
  { methods }: StudyContext,
  used: readonly Verdict[],
  level: number,
): Pick<EndpointEstimate, 'estimator' | 'result' | 'parts'> {
  methods.use('empirical-auc');
  const scored = used.map(({ caseId, synthetic, call }) => ({
    case: caseId,
    positive: synthetic,
    score: call,
  }));
  return { estimator: 'empirical-auc', result: asTested(empiricalAuc(scored, level)), parts: [] };
}

function againstHalf(
  analysis: ReturnType<typeof mainOr>['analysis'],
  modality: number,
): Statistic<TestedEstimate> {
  if (!analysis.defined) return analysis;
  const found = analysis.value.analyses['random readers and cases'].modalities[modality];
  if (found === undefined) return undefinedBecause('there is no result');
  return mapStatistic(found, (of) => testedAgainst(toEstimate(of), 0.5));
}

function partsByModel(
  context: StudyContext,
  { models }: Verdicts,
  calls: Parameters<typeof mainOr>[1],
  level: number,
): EndpointPart[] {
  const { analysis } = mainOr(context, calls, level);
  return models.map((model, index) => ({ first: model, second: null, result: againstHalf(analysis, index) }));
}

function choice(context: StudyContext, level: number, preference: boolean): EndpointEstimate | null {
  const asked = inFirstPhase(context, (phase) => {
    const found = choicesOf(context, phase);
    return found !== null && (found.item.asks === 'preference') === preference ? found : null;
  });
  if (asked === null) return null;
  const { item, choices } = asked.found;
  context.methods.use('two-way-clustered-share');
  const share = (own: typeof choices) =>
    asTested(clusteredProportion(own, 1 / item.films, 'reader-and-case', level));
  const arms = armsOf(context.protocol, choices);
  return {
    phase: asked.phase.id,
    item: item.id,
    estimator: 'two-way-clustered-share',
    first: arms,
    second: [],
    reference: 1 / item.films,
    result: share(choices),
    parts:
      arms.length < 2
        ? []
        : arms.map((arm) => ({
            first: arm,
            second: null,
            result: share(choices.filter((entry) => entry.arm === arm)),
          })),
  };
}

/** The first item that measures it: a scale, or a choice whose first option counts 1 and every other 0. */
function difference(
  context: StudyContext,
  measure: 'realism' | 'alignment',
  level: number,
): EndpointEstimate {
  const measures: readonly Measure[] = measure === 'realism' ? ['realism'] : ['alignment', 'inclusion'];
  const asked = inFirstPhase(
    context,
    (phase) =>
      askedItems(context.protocol, phase).find(
        (item) =>
          measures.includes(item.measures) && (item.kind === 'likert' || item.kind === 'forced-choice'),
      ) ?? null,
  );
  if (asked === null) return nothing('difference', `no question measures ${measure}`);
  const { phase, found: item } = asked;
  const values = mainReadings(phaseReadings(context, phase.id), item).flatMap((reading) => {
    const value = valueIn(reading, item);
    return value === null ? [] : [{ ...reading, value }];
  });
  const synthetic = armsOf(context.protocol, values, (truth) => truth === 'synthetic');
  const real = armsOf(context.protocol, values, (truth) => truth === 'real');
  context.methods.use('two-way-clustered-mean');
  const single = new Set(values.map(({ reader }) => reader)).size < 2;
  const between = (first: readonly string[], second: readonly string[]) =>
    asTested(
      clusteredMeanDifference(
        values
          .filter(({ arm }) => first.includes(arm) || second.includes(arm))
          .map((entry) => ({ ...entry, inFirst: first.includes(entry.arm) })),
        single ? 'case' : 'reader-and-case',
        level,
      ),
    );
  // Without real films two made arms are compared with one another.
  const pair = real.length === 0 && synthetic.length === 2;
  const [first, second] = pair ? [synthetic.slice(0, 1), synthetic.slice(1)] : [synthetic, real];
  const result =
    first.length > 0 && second.length > 0
      ? between(first, second)
      : undefinedBecause('there are no two sides: made films against real ones, or two arms of made films');
  return {
    phase: phase.id,
    item: item.id,
    estimator: 'two-way-clustered-mean',
    first,
    second,
    reference: 0,
    result,
    parts:
      first.length > 1 && second.length > 0
        ? first.map((arm) => ({ first: arm, second: second.join(' + '), result: between([arm], second) }))
        : [],
  };
}

function valueIn({ row }: StudyReading, item: InstrumentItem): number | null {
  const answer = row.answers[item.id] ?? null;
  if (typeof answer === 'number') return answer;
  return item.kind === 'forced-choice' && answer !== null ? Number(answer === item.options[0]?.value) : null;
}

/** Between the two generating models; with more of them, every pair is a part. */
function aucDifference(context: StudyContext, level: number): EndpointEstimate {
  const asked = inFirstPhase(context, (phase) => verdictsOf(context, phase));
  if (asked === null) return nothing('accuracy', 'no question asks whether a film is real or synthetic');
  const { phase, found: verdicts } = asked;
  const { item, models } = verdicts;
  const base = { phase: phase.id, item, reference: 0 };
  const [data] = pooledSets(pooledReaders(context, verdicts).used, verdicts);
  const scores = data?.scores ?? null;
  if (scores === null || models.length < 2) {
    const why =
      models.length < 2
        ? 'areas under the curve are compared between generating models, and there are fewer than two'
        : 'no reader has read both real films and films of every model';
    const result = undefinedBecause(why);
    return { ...base, estimator: 'obuchowski-rockette', first: models, second: [], result, parts: [] };
  }
  const { analysis, estimator } = mainOr(context, scores, level);
  const found = analysis.defined ? analysis.value.analyses['random readers and cases'].comparisons : [];
  const parts = pairs(models.length).map(([one, other], index) => ({
    first: at(models, one),
    second: at(models, other),
    result: analysis.defined ? asTested(found[index] ?? undefinedBecause('there is no result')) : analysis,
  }));
  const [only] = parts;
  if (only !== undefined && models.length === 2) {
    const { first, second, result } = only;
    return { ...base, estimator, first: [first], second: [second], result, parts: [] };
  }
  const result = undefinedBecause(
    `the protocol names no pair among ${models.length} models; each pair is a part`,
  );
  return { ...base, estimator, first: models, second: [], result, parts };
}

/** Of the verdict (Fleiss' kappa), else of the first scale (Gwet's AC2, quadratic weights). */
function agreement(context: StudyContext, level: number): EndpointEstimate {
  const of = (wanted: (item: InstrumentItem) => boolean) =>
    inFirstPhase(context, (phase) => askedItems(context.protocol, phase).find(wanted) ?? null);
  const asked =
    of(isVerdict) ?? of(({ kind }) => kind === 'likert') ?? of(({ kind }) => kind === 'forced-choice');
  const [question] = asked === null ? [] : questionsOf(asked.found);
  if (asked === null || question === undefined) return nothing('agreement', 'no question has categories');
  const found = agreementOn(context, asked.phase, question, level);
  const ordinal = question.scale === 'ordinal';
  const coefficient = ordinal ? (found.gwetAc2 ?? found.gwetAc1) : found.fleiss;
  return {
    phase: asked.phase.id,
    item: asked.found.id,
    estimator: ordinal ? 'gwet-ac' : 'fleiss-kappa',
    first: [],
    second: [],
    reference: 0,
    result: mapStatistic(coefficient, ({ test, ...estimate }) =>
      toTested({ ...estimate, df: test.df?.[0] ?? null, test }),
    ),
    parts: [],
  };
}
