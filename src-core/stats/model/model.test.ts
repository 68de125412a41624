import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { cholesky, crossedGroups, crossedSystem, inverseOf } from './crossed-effects.ts';
import { crossedProducts } from './crossed-products.ts';
import {
  cumulativeLinkMixedModel,
  likelihoodRatioTest,
  type OrdinalObservation,
} from './cumulative-link-mixed.ts';
import { laplace } from './laplace.ts';
import { laplaceGradient } from './laplace-gradient.ts';
import { linearMixedModel } from './linear-mixed.ts';
import { LINKS, type Link } from './links.ts';
import { gradient, minimise } from './minimise.ts';

interface OrdinalGolden {
  readonly thresholds: number[];
  readonly beta: number;
  readonly standardErrors: number[];
  readonly deviations: number[];
  readonly names: string[];
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
}
// Origin: tools/goldens/make_stats_ratings.R (ordinal's clmm, lme4 and lmerTest).
const golden = readGoldenJson<{
  frame: Record<'reader' | 'case' | 'synthetic' | 'rating' | 'order' | 'seconds', number[]>;
  crossed: OrdinalGolden;
  probit: OrdinalGolden;
  linear: {
    beta: number[];
    standardErrors: number[];
    deviations: [number, number, number];
    remlCriterion: number;
    satterthwaite: number[];
    pValues: number[];
  };
}>('stats-ratings.json.gz');

const { frame } = golden;
const ordinal = (covariates: readonly ('synthetic' | 'order')[]): OrdinalObservation[] =>
  frame.rating.map((rating, index) => ({
    reader: `r${frame.reader[index]}`,
    case: `c${frame.case[index]}`,
    rating,
    covariates: covariates.map((name) => frame[name][index] ?? Number.NaN),
  }));

describe('the cumulative-link mixed model', () => {
  it.each<[Link, OrdinalGolden]>([
    ['logit', golden.crossed],
    ['probit', golden.probit],
  ])('with crossed readers and cases is that of ordinal: %s', (link, expected) => {
    const found = definedValue(cumulativeLinkMixedModel(ordinal(['synthetic']), ['synthetic'], link));
    expect(found.convergence).toMatchObject({ converged: true, notes: [] });
    expectClose(found.logLikelihood, expected.logLikelihood, 'log likelihood', 1e-6);
    const deviation = { reader: found.readerDeviation, case: found.caseDeviation };
    expected.names.forEach((name, index) => {
      expectClose(deviation[name as 'reader' | 'case'], expected.deviations[index] ?? Number.NaN, name, 1e-6);
    });
    const [effect] = found.effects;
    expectClose(effect?.estimate ?? Number.NaN, expected.beta, 'effect', 1e-6);
    expectClose(
      effect?.standardError ?? Number.NaN,
      expected.standardErrors.at(-1) ?? Number.NaN,
      'SE',
      1e-5,
    );
    found.thresholds.forEach((value, k) => {
      expectClose(value, expected.thresholds[k] ?? Number.NaN, 'threshold', 1e-6);
    });
    const nested = definedValue(cumulativeLinkMixedModel(ordinal([]), [], link));
    expectClose(nested.logLikelihood, expected.nullLogLikelihood, 'nested', 1e-6);
    const ratio = likelihoodRatioTest(found, nested);
    expectClose(ratio.statistic, 2 * (expected.logLikelihood - expected.nullLogLikelihood), 'ratio', 4e-6);
  });

  it('says when a variance is estimated as 0', () => {
    // Every reader gives every case of an arm each category once in turn: readers and cases do not differ.
    const observations = Array.from({ length: 4 }, (_, reader) =>
      Array.from({ length: 8 }, (__, index) => ({
        reader: `r${reader}`,
        case: `c${index}`,
        rating: 1 + ((reader + index) % 4),
        covariates: [],
      })),
    ).flat();
    const found = definedValue(cumulativeLinkMixedModel(observations, []));
    expect(found.convergence.notes).toHaveLength(2);
  });

  it('says why it is undefined', () => {
    const one = { reader: 'a', case: 'b', rating: 1, covariates: [] };
    expect(reasonOf(cumulativeLinkMixedModel([one], []))).toContain('fewer than two categories');
    expect(reasonOf(cumulativeLinkMixedModel([one, { ...one, rating: 2 }], []))).toContain(
      'fewer than two readers',
    );
  });
});

describe('the linear mixed model of log times', () => {
  const observations = frame.seconds.map((seconds, index) => ({
    reader: `r${frame.reader[index]}`,
    case: `c${frame.case[index]}`,
    value: Math.log(seconds),
    covariates: [frame.synthetic[index] ?? 0, frame.order[index] ?? 0],
  }));

  it('with crossed readers and cases is that of lme4, its degrees of freedom those of lmerTest', () => {
    const found = definedValue(linearMixedModel(observations, ['synthetic', 'order']));
    const { linear } = golden;
    expect(found.convergence).toMatchObject({ converged: true, notes: [] });
    expectClose(found.remlCriterion, linear.remlCriterion, 'criterion', 1e-6);
    [found.readerDeviation, found.caseDeviation, found.residualDeviation].forEach((value, index) => {
      expectClose(value, linear.deviations[index] ?? Number.NaN, 'deviation', 2e-5);
    });
    found.effects.forEach(({ estimate, standardError, df, test }, index) => {
      expectClose(estimate, linear.beta[index] ?? Number.NaN, 'beta', 1e-5);
      expectClose(standardError, linear.standardErrors[index] ?? Number.NaN, 'SE', 2e-6);
      expect(Math.abs(df / (linear.satterthwaite[index] ?? 1) - 1)).toBeLessThan(1e-3);
      expectClose(test.pValue, linear.pValues[index] ?? Number.NaN, 'p', 1e-5);
    });
  });

  it('says why it is undefined', () => {
    const constant = observations.map((entry) => ({ ...entry, covariates: [1] }));
    expect(reasonOf(linearMixedModel(constant, ['constant']))).toContain('a covariate is constant');
    expect(
      reasonOf(
        linearMixedModel(
          observations.filter(({ reader }) => reader === 'r1'),
          ['a', 'b'],
        ),
      ),
    ).toContain('two readers');
  });
});

describe("the Laplace approximation's gradient", () => {
  it.each<Link>(['logit', 'probit'])('is what its differences are, with gaps and repeats: %s', (link) => {
    // Four categories; readers leave out cases and rate some twice.
    const observations = Array.from({ length: 90 }, (_, index) => index).filter((index) => index % 7 !== 3);
    const data = {
      readers: 3,
      cases: 10,
      cellOf: Int32Array.from(observations, (index) => (index * 11) % 30),
      category: Int32Array.from(observations, (index) => (index * index + (index % 5)) % 4),
      categories: 4,
      columns: [Float64Array.from(observations, (index) => index % 2)],
    };
    const none = { reader: new Float64Array(3), cases: new Float64Array(10) };
    const pointAt = ([a = 0, b = 0, c = 0, effect = 0, reader = 0, cases = 0]: readonly number[]) => ({
      data,
      link: LINKS[link],
      edges: Float64Array.of(Number.NEGATIVE_INFINITY, a, b, c, Number.POSITIVE_INFINITY),
      fixed: Float64Array.from(data.columns[0] ?? [], (value) => effect * value),
      readerDeviation: reader,
      caseDeviation: cases,
    });
    const here = [-1.1, 0.2, 0.9, 0.4, 0.7, 1.2];
    const found = laplace(pointAt(here), none);
    if (found === null) throw new Error('there is no density');
    const slope = laplaceGradient(pointAt(here), found);
    const differences = gradient(
      (parameters) => laplace(pointAt(parameters), none)?.logLikelihood ?? Number.NaN,
      here,
    );
    [...slope.thresholds, ...slope.effects, slope.readerDeviation, slope.caseDeviation].forEach((part, k) => {
      expectClose(part, differences[k] ?? Number.NaN, `part ${k}`, 1e-6);
    });
  });
});

it('the crossed system solves what its full matrix would, and knows its determinant', () => {
  // [[4, 1, 2], [1, 5, 0], [2, 0, 3]] with one "reader" first: by hand, determinant 37.
  const system = crossedSystem(Float64Array.of(4), Float64Array.of(5, 3), [Float64Array.of(1, 2)]);
  const { reader, cases } = system.solve(Float64Array.of(7), Float64Array.of(6, 5));
  expectClose(Math.exp(system.logDeterminant), 4 * 15 - 1 * 3 - 2 * 2 * 5, 'determinant', 1e-12);
  expectClose(4 * (reader[0] ?? 0) + (cases[0] ?? 0) + 2 * (cases[1] ?? 0), 7, 'first row', 1e-12);
  expectClose((reader[0] ?? 0) + 5 * (cases[0] ?? 0), 6, 'second row', 1e-12);
  // Cofactors by hand: 15, -3, -10 in the first row; 12 - 4 and 20 - 1 on the diagonal; over 37.
  const inverse = system.inverse();
  const parts = [inverse.reader[0]?.[0], inverse.cross[0]?.[0], inverse.cross[0]?.[1], ...inverse.cases];
  [15, -3, -10, 8, 19].forEach((cofactor, k) => {
    expectClose((parts[k] ?? 0) * 37, cofactor, `part ${k}`, 1e-12);
  });
});

it('products through the inverse of V, with gaps and repeats, are those of the whole matrix', () => {
  // Three readers and seven cases; cases are read twice to five times.
  const observations = Array.from({ length: 24 }, (_, index) => ({
    reader: `r${(index * index) % 3}`,
    case: `c${(index * 5) % 7}`,
  })).filter((_, index) => index % 6 !== 5);
  const columns = [
    Float64Array.from(observations, () => 1),
    Float64Array.from(observations, (_, index) => Math.sin(index)),
  ];
  const [a, b] = [0.7, 1.3];
  const whole = observations.map((one) =>
    observations.map(
      (other) =>
        Number(one === other) +
        a * a * Number(one.reader === other.reader) +
        b * b * Number(one.case === other.case),
    ),
  );
  const inverse = inverseOf(whole) ?? [];
  const found = crossedProducts(columns, crossedGroups(observations))(a, b);
  columns.forEach((one, i) => {
    columns.forEach((other, j) => {
      const expected = inverse.reduce(
        (total, row, m) =>
          total + row.reduce((line, value, n) => line + value * (other[n] ?? 0), 0) * (one[m] ?? 0),
        0,
      );
      expectClose(found.inner[i]?.[j] ?? Number.NaN, expected, `product ${i}, ${j}`, 1e-12);
    });
  });
  const logDeterminant = cholesky(whole).reduce((total, row, k) => total + 2 * Math.log(row[k] ?? 0), 0);
  expectClose(found.logDeterminant, logDeterminant, 'log determinant', 1e-12);
});

it('the minimiser finds the minimum of a curved valley', () => {
  // Rosenbrock's function: minimum 0 at (1, 1).
  const found = minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1]);
  found.at.forEach((value) => {
    expectClose(value, 1, 'place', 1e-5);
  });
});
