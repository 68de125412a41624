import { clusteredCovariance } from '../../stats/mrmc/clustered-covariance.ts';
import {
  bootstrapAucCovarianceSteps,
  deLongCovariance,
  jackknifeCovariance,
} from '../../stats/mrmc/covariance.ts';
import { type Endpoint, type ReaderResult, readerResults } from '../../stats/mrmc/endpoint.ts';
import { type MrmcData, mrmcData } from '../../stats/mrmc/mrmc-data.ts';
import { type Inference, type OrAnalysis, pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import { type OneShotAnalysis, oneShotAnalysis } from '../../stats/mrmc/one-shot.ts';
import { orAnalysis } from '../../stats/mrmc/or-analysis.ts';
import { at } from '../../stats/numbers.ts';
import { type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { type Steps, within } from '../../stats/steps.ts';
import { asTested, mapStatistic, readersOf, type StudyContext, toEstimate } from './context.ts';
import type { Verdict, Verdicts } from './detection-readings.ts';
import type { DetectionAnalysis, PooledDetection, PooledEstimate, PooledMethod } from './detection-types.ts';
import type { EstimatorId } from './estimators.ts';

type Quantity = PooledDetection['quantity'];

/** Readings as several modalities (one a model, which share the real films), or every made film as one. */
export interface PooledData {
  readonly allModels: boolean;
  /** In the protocol's order; null: all. */
  readonly models: readonly (string | null)[];
  /** Of signed confidence, and of the calls alone. */
  readonly scores: MrmcData | null;
  readonly calls: MrmcData;
}

const INFERENCES = ['random readers and cases', 'fixed readers'] as const;
const COVARIANCES = {
  'or-delong': 'delong-covariance',
  'or-jackknife': 'jackknife-covariance',
  'or-bootstrap': 'bootstrap-covariance',
  'or-clustered': 'clustered-covariance',
  'one-shot': 'one-shot',
  'one-shot-mle': 'one-shot-mle',
} as const satisfies Record<PooledMethod, EstimatorId>;

/** Readers and cases together: areas, sensitivity, specificity, accuracy and their mean, between models and over all. */
export function* pooledDetection(
  context: StudyContext,
  verdicts: Verdicts,
  phase: string,
): Steps<Pick<DetectionAnalysis, 'pooled' | 'pooledWithout' | 'design'>> {
  const { used, without } = pooledReaders(context, verdicts);
  const sets = pooledSets(used, verdicts);
  const pooled: PooledDetection[] = [];
  for (const [index, data] of sets.entries()) {
    const [from, to] = [index / sets.length, (index + 1) / sets.length];
    pooled.push(...(yield* within(from, to, analyseSet(context, data, phase))));
  }
  return { pooled, pooledWithout: without, design: sets[0]?.calls.design ?? null };
}

/** Models of readers and cases need everybody's result under every model. */
export function pooledReaders(
  { protocol }: StudyContext,
  { compared, models }: Verdicts,
): { readonly used: readonly Verdict[]; readonly without: readonly string[] } {
  const readers = readersOf(protocol, compared);
  const complete = readers.filter((readerId) => {
    const own = compared.filter((entry) => entry.readerId === readerId && entry.score !== null);
    return (
      own.some(({ synthetic }) => !synthetic) && models.every((model) => own.some(({ arm }) => arm === model))
    );
  });
  return {
    used: compared.filter(({ readerId }) => complete.includes(readerId)),
    without: readers.filter((readerId) => !complete.includes(readerId)),
  };
}

export function pooledSets(used: readonly Verdict[], { models, realArms }: Verdicts): PooledData[] {
  if (models.length === 0 || realArms.length === 0 || used.length === 0) return [];
  const each = pooledData(used, models);
  return models.length > 1 ? [each, pooledData(used, [null])] : [each];
}

function pooledData(used: readonly Verdict[], models: readonly (string | null)[]): PooledData {
  const truth = new Map(used.map(({ caseId, synthetic }) => [caseId as string, synthetic]));
  const names = models.map((_, index) => modelKey(index, models.length));
  const data = (scoreOf: (verdict: Verdict) => number | null): MrmcData => {
    const readings = used.flatMap((entry) => {
      const score = scoreOf(entry);
      if (score === null) return [];
      const under = models.flatMap((model, index) =>
        !entry.synthetic || model === null || model === entry.arm ? [at(names, index)] : [],
      );
      return under.map((modality) => ({ reader: entry.reader, case: entry.caseId, modality, score }));
    });
    return mrmcData(readings, truth);
  };
  const scored = used.some(({ score }) => score !== null);
  return {
    allModels: models[0] === null,
    models,
    scores: scored ? data(({ score }) => score) : null,
    calls: data(({ call }) => call),
  };
}

/** Sorts as the protocol's arms do: modalities sort by name. */
function modelKey(index: number, count: number): string {
  return `model ${String(index + 1).padStart(String(count).length, '0')}`;
}

const BINARY = ['sensitivity', 'specificity', 'accuracy'] as const;
const AUC: Endpoint = { kind: 'auc' };

function* analyseSet(context: StudyContext, set: PooledData, phase: string): Steps<PooledDetection[]> {
  const found: PooledDetection[] = [];
  if (set.scores !== null) {
    found.push(...closedForms(context, set, set.scores, 'auc', AUC));
    const results = readerResults(set.scores, AUC);
    const random = context.random(`${phase}/or-bootstrap/${set.allModels}`);
    const drawn = results.defined
      ? yield* within(0.1, 0.9, bootstrapAucCovarianceSteps(set.scores.cells, random, context.replicates))
      : results;
    found.push(
      ...orRows(
        context,
        set,
        'auc',
        'or-bootstrap',
        orAnalysis(results, () => drawn, context.level),
      ),
    );
  }
  // The area under the curve of two calls is half of sensitivity plus specificity.
  found.push(...closedForms(context, set, set.calls, 'balanced-accuracy', AUC));
  for (const kind of BINARY) {
    // The share right of all films together rewards calling all alike; between models it may stand.
    if (kind === 'accuracy' && set.allModels) continue;
    found.push(...closedForms(context, set, set.calls, kind, { kind, threshold: 0 }));
    yield 0.95;
  }
  return found;
}

function closedForms(
  context: StudyContext,
  set: PooledData,
  data: MrmcData,
  quantity: Quantity,
  endpoint: Endpoint,
): PooledDetection[] {
  const { level } = context;
  const results = readerResults(data, endpoint);
  const row = (method: PooledMethod, covariance: (cells: ReaderResult[][]) => Statistic<Float64Array[]>) =>
    orRows(context, set, quantity, method, orAnalysis(results, covariance, level));
  return [
    ...row('or-delong', deLongCovariance),
    ...(context.hasGroups
      ? row('or-clustered', (cells) => clusteredCovariance(data, cells, endpoint, groupNames(context)))
      : []),
    ...(quantity === 'auc' ? row('or-jackknife', jackknifeCovariance) : []),
    ...oneShotRows(context, set, quantity, data, endpoint),
  ];
}

function groupNames({ groupOf }: StudyContext): ReadonlyMap<string, string> {
  return groupOf;
}

/** The analysis that answers endpoints: groups of cases enter it where there are any. */
export function mainOr(
  context: StudyContext,
  data: MrmcData,
  level: number,
): { readonly analysis: Statistic<OrAnalysis>; readonly estimator: EstimatorId } {
  const covariance = context.hasGroups
    ? (cells: ReaderResult[][]) => clusteredCovariance(data, cells, AUC, groupNames(context))
    : deLongCovariance;
  context.methods.use(
    'obuchowski-rockette',
    context.hasGroups ? 'clustered-covariance' : 'delong-covariance',
  );
  return {
    analysis: orAnalysis(readerResults(data, AUC), covariance, level),
    estimator: 'obuchowski-rockette',
  };
}

function orRows(
  { methods }: StudyContext,
  { allModels, models }: PooledData,
  quantity: Quantity,
  method: PooledMethod,
  analysis: Statistic<OrAnalysis>,
): PooledDetection[] {
  methods.use('obuchowski-rockette', COVARIANCES[method]);
  const row = (inference: Inference): PooledDetection => {
    const of = analysis.defined ? analysis.value.analyses[inference] : null;
    const why = analysis.defined ? undefinedBecause('there is a single modality') : analysis;
    return {
      quantity,
      method,
      inference,
      allModels,
      components: analysis.defined ? analysis.value.components : null,
      models: models.map((model, index) => {
        const found = of?.modalities[index];
        return { model, result: found === undefined ? why : asPooled(found) };
      }),
      comparisons: pairsOf(models, (index) => {
        const found = of?.comparisons[index];
        if (quantity === 'specificity') return ONE_SPECIFICITY;
        return found === undefined ? why : asTested(found);
      }),
      global:
        of === null ? why : quantity === 'specificity' && models.length > 1 ? ONE_SPECIFICITY : of.global,
    };
  };
  return INFERENCES.map(row);
}

function oneShotRows(
  { level, methods }: StudyContext,
  set: PooledData,
  quantity: Quantity,
  data: MrmcData,
  endpoint: Endpoint,
): PooledDetection[] {
  methods.use('one-shot');
  const unbiased = oneShotAnalysis(data, endpoint, level);
  const rows = [oneShotRow(set, quantity, 'one-shot', unbiased)];
  const [own, between] = [unbiased.modalities, unbiased.comparisons];
  if (own.every((found) => found.defined) && between.every((found) => found.defined)) return rows;
  methods.use('one-shot-mle');
  const biased = oneShotAnalysis(data, endpoint, level, 'never negative');
  return [...rows, oneShotRow(set, quantity, 'one-shot-mle', biased)];
}

function oneShotRow(
  { allModels, models }: PooledData,
  quantity: Quantity,
  method: PooledMethod,
  found: OneShotAnalysis,
): PooledDetection {
  const missing = undefinedBecause('there is no result');
  return {
    quantity,
    method,
    inference: 'random readers and cases',
    allModels,
    components: null,
    models: models.map((model, index) => ({ model, result: asPooled(found.modalities[index] ?? missing) })),
    comparisons: pairsOf(models, (index) =>
      quantity === 'specificity' ? ONE_SPECIFICITY : asTested(found.comparisons[index] ?? missing),
    ),
    global: undefinedBecause('the one-shot analysis compares two models at a time'),
  };
}

function asPooled(
  of: Statistic<Parameters<typeof toEstimate>[0] & Pick<PooledEstimate, 'logitInterval'>>,
): Statistic<PooledEstimate> {
  return mapStatistic(of, ({ logitInterval, ...estimate }) => ({ ...toEstimate(estimate), logitInterval }));
}

/** Real films are shared, so that every model has the same specificity: nothing is compared. */
const ONE_SPECIFICITY = undefinedBecause('all models share the real films: there is one specificity');

/** Every pair of models in the order of `pairs`, with its result. */
function pairsOf(
  models: readonly (string | null)[],
  resultOf: (index: number) => PooledDetection['comparisons'][number]['result'],
): PooledDetection['comparisons'] {
  return pairs(models.length).map(([first, second], index) => ({
    first: models[first] ?? '',
    second: models[second] ?? '',
    result: resultOf(index),
  }));
}
