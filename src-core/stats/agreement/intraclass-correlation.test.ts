import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { type IccForm, intraclassCorrelation } from './intraclass-correlation.ts';

// Origin: Shrout and Fleiss, Psychol Bull 1979;86:420, table 2.
const SHROUT_FLEISS = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

describe('intraclass correlation', () => {
  it('of Shrout and Fleiss has their mean squares and all six forms with intervals', () => {
    const { meanSquares, forms } = definedValue(intraclassCorrelation(SHROUT_FLEISS));
    expectClose(meanSquares.between, 11.241667, 'between', 5e-7);
    expectClose(meanSquares.within, 6.263889, 'within', 5e-7);
    expectClose(meanSquares.judges, 32.486111, 'judges', 5e-7);
    expectClose(meanSquares.error, 1.019444, 'error', 5e-7);
    const expected: Record<IccForm, [number, number, number]> = {
      '1,1': [0.1657418, -0.1329323, 0.7225601],
      '2,1': [0.2897638, 0.0187865, 0.7610844],
      '3,1': [0.7148407, 0.3424648, 0.9458583],
      '1,k': [0.4427971, -0.8844422, 0.9124154],
      '2,k': [0.6200505, 0.0711368, 0.927232],
      '3,k': [0.9093155, 0.6756747, 0.9858917],
    };
    for (const form of Object.keys(expected) as IccForm[]) {
      const { estimate, interval } = forms[form];
      [estimate, interval.lower, interval.upper].forEach((value, index) => {
        expectClose(value, expected[form][index] ?? Number.NaN, form, 6e-8);
      });
    }
  });

  it('is that of pingouin', () => {
    // Origin: tools/goldens/make_stats_agreement.py.
    const { icc } = readGoldenJson<{
      icc: {
        values: number[][];
        forms: Record<IccForm, { estimate: number; f: number; p: number; interval: [number, number] }>;
      };
    }>('stats-agreement.json.gz');
    const { forms } = definedValue(intraclassCorrelation(icc.values));
    for (const form of Object.keys(icc.forms) as IccForm[]) {
      const { estimate, interval, test } = forms[form];
      const expected = icc.forms[form];
      expectClose(estimate, expected.estimate, form, 1e-9);
      expectClose(test.statistic, expected.f, form, 1e-9);
      expectClose(test.pValue, expected.p, form, 1e-9);
      expectClose(interval.lower, expected.interval[0], form, 1e-9);
      expectClose(interval.upper, expected.interval[1], form, 1e-9);
    }
  });

  it('leaves out and names subjects that a judge did not rate', () => {
    const { subjects, incomplete } = definedValue(intraclassCorrelation([[3, null, 1, 1], ...SHROUT_FLEISS]));
    expect([subjects, incomplete]).toEqual([6, [0]]);
  });

  it('says why it is undefined', () => {
    expect(reasonOf(intraclassCorrelation([]))).toBe('fewer than two judges rated');
    expect(reasonOf(intraclassCorrelation([[1, 2]]))).toContain('fewer than two subjects');
    expect(
      reasonOf(
        intraclassCorrelation([
          [1, 1],
          [2, 2],
        ]),
      ),
    ).toContain('no error to compare');
    expect(
      reasonOf(
        intraclassCorrelation([
          [1, 2],
          [2, 3],
        ]),
      ),
    ).toContain('residual mean square is 0');
    expect(() => intraclassCorrelation([[1, 2], [2]])).toThrow('Subject 2');
  });
});
