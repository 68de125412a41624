import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom } from '../../base/random.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { clusteredBootstrap } from './clustered-bootstrap.ts';
import { ratingDistribution, weightedMeanDifference } from './distribution.ts';
import { equivalenceTest, nonInferiorityTest } from './equivalence.ts';
import { holmAdjusted } from './holm.ts';
import { rankSumTest, signedRankTest } from './wilcoxon.ts';

interface TestGolden {
  readonly first: number[];
  readonly second: number[];
  readonly statistic: number;
  readonly p: number;
}
// Origin: tools/goldens/make_stats_ratings.R (R's wilcox.test and p.adjust).
const golden = readGoldenJson<{
  tests: Record<string, TestGolden>;
  holm: { p: number[]; adjusted: number[] };
}>('stats-ratings.json.gz');

describe("Wilcoxon's tests", () => {
  it.each([
    ['signedExact', 'exact', true],
    ['signedTies', 'normal', true],
    ['signedUncorrected', 'normal', false],
  ] as const)('signed-rank is that of R: %s', (name, method, continuity) => {
    const { first = [], second = [], statistic, p } = golden.tests[name] ?? {};
    const differences = first.map((value, index) => value - (second[index] ?? Number.NaN));
    const found = definedValue(signedRankTest(differences, { continuity }));
    expect([found.method, found.statistic]).toEqual([method, statistic]);
    expectClose(found.pValue, p ?? Number.NaN, name, 1e-12);
  });

  it.each([
    ['rankExact', 'exact', true],
    ['rankTies', 'normal', true],
    ['rankUncorrected', 'normal', false],
  ] as const)('rank-sum is that of R: %s', (name, method, continuity) => {
    const { first = [], second = [], statistic, p } = golden.tests[name] ?? {};
    const found = definedValue(rankSumTest(first, second, { continuity }));
    expect([found.method, found.statistic]).toEqual([method, statistic]);
    expectClose(found.pValue, p ?? Number.NaN, name, 1e-12);
  });

  it('say why they are undefined', () => {
    expect(reasonOf(signedRankTest([]))).toBe('there is no pair');
    expect(reasonOf(signedRankTest([0, 0]))).toBe('no pair differs');
    expect(reasonOf(rankSumTest([], [1]))).toBe('one sample is empty');
    expect(reasonOf(rankSumTest([2, 2], [2]))).toBe('all values are the same');
  });
});

it("Holm's adjustment is that of R", () => {
  holmAdjusted(golden.holm.p).forEach((value, index) => {
    expectClose(value, golden.holm.adjusted[index] ?? Number.NaN, 'p', 1e-14);
  });
});

describe('equivalence and non-inferiority', () => {
  it('two one-sided tests reject exactly where the 90 % interval lies within the margins', () => {
    // Origin: scipy.stats.t.sf((0.1 + 0.5) / 0.2, 18) and t.sf((0.5 - 0.1) / 0.2, 18).
    const found = equivalenceTest({ estimate: 0.1, standardError: 0.2, df: 18 }, 0.5);
    expectClose(found.pLower, 0.003842706070157154, 'lower', 1e-12);
    expectClose(found.pUpper, 0.030410732834666266, 'upper', 1e-12);
    for (const estimate of [-0.4, -0.2, 0, 0.1, 0.16, 0.3]) {
      const { interval, equivalent } = equivalenceTest({ estimate, standardError: 0.2, df: 18 }, 0.5);
      expect(equivalent).toBe(interval.lower > -0.5 && interval.upper < 0.5);
    }
  });

  it('non-inferiority rejects exactly where the lower bound is above the margin', () => {
    for (const estimate of [-0.3, -0.1, 0, 0.2]) {
      const { lowerBound, nonInferior } = nonInferiorityTest(
        { estimate, standardError: 0.1, df: Number.POSITIVE_INFINITY },
        0.25,
      );
      expect(nonInferior).toBe(lowerBound > -0.25);
    }
    expect(() => nonInferiorityTest({ estimate: 0, standardError: 1, df: 3 }, 0)).toThrow('margin of 0');
  });
});

describe('the clustered bootstrap', () => {
  const random = seededRandom('ratings');
  const observations = Array.from({ length: 8 * 20 }, (_, index) => {
    const reader = Math.floor(index / 20);
    const noise = (random.nextUint32() / 2 ** 32) * 2;
    return {
      reader: `r${reader}`,
      case: `c${index % 20}`,
      value: reader / 2 + noise,
      inFirst: index % 2 === 0,
    };
  });
  const meanOf = (list: Readonly<typeof observations>, weights: Float64Array) => {
    let [total, weight] = [0, 0];
    list.forEach(({ value }, index) => {
      total += (weights[index] ?? 0) * value;
      weight += weights[index] ?? 0;
    });
    return total / weight;
  };

  it('by readers has the standard error of the mean of reader means', () => {
    const found = definedValue(
      clusteredBootstrap(observations, meanOf, { by: 'reader', random: seededRandom(1) }),
    );
    const means = Array.from({ length: 8 }, (_, reader) =>
      observations
        .filter((entry) => entry.reader === `r${reader}`)
        .reduce((total, { value }) => total + value / 20, 0),
    );
    const centre = means.reduce((total, value) => total + value / 8, 0);
    const plugIn = Math.sqrt(means.reduce((total, value) => total + (value - centre) ** 2 / 8, 0) / 8);
    // 2,000 replicates: the standard error scatters by 1.6 %.
    expect(Math.abs(found.standardError / plugIn - 1)).toBeLessThan(0.06);
    expectClose(found.estimate, centre, 'estimate', 1e-12);
  });

  it('repeats with its seed, is wider by both than by cases, and ends when cancelled', () => {
    const run = (by: 'reader' | 'case' | 'both', seed = 1) =>
      definedValue(
        clusteredBootstrap(observations, weightedMeanDifference, {
          by,
          random: seededRandom(seed),
          replicates: 500,
        }),
      );
    expect(run('both')).toEqual(run('both'));
    expect(run('both').percentile).not.toEqual(run('both', 2).percentile);
    expect(run('both').standardError).toBeGreaterThan(run('case').standardError);
    const hooks = { isCancelled: () => true };
    expect(() => clusteredBootstrap(observations, meanOf, { by: 'case', random, hooks })).toThrow(
      'cancelled',
    );
  });

  it('says why it is undefined', () => {
    const one = observations.slice(0, 20);
    expect(reasonOf(clusteredBootstrap(one, meanOf, { by: 'reader', random }))).toContain(
      'fewer than two clusters',
    );
    const none = observations.filter(({ inFirst }) => inFirst);
    expect(reasonOf(clusteredBootstrap(none, weightedMeanDifference, { by: 'case', random }))).toContain(
      'does not exist',
    );
  });
});

it('a distribution counts every category of the scale and what is missing', () => {
  const found = definedValue(ratingDistribution([1, 2, 2, null, 5], [1, 2, 3, 4, 5]));
  expect(found).toMatchObject({ ratings: 4, missing: 1, mean: 2.5, median: 2, quartiles: [1.75, 2.75] });
  expect(found.counts.map(({ count }) => count)).toEqual([1, 2, 0, 0, 1]);
  expect(reasonOf(ratingDistribution([null], [1]))).toBe('there is no rating');
});
