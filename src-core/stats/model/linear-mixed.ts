import { studentQuantile, studentTwoSided } from '../distributions.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';
import { finish, type Steps, within } from '../steps.ts';
import { cholesky, choleskyOrNull, crossedGroups, dot, inverseOf, substitute } from './crossed-effects.ts';
import { crossedProducts } from './crossed-products.ts';
import type { Convergence } from './cumulative-link-mixed.ts';
import { byDifferences, gradient, hessian, minimiseSteps } from './minimise.ts';

/** A measured value of a case by a reader, with its covariates. */
export interface MeasuredObservation {
  readonly reader: string;
  readonly case: string;
  readonly value: number;
  readonly covariates: readonly number[];
}

export interface LinearEffect {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  /** Satterthwaite's. */
  readonly df: number;
  readonly interval: Interval;
  readonly test: TestResult;
}

export interface LinearMixedFit {
  /** The intercept first. */
  readonly effects: readonly LinearEffect[];
  readonly readerDeviation: number;
  readonly caseDeviation: number;
  readonly residualDeviation: number;
  readonly remlCriterion: number;
  readonly convergence: Convergence;
  readonly observations: number;
  readonly readers: number;
  readonly cases: number;
}

const SINGULAR = 1e-4;

/**
 * A linear model with crossed normal random intercepts of readers and cases by restricted maximum likelihood (Bates,
 * Machler, Bolker and Walker, J Stat Softw 2015, for the criterion), with Satterthwaite's degrees of freedom (Kuznetsova,
 * Brockhoff and Christensen, J Stat Softw 2017). Reading times enter as logarithms: effects are then ratios after exp.
 * @param names of the covariates, in order
 */
export function linearMixedModel(
  observations: readonly MeasuredObservation[],
  names: readonly string[],
  level = 0.95,
): Statistic<LinearMixedFit> {
  return finish(linearMixedModelSteps(observations, names, level));
}

/** `linearMixedModel`, a step for each iteration. */
export function* linearMixedModelSteps(
  observations: readonly MeasuredObservation[],
  names: readonly string[],
  level = 0.95,
): Steps<Statistic<LinearMixedFit>> {
  const groups = crossedGroups(observations);
  const size = names.length + 1;
  if (groups.readers.length < 2) return undefinedBecause('fewer than two readers measured');
  if (groups.cases.length < 2) return undefinedBecause('fewer than two cases were measured');
  if (observations.length <= size + 2)
    return undefinedBecause('there are too few observations for the model');
  const model = linearModel(observations, groups, size);
  yield 0;
  if (!model.hasFullRank) return undefinedBecause('a covariate is constant or follows from the others');
  const objective = ([a = 0, b = 0]: readonly number[]): number => model.profiled(Math.exp(a), Math.exp(b));
  // Below this, differences show the rounding of the criterion's terms alone, which grow with the observations.
  const tolerance = 1e-8 * Math.max(100, observations.length, Math.abs(objective([-0.5, -0.5])));
  const minimum = yield* within(0, 0.7, minimiseSteps(byDifferences(objective), [-0.5, -0.5], { tolerance }));
  const ratios = minimum.at.map((value) => (Math.exp(value) < SINGULAR ? 0 : Math.exp(value)));
  const [readerRatio = 0, caseRatio = 0] = ratios;
  const { beta, residualVariance, covariance } = model.solve(readerRatio, caseRatio);
  const residual = Math.sqrt(residualVariance);
  const deviations = [readerRatio * residual, caseRatio * residual, residual];
  const dfs = satterthwaite(model, deviations, covariance);
  const effects = ['intercept', ...names].map((name, k): LinearEffect => {
    const standardError = Math.sqrt(at(at(covariance, k), k));
    const df = at(dfs, k);
    const half = studentQuantile((1 + level) / 2, df) * standardError;
    const estimate = at(beta, k);
    const t = estimate / standardError;
    return {
      name,
      estimate,
      standardError,
      df,
      interval: { lower: estimate - half, upper: estimate + half, level },
      test: { statistic: t, distribution: 't', df: [df], pValue: studentTwoSided(t, df) },
    };
  });
  const notes = [
    ...(readerRatio === 0 ? ['the variance between readers is estimated as 0'] : []),
    ...(caseRatio === 0 ? ['the variance between cases is estimated as 0'] : []),
  ];
  return defined({
    effects,
    readerDeviation: at(deviations, 0),
    caseDeviation: at(deviations, 1),
    residualDeviation: residual,
    remlCriterion: model.criterion(at(deviations, 0), at(deviations, 1), residual),
    convergence: {
      converged: minimum.gradient < 1e-3,
      gradient: minimum.gradient,
      iterations: minimum.iterations,
      notes,
    },
    observations: observations.length,
    readers: groups.readers.length,
    cases: groups.cases.length,
  });
}

type LinearModel = ReturnType<typeof linearModel>;

/** What the data say of the model V = I + a^2 readers + b^2 cases, times the residual variance. */
function linearModel(
  observations: readonly MeasuredObservation[],
  groups: ReturnType<typeof crossedGroups>,
  size: number,
) {
  const n = observations.length;
  const columns = Array.from({ length: size + 1 }, (_, k) =>
    Float64Array.from(observations, ({ covariates, value }) =>
      k === 0 ? 1 : k < size ? at(covariates, k - 1) : value,
    ),
  );
  const weighted = crossedProducts(columns, groups);
  const fixedPart = (inner: readonly Float64Array[]) => inner.slice(0, size).map((row) => row.slice(0, size));
  const fitted = (a: number, b: number) => {
    const { inner, logDeterminant } = weighted(a, b);
    const lower = cholesky(fixedPart(inner));
    const right = inner.slice(0, size).map((row) => at(row, size));
    const beta = substitute(lower, right);
    const squares = at(at(inner, size), size) - dot(beta, Float64Array.from(right));
    const logFixed = 2 * sum(lower.map((row, k) => Math.log(at(row, k))));
    return { beta, squares, logDeterminant, logFixed, inner };
  };
  return {
    size,
    hasFullRank: hasFullRank(fixedPart(weighted(0, 0).inner)),
    /** The REML criterion with the residual variance at its best. */
    profiled(a: number, b: number): number {
      if (a > 1e4 || b > 1e4) return Number.POSITIVE_INFINITY;
      const { squares, logDeterminant, logFixed } = fitted(a, b);
      const free = n - size;
      return logDeterminant + logFixed + free * (1 + Math.log((2 * Math.PI * squares) / free));
    },
    /** The REML criterion of given standard deviations. */
    criterion(reader: number, cases: number, residual: number): number {
      const { squares, logDeterminant, logFixed } = fitted(reader / residual, cases / residual);
      return (
        logDeterminant +
        logFixed +
        (n - size) * Math.log(2 * Math.PI * residual ** 2) +
        squares / residual ** 2
      );
    },
    solve(a: number, b: number) {
      const { beta, squares, inner } = fitted(a, b);
      const residualVariance = squares / (n - size);
      const inverse = inverseOf(fixedPart(inner)) ?? [];
      return {
        beta,
        residualVariance,
        covariance: inverse.map((row) => row.map((value) => value * residualVariance)),
      };
    },
    /** The variance of one effect for given standard deviations. */
    effectVariance(k: number, [reader = 0, cases = 0, residual = 1]: readonly number[]): number {
      const { inner } = weighted(reader / residual, cases / residual);
      const inverse = inverseOf(fixedPart(inner));
      return inverse === null ? Number.NaN : at(at(inverse, k), k) * residual ** 2;
    },
  };
}

/** Whether no column follows from the others, up to rounding. */
function hasFullRank(products: readonly Float64Array[]): boolean {
  const scaled = products.map((row, i) =>
    row.map((value, j) => value / Math.sqrt(at(row, i) * at(at(products, j), j))),
  );
  const lower = scaled.every((row) => row.every(Number.isFinite)) ? choleskyOrNull(scaled) : null;
  return lower?.every((row, k) => at(row, k) > 1e-6) === true;
}

/** 2 v^2 / (g' A g): g the gradient of an effect's variance, A the covariance of the deviations, twice the inverse Hessian. */
function satterthwaite(
  model: LinearModel,
  deviations: readonly number[],
  covariance: readonly Float64Array[],
): number[] {
  const free = deviations.map((_, k) => k).filter((k) => at(deviations, k) > 0);
  const full = (part: readonly number[]) =>
    deviations.map((value, k) => (free.includes(k) ? at(part, free.indexOf(k)) : value));
  const here = free.map((k) => at(deviations, k));
  const curvature = inverseOf(
    hessian((part) => {
      const [reader = 0, cases = 0, residual = 1] = full(part);
      return model.criterion(reader, cases, residual);
    }, here),
  );
  return Array.from({ length: model.size }, (_, k) => {
    if (curvature === null) return 1;
    const slope = gradient((part) => model.effectVariance(k, full(part)), here);
    const spread = sum(
      slope.flatMap((one, i) => slope.map((other, j) => one * other * 2 * at(at(curvature, i), j))),
    );
    return Math.max(1, (2 * at(at(covariance, k), k) ** 2) / spread);
  });
}
