import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { binomialTest } from './binomial-test.ts';
import type { ClusteredBy } from './clustered-mean.ts';
import { clusteredProportion, type Decision, meanReaderProportion } from './clustered-proportion.ts';
import { clopperPearsonInterval, proportion, wilsonInterval } from './proportion-interval.ts';

// Origin: tools/goldens/make_stats_agreement.py (statsmodels and scipy).
const golden = readGoldenJson<{
  intervals: {
    successes: number;
    trials: number;
    level: number;
    wilson: [number, number];
    clopperPearson: [number, number];
  }[];
  binomial: {
    successes: number;
    trials: number;
    chance: number;
    p: Record<'two-sided' | 'greater' | 'less', number>;
  }[];
  clustered: { decisions: Decision[]; estimate: number; variances: Record<ClusteredBy, number> };
}>('stats-agreement.json.gz');

describe('intervals of a proportion', () => {
  // Origin: Newcombe, Stat Med 1998;17:857, table I: methods 3 (Wilson) and 5 (Clopper-Pearson).
  it.each([
    [81, 263, [0.2553, 0.3662], [0.2527, 0.3676]],
    [15, 148, [0.0624, 0.1605], [0.0578, 0.1617]],
    [0, 20, [0, 0.1611], [0, 0.1684]],
    [1, 29, [0.0061, 0.1718], [0.0009, 0.1776]],
  ])('of %i of %i are those of Newcombe', (successes, trials, wilson, exact) => {
    const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
    const [score, beta] = [wilsonInterval(successes, trials), clopperPearsonInterval(successes, trials)];
    expect([rounded(score.lower), rounded(score.upper)]).toEqual(wilson);
    expect([rounded(beta.lower), rounded(beta.upper)]).toEqual(exact);
  });

  it('are those of statsmodels', () => {
    for (const { successes, trials, level, wilson, clopperPearson } of golden.intervals) {
      const found = definedValue(proportion(successes, trials, level));
      const ours = [found.wilson, found.clopperPearson].flatMap(({ lower, upper }) => [lower, upper]);
      [...wilson, ...clopperPearson].forEach((expected, index) => {
        expectClose(ours[index] ?? Number.NaN, expected, `${successes} of ${trials}`, 1e-9);
      });
    }
  });

  it('lie within 0 and 1 around the estimate, the exact one around Wilson at its ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), (trials, drawn) => {
        const successes = drawn % (trials + 1);
        for (const { lower, upper } of [
          wilsonInterval(successes, trials),
          clopperPearsonInterval(successes, trials),
        ]) {
          expect(lower >= 0 && lower <= successes / trials && upper >= successes / trials && upper <= 1).toBe(
            true,
          );
        }
      }),
    );
  });

  it('are undefined without a trial, and refuse what is no count', () => {
    expect(reasonOf(proportion(0, 0))).toBe('there is no trial');
    expect(() => proportion(3, 2)).toThrow('no count');
    expect(() => wilsonInterval(0.5, 2)).toThrow('no count');
  });
});

describe('tests against chance', () => {
  it('the exact test is that of scipy, for every alternative', () => {
    for (const { successes, trials, chance, p } of golden.binomial) {
      for (const alternative of ['two-sided', 'greater', 'less'] as const) {
        expectClose(
          binomialTest(successes, trials, chance, alternative),
          p[alternative],
          `${successes} ${trials}`,
          1e-10,
        );
      }
    }
  });

  it('clustered variances by reader and by case are those of statsmodels, cells missing', () => {
    const { decisions, estimate, variances } = golden.clustered;
    for (const by of ['reader', 'case'] as const) {
      const found = definedValue(clusteredProportion(decisions, 0.25, by));
      expectClose(found.estimate, estimate, by, 1e-12);
      expectClose(found.standardError ** 2, variances[by], by, 1e-12);
    }
  });

  it('the mean of readers against chance is the one-sample t test', () => {
    // Readers' shares 1/4, 2/4, 3/4 against 1/4: mean 1/2, SE sqrt(1/48), t = sqrt(3), 2 df: p = 0.2254033.
    const decisions = [1, 2, 3].flatMap((right, reader) =>
      [0, 1, 2, 3].map((index) => ({ reader: `${reader}`, case: `${index}`, success: index < right })),
    );
    const found = definedValue(meanReaderProportion(decisions, 0.25));
    expectClose(found.test.statistic, Math.sqrt(3), 't', 1e-12);
    expectClose(found.test.pValue, 0.2254033, 'p', 1e-7);
  });

  it('say why there is none', () => {
    const one = { reader: 'a', case: '1', success: true };
    expect(reasonOf(clusteredProportion([], 0.5, 'reader'))).toBe('there is no decision');
    expect(reasonOf(clusteredProportion([one], 0.5, 'reader'))).toContain('no variance between clusters');
    expect(reasonOf(clusteredProportion([one, { ...one, reader: 'b' }], 0.5, 'reader'))).toContain(
      'every decision',
    );
    expect(reasonOf(meanReaderProportion([one, { ...one, reader: 'b' }], 0.5))).toContain('same value');
  });
});
