import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { binormalAuc, binormalFromCounts } from './binormal-auc.ts';
import { compareAucs, empiricalAuc, type ScoredCase } from './empirical-auc.ts';
import { operatingPoints, placements } from './placements.ts';
import { signedConfidence } from './signed-confidence.ts';

interface RocGolden {
  readonly truth: boolean[];
  readonly first: number[];
  readonly second: number[];
  readonly auc: [number, number];
  readonly variance: [number, number];
  readonly covariance: number;
  readonly interval: [number, number];
  readonly z: number;
  readonly p: number;
  readonly other: { truth: boolean[]; score: number[]; statistic: number };
}
// Origin: tools/goldens/make_stats_roc.R (pROC).
const golden = readGoldenJson<{ cases: RocGolden[] }>('stats-roc.json.gz');

const scored = (truth: readonly boolean[], scores: readonly number[], prefix = 'c'): ScoredCase[] =>
  truth.map((positive, index) => ({
    case: `${prefix}${index}`,
    positive,
    score: scores[index] ?? Number.NaN,
  }));

describe('empirical AUC', () => {
  it("has pROC's area, DeLong variance and interval, with ties and without", () => {
    for (const { truth, first, auc, variance, interval } of golden.cases) {
      const found = definedValue(empiricalAuc(scored(truth, first)));
      expectClose(found.estimate, auc[0], 'AUC', 1e-12);
      expectClose(found.standardError ** 2, variance[0], 'variance', 1e-12);
      expectClose(found.interval.lower, interval[0], 'lower', 1e-9);
      expectClose(found.interval.upper, interval[1], 'upper', 1e-9);
    }
  });

  it('has an interval of its log odds too', () => {
    for (const { truth, first } of golden.cases) {
      const { estimate, standardError, logitInterval } = definedValue(empiricalAuc(scored(truth, first)));
      const logit = (share: number) => Math.log(share / (1 - share));
      const half = (1.959963984540054 * standardError) / (estimate * (1 - estimate));
      expectClose(logit(logitInterval.upper) - logit(estimate), half, 'upper', 1e-9);
      expectClose(logit(estimate) - logit(logitInterval.lower), half, 'lower', 1e-9);
    }
  });

  it('is the share of pairs in the right order, ties a half, and the area under its own operating points', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (up, down) => {
        const pairs = up.flatMap((x) => down.map((y) => (x > y ? 1 : x === y ? 0.5 : 0) as number));
        const expected = pairs.reduce((total, value) => total + value, 0) / pairs.length;
        expectClose(placements(up, down).auc, expected, 'pairs', 1e-12);
        const points = operatingPoints(up, down);
        const area = points.slice(1).reduce((total, point, index) => {
          const before = points[index] ?? point;
          const width = point.falsePositiveRate - before.falsePositiveRate;
          return total + (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
        }, 0);
        expectClose(area, expected, 'trapezoids', 1e-12);
      }),
    );
  });

  it('says why it is undefined', () => {
    const name = (positive: boolean, score: number, index: number) => ({ case: `${index}`, positive, score });
    expect(reasonOf(empiricalAuc([name(true, 1, 0)]))).toBe('there is no negative case');
    expect(reasonOf(empiricalAuc([name(true, 1, 0), name(false, 0, 1)]))).toContain('a single positive case');
    const apart = [true, true, false, false].map((truth, index) => name(truth, truth ? 5 : 1, index));
    expect(reasonOf(empiricalAuc(apart))).toContain('without any overlap');
    expect(() => empiricalAuc([name(true, 1, 0), name(false, 2, 0)])).toThrow('scored twice');
  });
});

describe('comparison of AUCs', () => {
  it("paired has pROC's covariance, z and p", () => {
    for (const { truth, first, second, covariance, z, p } of golden.cases) {
      const found = definedValue(compareAucs(scored(truth, first), scored(truth, second)));
      expect(found.design).toBe('paired');
      expectClose(found.covariance, covariance, 'covariance', 1e-12);
      expectClose(found.test.statistic, z, 'z', 1e-9);
      expectClose(found.test.pValue, p, 'p', 1e-9);
    }
  });

  it("unpaired has pROC's statistic", () => {
    for (const { truth, first, other } of golden.cases) {
      const found = definedValue(compareAucs(scored(truth, first), scored(other.truth, other.score, 'd')));
      expect([found.design, found.covariance]).toEqual(['unpaired', 0]);
      expectClose(found.test.statistic, other.statistic, 'statistic', 1e-9);
    }
  });

  it('partly paired shares the covariance of the shared cases alone', () => {
    // The negatives are shared and scored alike; the positives are others: what is left is the negatives' variance.
    const negatives = [1, 2, 3, 4, 5].map((score, index) => ({ case: `n${index}`, positive: false, score }));
    const positives = (prefix: string) =>
      [3, 4, 6].map((score, index) => ({ case: `${prefix}${index}`, positive: true, score }));
    const found = definedValue(
      compareAucs([...negatives, ...positives('a')], [...negatives, ...positives('b')]),
    );
    expect(found).toMatchObject({
      design: 'partly paired',
      sharedPositives: 0,
      sharedNegatives: 5,
      difference: 0,
    });
    // Placements of the negatives: 1, 1, 5/6, 1/2, 1/3; sample variance / 5.
    const own = [1, 1, 5 / 6, 1 / 2, 1 / 3];
    const centre = own.reduce((total, value) => total + value, 0) / 5;
    expectClose(
      found.covariance,
      own.reduce((total, value) => total + (value - centre) ** 2, 0) / 4 / 5,
      'cov',
      1e-12,
    );
  });

  it('refuses a case with two truths, and one with itself', () => {
    const cases = scored([true, true, false, false], [3, 2, 2, 1]);
    const turned = cases.map((entry) => ({ ...entry, positive: !entry.positive }));
    expect(() => compareAucs(cases, turned)).toThrow('positive in one and negative in the other');
    expect(reasonOf(compareAucs(cases, cases))).toContain('both score alike');
  });
});

describe('binormal AUC', () => {
  interface BinormalGolden {
    readonly positive: number[];
    readonly negative: number[];
    readonly a: number;
    readonly b: number;
    readonly aStandardError: number;
    readonly bStandardError: number;
    readonly auc: number;
    readonly aucStandardError: number;
    readonly thresholds: number[];
    readonly logLikelihood: number;
  }
  // Origin: tools/goldens/make_stats_binormal.py (scipy).
  const { cases } = readGoldenJson<{ cases: BinormalGolden[] }>('stats-binormal.json.gz');

  it('is that of the likelihood maximised by scipy, with its expected information', () => {
    for (const expected of cases) {
      const found = definedValue(binormalFromCounts(expected.positive, expected.negative));
      for (const key of ['a', 'b', 'auc', 'aStandardError', 'bStandardError', 'aucStandardError'] as const) {
        expectClose(found[key], expected[key], key, 2e-6);
      }
      expectClose(found.logLikelihood, expected.logLikelihood, 'log likelihood', 1e-9);
      expect(found.thresholds.map((value) => value.toFixed(5))).toEqual(
        expected.thresholds.map((value) => value.toFixed(5)),
      );
    }
  });

  it('of the CT ratings of Hanley and McNeil is that of Stata', () => {
    // Origin: Stata manual, rocfit, example 1: intercept 1.656782, slope 0.713002, ROC area 0.911331.
    const found = definedValue(binormalFromCounts([3, 2, 2, 11, 33], [33, 6, 6, 11, 2]));
    expectClose(found.a, 1.656782, 'a', 1e-6);
    expectClose(found.b, 0.713002, 'b', 1e-6);
    expectClose(found.auc, 0.911331, 'AUC', 1e-6);
  });

  it('loses nothing by merging runs of one truth, and fits continuous scores', () => {
    const up = [5, 6, 7, 2, 9, 11, 12, 3.5];
    const down = [1, 2.5, 3, 4, 0, 6.5, 1.5];
    const found = definedValue(binormalAuc(up, down));
    const shifted = definedValue(binormalAuc(up.map(Math.exp), down.map(Math.exp)));
    expectClose(found.auc, shifted.auc, 'monotone', 1e-9);
    expect(found.categories).toBeLessThan(15);
  });

  it('says what makes data degenerate', () => {
    expect(reasonOf(binormalAuc([2, 3], [1, 0]))).toContain('fewer than three categories');
    expect(reasonOf(binormalFromCounts([0, 0, 5], [3, 4, 0]))).toContain('do not overlap');
    expect(reasonOf(binormalFromCounts([4, 5], [5, 4]))).toContain('fewer than three categories');
    expect(reasonOf(binormalAuc([], [1]))).toBe('there is no positive case');
  });
});

describe('signed confidence', () => {
  it('is positive for synthetic and refuses what would hide the verdict', () => {
    expect([signedConfidence('synthetic', 3), signedConfidence('real', 2)]).toEqual([3, -2]);
    expect(() => signedConfidence('real', 0)).toThrow('not 1 or more');
  });
});
