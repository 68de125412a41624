import { chiSquareUpper, normalQuantile, normalTwoSided } from '../distributions.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, within } from '../steps.ts';
import { addMultiple, type CrossedGroups, crossedGroups, dot, inverseOf } from './crossed-effects.ts';
import { type ByGroup, laplace, type OrdinalData } from './laplace.ts';
import { laplaceGradient } from './laplace-gradient.ts';
import { LINKS, type Link } from './links.ts';
import { informationSteps, largest, minimiseSteps, type Objective } from './minimise.ts';

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
const SEARCH_TOLERANCE = 1e-5;
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
  yield 0;
  const model = ordinalModel(observations, names, categories, groups, link);
  yield 0;
  const counted = model.startThresholds();
  const search = yield* within(0, 0.6, searchSteps(model, counted, names.length));
  const found = yield* within(0.6, 1, informationAt(model, search.at));
  if (found === null) {
    return undefinedBecause('the model did not converge: the information is not positive definite');
  }
  const { estimate, covariance } = found;
  const [readerDeviation = 0, caseDeviation = 0] = estimate.slice(-2).map(Math.exp);
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
  const notes = singularNotes(readerDeviation, caseDeviation);
  return defined({
    link,
    categories,
    thresholds: estimate.slice(0, counted.length),
    effects,
    readerDeviation,
    caseDeviation,
    logLikelihood: -found.value,
    convergence: {
      converged: found.gradient < GRADIENT_TOLERANCE,
      gradient: found.gradient,
      iterations: search.iterations,
      notes,
    },
    observations: observations.length,
    readers: groups.readers.length,
    cases: groups.cases.length,
  });
}

/**
 * The search over the first threshold, the logarithms of the others' increments, effects and logarithms of deviations;
 * its result as natural parameters.
 */
function* searchSteps(
  { minusLogLikelihood }: OrdinalModel,
  counted: readonly number[],
  effects: number,
): Steps<{ readonly at: readonly number[]; readonly iterations: number }> {
  const cuts = counted.length;
  const natural = (free: readonly number[]): number[] => {
    const thresholds = free
      .slice(0, cuts)
      .map((_, k) => at(free, 0) + sum(free.slice(1, k + 1).map(Math.exp)));
    return [...thresholds, ...free.slice(cuts)];
  };
  /** A later increment moves every threshold above it. */
  const objective: Objective = (free) => {
    const { value, slope } = minusLogLikelihood(natural(free));
    const byFree = () =>
      slope().map((part, k, all) =>
        k < cuts ? sum(all.slice(k, cuts)) * (k === 0 ? 1 : Math.exp(at(free, k))) : part,
      );
    return { value, slope: byFree };
  };
  const start = [
    at(counted, 0),
    ...counted.slice(1).map((value, k) => Math.log(Math.max(value - at(counted, k), 1e-2))),
    ...Array.from({ length: effects }, () => 0),
    Math.log(0.5),
    Math.log(0.5),
  ];
  const slopeAt = (free: readonly number[]) => objective(free).slope();
  const curvature = inverseOf(yield* within(0, 0.5, informationSteps(slopeAt, start)));
  const minimum = yield* within(
    0.5,
    1,
    minimiseSteps(objective, start, {
      tolerance: SEARCH_TOLERANCE,
      ...(curvature === null ? {} : { inverse: curvature.map((row) => Array.from(row)) }),
    }),
  );
  return { at: natural(minimum.at), iterations: minimum.iterations };
}

/**
 * The observed information near the maximum, and the maximum itself by Newton's method with it: differences of a large
 * likelihood no longer tell the search which way is up. Null where the information is not positive definite.
 */
function* informationAt({ minusLogLikelihood }: OrdinalModel, near: readonly number[]) {
  // A variance at 0 has no curvature on its log scale; the others are then estimated with it held there.
  const kept = near.map((_, k) => k).filter((k) => k < near.length - 2 || Math.exp(at(near, k)) >= SINGULAR);
  const full = (part: readonly number[]): number[] => {
    const filled = [...near];
    kept.forEach((k, place) => {
      filled[k] = at(part, place);
    });
    return filled;
  };
  const slopeAt = (part: readonly number[]): number[] => {
    const slope = minusLogLikelihood(full(part)).slope();
    return kept.map((k) => at(slope, k));
  };
  let here = kept.map((k) => at(near, k));
  const covariance = inverseOf(yield* within(0, 0.9, informationSteps(slopeAt, here)));
  if (covariance === null) return null;
  let slope = slopeAt(here);
  for (let step = 0; step < 3; step += 1) {
    const next = here.map((value, k) => value - dot(at(covariance, k), slope));
    const there = slopeAt(next);
    if (!(largest(there) < largest(slope))) break;
    here = next;
    slope = there;
    yield 0.9 + step / 30;
  }
  const { value } = minusLogLikelihood(full(here));
  return { estimate: full(here), covariance, value, gradient: largest(slope) };
}

type OrdinalModel = ReturnType<typeof ordinalModel>;

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

/** Minus the Laplace log-likelihood as a function of natural parameters; it begins each search at the modes found last. */
function ordinalModel(
  observations: readonly OrdinalObservation[],
  names: readonly string[],
  categories: readonly number[],
  groups: CrossedGroups,
  link: Link,
) {
  const functions = LINKS[link];
  const cuts = categories.length - 1;
  const data: OrdinalData = {
    readers: groups.readers.length,
    cases: groups.cases.length,
    cellOf: groups.readerOf.map((reader, index) => reader * groups.cases.length + at(groups.caseOf, index)),
    category: Int32Array.from(observations, ({ rating }) => categories.indexOf(rating)),
    categories: categories.length,
    columns: names.map((_, k) => Float64Array.from(observations, ({ covariates }) => at(covariates, k))),
  };
  let modes: ByGroup = {
    reader: new Float64Array(groups.readers.length),
    cases: new Float64Array(groups.cases.length),
  };
  return {
    startThresholds: (): number[] => {
      const counts = new Float64Array(categories.length);
      for (const category of data.category) counts[category] = at(counts, category) + 1;
      let below = 0;
      return Array.from(counts.subarray(0, -1), (count) => {
        below += count;
        return functions.quantile(below / observations.length);
      });
    },
    /** Of thresholds, effects, and logarithms of the readers' and the cases' deviation; infinite where impossible. */
    minusLogLikelihood(parameters: readonly number[]): ReturnType<Objective> {
      const impossible = { value: Number.POSITIVE_INFINITY, slope: () => parameters.map(() => Number.NaN) };
      const thresholds = parameters.slice(0, cuts);
      if (thresholds.some((value, k) => k > 0 && value <= at(thresholds, k - 1))) return impossible;
      const [readerDeviation = 0, caseDeviation = 0] = parameters.slice(-2).map(Math.exp);
      if (readerDeviation > 1e3 || caseDeviation > 1e3) return impossible;
      const fixed = new Float64Array(observations.length);
      data.columns.forEach((column, k) => {
        addMultiple(fixed, at(parameters, cuts + k), column);
      });
      const edges = Float64Array.of(Number.NEGATIVE_INFINITY, ...thresholds, Number.POSITIVE_INFINITY);
      const point = { data, link: functions, edges, fixed, readerDeviation, caseDeviation };
      const found = laplace(point, modes);
      if (found === null) return impossible;
      modes = found.modes;
      return {
        value: -found.logLikelihood,
        slope: () => {
          const slope = laplaceGradient(point, found);
          const deviations = [slope.readerDeviation * readerDeviation, slope.caseDeviation * caseDeviation];
          return [...slope.thresholds, ...slope.effects, ...deviations].map((part) => -part);
        },
      };
    },
  };
}
