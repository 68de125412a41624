import { pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import { at } from '../../stats/numbers.ts';
import { binomialTest } from '../../stats/proportion/binomial-test.ts';
import { clusteredMean } from '../../stats/proportion/clustered-mean.ts';
import { clusteredProportion } from '../../stats/proportion/clustered-proportion.ts';
import { proportion } from '../../stats/proportion/proportion-interval.ts';
import { confusionOf, readerMeasures } from '../../stats/reader/confusion.ts';
import { signalDetection } from '../../stats/reader/signal-detection.ts';
import { binormalAuc } from '../../stats/roc/binormal-auc.ts';
import { compareAucs, empiricalAuc, type ScoredCase } from '../../stats/roc/empirical-auc.ts';
import { empiricalCurve, meanCurve } from '../../stats/roc/roc-curve.ts';
import { defined, type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { mapSteps, type Steps, within } from '../../stats/steps.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import { asEstimate, asTested, readersOf, type StudyContext } from './context.ts';
import { balancedAccuracy, chanceTests } from './detection-chance.ts';
import { pooledDetection } from './detection-pooled.ts';
import { modelSets, ofModel, type Verdict, type Verdicts, verdictsOf } from './detection-readings.ts';
import type {
  CalledSynthetic,
  DetectionAnalysis,
  DetectionSubgroup,
  ReaderDetection,
} from './detection-types.ts';
import { holmOver } from './holm-over.ts';
import type { TestedEstimate } from './study-analysis.ts';

/** Real or synthetic in one phase, but for what is pooled by models of readers and cases; null where it is not asked. */
export function* analyseDetection(
  context: StudyContext,
  phase: ReadingPhase,
): Steps<Omit<DetectionAnalysis, 'pooled' | 'pooledWithout' | 'design'> | null> {
  const verdicts = verdictsOf(context, phase);
  if (verdicts === null) return null;
  const { item, confidenceItem, compared, models, realArms, controlArms } = verdicts;
  const readers = yield* within(0, 0.7, readersAlone(context, verdicts));
  const comparisons = yield* within(0.7, 0.8, comparisonsOf(context, verdicts));
  const chance = chanceTests(context, verdicts);
  yield 0.9;
  const cases = (synthetic: boolean): number =>
    new Set(compared.filter((entry) => entry.synthetic === synthetic).map(({ caseId }) => caseId)).size;
  context.methods.use('mean-roc-curve');
  return {
    item,
    confidenceItem,
    models,
    realArms,
    controlArms,
    syntheticCases: cases(true),
    realCases: cases(false),
    readers,
    comparisons,
    called: calledSynthetic(context, verdicts),
    chance,
    meanCurves: modelSets(verdicts).flatMap((model) => {
      const curves = readers.filter((entry) => entry.model === model && entry.curve.length > 0);
      const mean = meanCurve(curves.map(({ curve }) => curve));
      return mean.defined ? [{ model, points: mean.value }] : [];
    }),
    subgroups: subgroupsOf(context, compared),
  };
}

/** The same with the analyses over readers and cases. */
export function* withPooled(
  context: StudyContext,
  phase: ReadingPhase,
  detection: Omit<DetectionAnalysis, 'pooled' | 'pooledWithout' | 'design'>,
): Steps<DetectionAnalysis> {
  const verdicts = verdictsOf(context, phase);
  if (verdicts === null) return { ...detection, pooled: [], pooledWithout: [], design: null };
  return { ...detection, ...(yield* pooledDetection(context, verdicts, phase.id)) };
}

function* readersAlone(context: StudyContext, verdicts: Verdicts): Steps<ReaderDetection[]> {
  const { compared } = verdicts;
  const readers = readersOf(context.protocol, compared);
  const cells = readers.flatMap((readerId) =>
    modelSets(verdicts).map((model) => ({
      readerId,
      model,
      own: ofModel(compared, model).filter((entry) => entry.readerId === readerId),
    })),
  );
  const found = yield* mapSteps(cells, ({ readerId, model, own }) => ({
    readerId,
    model,
    ...readerAlone(context, own),
  }));
  context.methods.use('holm');
  return holmOver(
    found,
    ({ model }) => JSON.stringify(model),
    ({ balancedAccuracy: of }) => (of.defined ? of.value.test.pValue : null),
  );
}

function readerAlone({ level, methods }: StudyContext, own: readonly Verdict[]) {
  methods.use(
    'wilson-interval',
    'clopper-pearson-interval',
    'signal-detection',
    'empirical-auc',
    'exact-binomial-test',
    'binormal-auc',
  );
  const counts = confusionOf(own.map(({ synthetic, call }) => ({ truth: synthetic, call: call > 0 })));
  const scored = scoredCases(own);
  const scores = (positive: boolean) =>
    scored.filter((entry) => entry.positive === positive).map(({ score }) => score);
  const [positives, negatives] = [scores(true), scores(false)];
  const curve = empiricalCurve(positives, negatives);
  return {
    measures: readerMeasures(counts, level),
    signalDetection: signalDetection(counts, 'log-linear', level),
    balancedAccuracy: balancedAccuracyOf(own, level),
    binomial: binomialOf(own),
    auc: empiricalAuc(scored, level),
    binormal: binormalAuc(positives, negatives, level),
    curve: curve.defined ? curve.value : [],
  };
}

/** The area under the curve of two calls is half of sensitivity plus specificity. */
function balancedAccuracyOf(own: readonly Verdict[], level: number): Statistic<TestedEstimate> {
  return asTested(
    empiricalAuc(
      own.map(({ caseId, synthetic, call }) => ({ case: caseId, positive: synthetic, score: call })),
      level,
    ),
  );
}

function binomialOf(own: readonly Verdict[]): Statistic<number> {
  const synthetic = own.filter((entry) => entry.synthetic).length;
  if (own.length === 0) return undefinedBecause('there is no verdict');
  if (synthetic * 2 !== own.length) {
    return undefinedBecause(
      `${synthetic} synthetic and ${own.length - synthetic} real films were read: calling all alike would not be right in half`,
    );
  }
  const right = own.filter((entry) => entry.synthetic === entry.call > 0).length;
  return defined(binomialTest(right, own.length, 0.5));
}

function scoredCases(own: readonly Verdict[]): ScoredCase[] {
  return own.flatMap(({ caseId, synthetic, score }) =>
    score === null ? [] : [{ case: caseId, positive: synthetic, score }],
  );
}

function* comparisonsOf(
  { protocol, level, methods }: StudyContext,
  { compared, models }: Verdicts,
): Steps<DetectionAnalysis['comparisons']> {
  if (models.length < 2) return [];
  methods.use('auc-comparison');
  const found = yield* mapSteps(readersOf(protocol, compared), (readerId) => {
    const own = compared.filter((entry) => entry.readerId === readerId);
    return pairs(models.length).map(([one, other]) => {
      const [first, second] = [at(models, one), at(models, other)];
      const comparison = compareAucs(
        scoredCases(ofModel(own, first)),
        scoredCases(ofModel(own, second)),
        level,
      );
      return { readerId, first, second, comparison };
    });
  });
  return found.flat();
}

function calledSynthetic(context: StudyContext, verdicts: Verdicts): CalledSynthetic[] {
  const { protocol, level, methods } = context;
  methods.use('two-way-clustered-share');
  const all = [...verdicts.compared, ...verdicts.controls];
  const arms = protocol.arms.map(({ id }) => id).filter((id) => all.some(({ arm }) => arm === id));
  const shareOf = (own: readonly Verdict[], by: 'reader-and-case' | 'case') => ({
    share: proportion(own.filter(({ call }) => call > 0).length, own.length, level, 'verdict'),
    clustered: asEstimate(
      clusteredProportion(
        own.map((entry) => ({ ...entry, success: entry.call > 0 })),
        0.5,
        by,
        level,
      ),
    ),
  });
  const ofArm = (own: readonly Verdict[], arm: string) => own.filter((entry) => entry.arm === arm);
  return [
    ...arms.map((arm) => ({ readerId: null, arm, ...shareOf(ofArm(all, arm), 'reader-and-case') })),
    ...readersOf(protocol, all).flatMap((readerId) => {
      const own = all.filter((entry) => entry.readerId === readerId);
      return arms.map((arm) => ({ readerId, arm, ...shareOf(ofArm(own, arm), 'case') }));
    }),
  ];
}

const SUBGROUPS = [
  ['finding', ({ finding }: Verdict) => finding],
  ['view', ({ view }: Verdict) => view],
  ['session', ({ session }: Verdict) => String(session)],
] as const;

function subgroupsOf(context: StudyContext, compared: readonly Verdict[]): DetectionSubgroup[] {
  const { level } = context;
  context.methods.use('two-way-clustered-mean');
  return SUBGROUPS.flatMap(([by, keyOf]) => {
    const keys = [...new Set(compared.map(keyOf))].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
    // One group is the whole again.
    if (keys.length < 2) return [];
    return keys.map((group) => {
      const own = compared.filter((entry) => keyOf(entry) === group);
      const right = (synthetic: boolean) =>
        asEstimate(
          clusteredMean(
            own
              .filter((entry) => entry.synthetic === synthetic)
              .map((entry) => ({ ...entry, value: Number(entry.call > 0 === synthetic) })),
            0.5,
            'reader-and-case',
            level,
            [0, 1],
          ),
        );
      return {
        by,
        group,
        readings: own.length,
        sensitivity: right(true),
        specificity: right(false),
        balancedAccuracy: balancedAccuracy(own, 'reader-and-case', level),
      };
    });
  });
}
