import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose } from '../test-golden.ts';
import { cumulativeLinkMixedModel } from './cumulative-link-mixed.ts';
import { linearMixedModel } from './linear-mixed.ts';

const COVARIATES = ['synthetic', 'decades', 'informed', 'order', 'interrupted'] as const;
// Origin: tools/goldens/make_stats_covariates.R (ordinal's clmm, lmerTest).
const golden = readGoldenJson<{
  frame: Record<'reader' | 'case' | 'rating' | 'seconds' | (typeof COVARIATES)[number], number[]>;
  ordinal: {
    beta: number[];
    standardErrors: number[];
    deviations: number[];
    names: string[];
    logLikelihood: number;
  };
  linear: {
    beta: number[];
    standardErrors: number[];
    df: number[];
    pValues: number[];
    remlCriterion: number;
  };
}>('stats-covariates.json.gz');

const { frame } = golden;
const rows = (covariates: readonly (typeof COVARIATES)[number][]) =>
  frame.rating.map((rating, index) => ({
    reader: `r${frame.reader[index]}`,
    case: `c${frame.case[index]}`,
    rating,
    value: Math.log(frame.seconds[index] ?? Number.NaN),
    covariates: covariates.map((name) => frame[name][index] ?? Number.NaN),
  }));
const expected = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;

describe('arm, experience, the informed phase, the order and interruptions as covariates', () => {
  it('of ratings have the effects that ordinal finds', () => {
    const names = COVARIATES.slice(0, 4);
    const found = definedValue(cumulativeLinkMixedModel(rows(names), names));
    expect(found.convergence).toMatchObject({ converged: true, notes: [] });
    expectClose(found.logLikelihood, golden.ordinal.logLikelihood, 'log likelihood', 1e-6);
    found.effects.forEach(({ name, estimate, standardError }, index) => {
      expectClose(estimate, expected(golden.ordinal.beta, index), name, 2e-6);
      expectClose(standardError, expected(golden.ordinal.standardErrors, index), name, 2e-5);
    });
    const deviations = { reader: found.readerDeviation, case: found.caseDeviation };
    golden.ordinal.names.forEach((name, index) => {
      expectClose(deviations[name as 'reader'], expected(golden.ordinal.deviations, index), name, 2e-6);
    });
  });

  it('of log times have the effects, degrees of freedom and p values that lmerTest finds', () => {
    const found = definedValue(linearMixedModel(rows(COVARIATES), COVARIATES));
    expect(found.convergence).toMatchObject({ converged: true, notes: [] });
    expectClose(found.remlCriterion, golden.linear.remlCriterion, 'criterion', 1e-6);
    found.effects.forEach(({ name, estimate, standardError, df, test }, index) => {
      expectClose(estimate, expected(golden.linear.beta, index), name, 1e-6);
      expectClose(standardError, expected(golden.linear.standardErrors, index), name, 1e-6);
      expect(Math.abs(df / expected(golden.linear.df, index) - 1), name).toBeLessThan(1e-3);
      expectClose(test.pValue, expected(golden.linear.pValues, index), name, 1e-5);
    });
  });
});
