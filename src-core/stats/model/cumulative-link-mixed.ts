import { chiSquareUpper, normalQuantile, normalTwoSided } from '../distributions.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, within } from '../steps.ts';
import { type CrossedGroups, crossedGroups, inverseOf } from './crossed-effects.ts';
import { LINKS, type Link, laplace, type Modes } from './laplace.ts';
import { hessian, minimiseSteps } from './minimise.ts';

/** An ordinal rating of a case by a reader, with its covariates (arm, finding, session, ...). */
export interface OrdinalObservation {
  readonly reader: string;
  readonly case: string;
  readonly rating: number;
  readonly covariates: readonly number[];
}

export interface FixedEffect {
  readonly name: string;
  /** Positive: towards higher ratings, on the scale of the link. */
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Wald. */
  readonly test: TestResult;
}

export interface CumulativeLinkFit {
  readonly link: Link;
  readonly categories: readonly number[];
  /** Between neighbouring categories. */
  readonly thresholds: readonly number[];
  readonly effects: readonly FixedEffect[];
  readonly readerDeviation: number;
  readonly caseDeviation: number;
  readonly logLikelihood: number;
  readonly convergence: Convergence;
  readonly observations: number;
  readonly readers: number;
  readonly cases: number;
}

export interface Convergence {
  readonly converged: boolean;
  /** Largest component of the gradient of the log-likelihood at the end. */
  readonly gradient: number;
  readonly iterations: number;
  readonly notes: readonly string[];
}

/** Deviations below this are a variance of 0 at the edge of what is allowed. */
const SINGULAR = 1e-3;
const GRADIENT_TOLERANCE = 1e-3;

/**
 * The cumulative-link (proportional odds) model P(rating <= k) = F(threshold k - x beta - reader - case) with normal
 * random intercepts of readers and cases, crossed, by maximum likelihood with the Laplace approximation (Tutz and
 * Hennevogl, Comput Stat Data Anal 1996; Christensen, ordinal, clmm). Standard errors from the observed information; it
 * says whether it converged.
 * @param names of the covariates, in order
 */
export function cumulativeLinkMixedModel(
  observations: readonly OrdinalObservation[],
  names: readonly string[],
  link: Link = 'logit',
  level = 0.95,
): Statistic<CumulativeLinkFit> {
  return finish(cumulativeLinkMixedModelSteps(observations, names, link, level));
}

/** `cumulativeLinkMixedModel`, a step for each iteration. */
export function* cumulativeLinkMixedModelSteps(
  observations: readonly OrdinalObservation[],
  names: readonly string[],
  link: Link = 'logit',
  level = 0.95,
): Steps<Statistic<CumulativeLinkFit>> {
  const categories = [...new Set(observations.map(({ rating }) => rating))].sort((a, b) => a - b);
  if (categories.length < 2) return undefinedBecause('fewer than two categories are used');
  const groups = crossedGroups(observations);
  if (groups.readers.length < 2) return undefinedBecause('fewer than two readers rated');
  if (groups.cases.length < 2) return undefinedBecause('fewer than two cases were rated');
  const model = ordinalModel(observations, categories, groups, link);
  const counted = model.startThresholds();
  const natural = (free: readonly number[]): number[] => {
    const thresholds = free
      .slice(0, counted.length)
      .map((_, k) => at(free, 0) + sum(free.slice(1, k + 1).map(Math.exp)));
    return [...thresholds, ...free.slice(counted.length)];
  };
  const start = [
    at(counted, 0),
    ...counted.slice(1).map((value, k) => Math.log(Math.max(value - at(counted, k), 1e-2))),
    ...names.map(() => 0),
    Math.log(0.5),
    Math.log(0.5),
  ];
  const objective = (free: readonly number[]): number => model.minusLogLikelihood(natural(free));
  // The rounding of a large likelihood is all that its differences show below this.
  const scale = Math.abs(objective(start));
  const minimum = yield* within(
    0,
    0.8,
    minimiseSteps(objective, start, { tolerance: Math.max(1e-5, 1e-8 * scale) }),
  );
  const estimate = natural(minimum.at);
  const [readerDeviation = 0, caseDeviation = 0] = estimate.slice(-2).map(Math.exp);
  const notes = singularNotes(readerDeviation, caseDeviation);
  // A variance at 0 has no curvature on its log scale; the others are then estimated with it held there.
  const held = [readerDeviation < SINGULAR, caseDeviation < SINGULAR];
  const freeCount = estimate.length - 2 + held.filter((flag) => !flag).length;
  const kept = estimate
    .map((_, k) => k)
    .filter((k) => k < estimate.length - 2 || held[k - estimate.length + 2] === false);
  const information = hessian(
    (part) =>
      model.minusLogLikelihood(
        estimate.map((value, k) => (kept.includes(k) ? at(part, kept.indexOf(k)) : value)),
      ),
    kept.map((k) => at(estimate, k)),
  );
  const covariance = inverseOf(information);
  if (covariance === null || covariance.length !== freeCount) {
    return undefinedBecause('the model did not converge: the information is not positive definite');
  }
  const quantile = normalQuantile((1 + level) / 2);
  const effects = names.map((name, index): FixedEffect => {
    const place = counted.length + index;
    const value = at(estimate, place);
    const standardError = Math.sqrt(at(at(covariance, place), place));
    const z = value / standardError;
    return {
      name,
      estimate: value,
      standardError,
      interval: { lower: value - quantile * standardError, upper: value + quantile * standardError, level },
      test: { statistic: z, distribution: 'normal', pValue: normalTwoSided(z) },
    };
  });
  const converged = minimum.gradient < Math.max(GRADIENT_TOLERANCE, 1e-7 * scale);
  return defined({
    link,
    categories,
    thresholds: estimate.slice(0, counted.length),
    effects,
    readerDeviation,
    caseDeviation,
    logLikelihood: -minimum.value,
    convergence: { converged, gradient: minimum.gradient, iterations: minimum.iterations, notes },
    observations: observations.length,
    readers: groups.readers.length,
    cases: groups.cases.length,
  });
}

/** The likelihood-ratio test of a model against one nested in it, fitted to the same observations. */
export function likelihoodRatioTest(full: CumulativeLinkFit, nested: CumulativeLinkFit): TestResult {
  const df = full.effects.length - nested.effects.length;
  const statistic = Math.max(0, 2 * (full.logLikelihood - nested.logLikelihood));
  return { statistic, distribution: 'chi-square', df: [df], pValue: chiSquareUpper(statistic, df) };
}

function singularNotes(readerDeviation: number, caseDeviation: number): string[] {
  return [
    ...(readerDeviation < SINGULAR ? ['the variance between readers is estimated as 0'] : []),
    ...(caseDeviation < SINGULAR ? ['the variance between cases is estimated as 0'] : []),
  ];
}

function ordinalModel(
  observations: readonly OrdinalObservation[],
  categories: readonly number[],
  groups: CrossedGroups,
  link: Link,
) {
  const functions = LINKS[link];
  const category = Int32Array.from(observations, ({ rating }) => categories.indexOf(rating));
  const cuts = categories.length - 1;
  const counts = categories.map((_, k) => category.filter((value) => value === k).length);
  let modes: Modes = {
    reader: new Float64Array(groups.readers.length),
    cases: new Float64Array(groups.cases.length),
  };
  const offset = (parameters: readonly number[]): Float64Array =>
    Float64Array.from(observations, ({ covariates }) =>
      covariates.reduce((total, value, k) => total + value * at(parameters, cuts + k), 0),
    );
  return {
    startThresholds: (): number[] => {
      let below = 0;
      return counts.slice(0, -1).map((count) => {
        below += count;
        return functions.quantile(below / observations.length);
      });
    },
    /** Of thresholds, effects, and logarithms of the readers' and the cases' deviation; infinite where impossible. */
    minusLogLikelihood(parameters: readonly number[]): number {
      const thresholds = parameters.slice(0, cuts);
      if (thresholds.some((value, k) => k > 0 && value <= at(thresholds, k - 1)))
        return Number.POSITIVE_INFINITY;
      const [readerDeviation = 0, caseDeviation = 0] = parameters.slice(-2).map(Math.exp);
      if (readerDeviation > 1e3 || caseDeviation > 1e3) return Number.POSITIVE_INFINITY;
      const input = {
        groups,
        category,
        edges: [Number.NEGATIVE_INFINITY, ...thresholds, Number.POSITIVE_INFINITY],
        fixed: offset(parameters),
        readerDeviation,
        caseDeviation,
      };
      const found = laplace(input, modes, functions);
      if (found === null) return Number.POSITIVE_INFINITY;
      modes = found.modes;
      return -found.logLikelihood;
    },
  };
}
