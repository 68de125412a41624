import { truthOf } from '../../study/protocol.ts';
import { filmsAtOnce, unitsOf } from '../../study/units.ts';
import type { StudyContext } from './context.ts';
import type { EstimatorId } from './estimators.ts';
import type { ClusterUse, StudyDesign } from './study-analysis.ts';

/** Takes a group of cases as one, wherever cases are clusters. */
const BY_GROUPS: readonly EstimatorId[] = [
  'two-way-clustered-share',
  'one-way-clustered-share',
  'two-way-clustered-mean',
  'clustered-covariance',
  'clustered-bootstrap',
  'two-way-bootstrap',
];

/** Take single cases for independent of one another. */
const BY_CASES: readonly EstimatorId[] = [
  'wilson-interval',
  'clopper-pearson-interval',
  'exact-binomial-test',
  'signal-detection',
  'empirical-auc',
  'auc-comparison',
  'binormal-auc',
  'delong-covariance',
  'jackknife-covariance',
  'bootstrap-covariance',
  'one-shot',
  'one-shot-mle',
  'rank-sum',
  'cumulative-link-mixed-model',
  'linear-mixed-model',
  'cohen-kappa',
  'scott-pi',
  'fleiss-kappa',
  'gwet-ac',
  'brennan-prediger',
  'krippendorff-alpha',
  'intraclass-correlation',
];

/** What the study is, for whoever reads the numbers. After the analysis: it says what was used. */
export function studyDesign(context: StudyContext): StudyDesign {
  const { protocol } = context;
  const units = unitsOf(protocol).filter(({ role }) => role === 'reading');
  const armOf = new Map(protocol.cases.map(({ caseId, arm }) => [caseId, arm]));
  const targets = units.flatMap(({ cases: [target] }) => target ?? []);
  return {
    name: protocol.name,
    kind: protocol.design.kind,
    films: filmsAtOnce(protocol),
    arms: protocol.arms.map((arm) => ({
      id: arm.id,
      kind: arm.kind,
      truth: truthOf(arm),
      model: arm.model,
      selection: arm.selection,
      flow: arm.flow,
      cases: targets.filter((caseId) => armOf.get(caseId) === arm.id).length,
    })),
    readers: protocol.readers,
    items: protocol.instrument.items,
    matrixSizePx: protocol.normalisation.matrixSizePx,
    clusters: clusterUse(context, targets),
  };
}

function clusterUse(
  { protocol, groupOf, methods }: StudyContext,
  targets: readonly (typeof protocol.cases)[number]['caseId'][],
): ClusterUse {
  const sizes = new Map<string, number>();
  for (const caseId of targets) {
    const group = groupOf.get(caseId) ?? caseId;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const used = new Set(methods.used().map(({ estimator }) => estimator));
  const grouped = sizes.size < targets.length;
  return {
    ...protocol.clusters,
    cases: targets.length,
    groups: sizes.size,
    largest: Math.max(0, ...sizes.values()),
    entersBy: grouped ? BY_GROUPS.filter((estimator) => used.has(estimator)) : [],
    notIn: grouped ? BY_CASES.filter((estimator) => used.has(estimator)) : [],
  };
}
