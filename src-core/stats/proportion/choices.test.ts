import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { type ArmValue, clusteredMeanDifference } from '../rating/clustered-difference.ts';
import { equivalenceTest } from '../rating/equivalence.ts';
import type { Statistic } from '../statistic.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { type ClusteredBy, type ClusteredValue, clusteredMean } from './clustered-mean.ts';
import { type ForcedChoice, forcedChoice, forcedChoiceDPrime } from './forced-choice.ts';
import { meanOfReaders } from './mean-of-readers.ts';
import { pairPreference } from './preference.ts';

interface Sandwiches {
  readonly estimate: number;
  readonly variances: Record<ClusteredBy, number>;
  readonly df: Record<ClusteredBy, number>;
}
// Origin: tools/goldens/make_stats_choices.py (statsmodels' regressions with clustered sandwiches, scipy).
const golden = readGoldenJson<{
  choices: {
    choices: ForcedChoice[];
    chance: number;
    excess: Sandwiches;
    meanOfReaders: { estimate: number; t: number; p: number; interval: [number, number] };
  };
  choiceDPrimes: { share: number; options: number; dPrime: number }[];
  preferences: {
    preferences: { reader: string; case: string; value: number }[];
    withTies: Sandwiches;
    ofDecided: Sandwiches;
  };
  differences: { observations: ArmValue[]; difference: Sandwiches }[];
  anova: { values: ClusteredValue[]; estimate: number; variance: number };
  equivalence: Record<'estimate' | 'standardError' | 'df' | 'margin' | 'p' | 'pLower' | 'pUpper', number>;
}>('stats-choices.json.gz');

const BY = ['reader', 'case', 'reader-and-case'] as const;
function expectSandwiches(
  of: (
    by: ClusteredBy,
  ) => Statistic<{ readonly estimate: number; readonly standardError: number; readonly df: number }>,
  { estimate, variances, df }: Sandwiches,
  what: string,
): void {
  for (const by of BY) {
    const found = definedValue(of(by));
    expectClose(found.estimate, estimate, `${what} ${by}`, 1e-12);
    expectClose(found.standardError ** 2, variances[by], `${what} ${by}`, 1e-12);
    expectClose(found.df, df[by], `${what} ${by} df`, 1e-8);
  }
}

describe('choice among films', () => {
  it('of sets of several sizes is that of statsmodels by readers, sets and both, and of scipy over readers', () => {
    const { choices, chance, excess, meanOfReaders: readers } = golden.choices;
    const found = definedValue(forcedChoice(choices));
    expect(found.options).toEqual([2, 3, 4]);
    expectClose(found.chance, chance, 'chance', 1e-12);
    expectSandwiches((by) => found.excess[by], excess, 'excess');
    const over = definedValue(found.meanOfReaders);
    expectClose(over.estimate, readers.estimate, 'mean', 1e-12);
    expectClose(over.test.statistic, readers.t, 't', 1e-9);
    expectClose(over.test.pValue, readers.p, 'p', 1e-9);
    expectClose(over.interval.lower, readers.interval[0], 'lower', 1e-9);
    expectClose(over.interval.upper, readers.interval[1], 'upper', 1e-9);
    expect(reasonOf(found.dPrime)).toBe('sets differ in size');
    const [first] = found.readers;
    expect(reasonOf(first?.pValue ?? { defined: true, value: 0 })).toBe('sets differ in size');
  });

  it('of sets of one size tests the share against 1 / n, and each reader exactly', () => {
    // The cervical-spine study of shared/oracles: quartets, real found in 29 %; here 2 readers with 29 of 100 each.
    const choices = ['a', 'b'].flatMap((reader, shift) =>
      Array.from({ length: 100 }, (_, index) => ({
        reader,
        case: `s${index}`,
        options: 4,
        success: index >= 20 * shift && index < 20 * shift + 29,
      })),
    );
    const found = definedValue(forcedChoice(choices));
    const [share, excess] = [definedValue(found.share), definedValue(found.excess['reader-and-case'])];
    expectClose(share.estimate, 0.29, 'share', 1e-12);
    expect(found.chance).toBe(0.25);
    expectClose(excess.test.statistic, share.test.statistic, 't', 1e-9);
    expectClose(definedValue(found.skill).estimate, 0.04 / 0.75, 'skill', 1e-12);
    // Origin: tools/goldens/make_stats_agreement.py, scipy.stats.binomtest(29, 100, 0.25).
    expectClose(
      definedValue(found.readers[0]?.pValue ?? { defined: false, reason: '' }),
      0.35636988,
      'p',
      1e-8,
    );
  });

  it("has the d' of its share that scipy integrates, and is right where two films reduce it to sqrt(2) z", () => {
    for (const { share, options, dPrime } of golden.choiceDPrimes) {
      expectClose(definedValue(forcedChoiceDPrime(share, options)), dPrime, `${share} of ${options}`, 1e-9);
    }
    expectClose(definedValue(forcedChoiceDPrime(0.75, 2)), Math.SQRT2 * 0.6744897501960817, '2', 1e-9);
    expect(reasonOf(forcedChoiceDPrime(1, 4))).toContain('infinite');
    expect(reasonOf(forcedChoiceDPrime(0, 4))).toContain('infinite');
  });

  it('says why it is undefined, and refuses a set of one film', () => {
    expect(reasonOf(forcedChoice([]))).toBe('there is no choice');
    const one = { reader: 'a', case: 's', options: 1, success: true };
    expect(() => forcedChoice([one])).toThrow('The set s has 1 films');
    expect(reasonOf(meanOfReaders([1], 0))).toContain('fewer than two readers');
  });
});

describe('preference in pairs', () => {
  it('is that of statsmodels with ties as halves and without them', () => {
    const { preferences, withTies, ofDecided } = golden.preferences;
    const found = definedValue(
      pairPreference(
        preferences.map(({ value, ...entry }) => ({
          ...entry,
          preferred: value === 0.5 ? null : value === 1 ? 'first' : 'second',
        })),
      ),
    );
    expect(found.first + found.second + found.neither).toBe(preferences.length);
    expectSandwiches((by) => found.withTies[by], withTies, 'with ties');
    expectSandwiches((by) => found.ofDecided[by], ofDecided, 'of decided');
    expect(reasonOf(pairPreference([]))).toBe('there is no pair');
  });
});

it('the mean of a complete table has the standard error of its analysis of variance', () => {
  const { values, estimate, variance } = golden.anova;
  const found = definedValue(clusteredMean(values, 0, 'reader-and-case'));
  expectClose(found.estimate, estimate, 'mean', 1e-12);
  expectClose(found.standardError ** 2, variance, 'variance', 1e-12);
});

describe('a clustered difference of means', () => {
  it('is that of statsmodels for arms with films of their own and for phases that share readers and films', () => {
    for (const { observations, difference } of golden.differences) {
      expectSandwiches((by) => clusteredMeanDifference(observations, by), difference, 'difference');
    }
  });

  it('says why it is undefined', () => {
    const one = { reader: 'a', case: '1', value: 2, inFirst: true };
    expect(reasonOf(clusteredMeanDifference([one], 'reader'))).toBe('one arm has no value');
    const two = [one, { ...one, case: '2', inFirst: false }];
    expect(reasonOf(clusteredMeanDifference(two, 'reader'))).toBe('fewer than two readers');
    expect(reasonOf(clusteredMeanDifference(two, 'case'))).toBe('fewer than three cases');
  });
});

it('two one-sided tests are those of statsmodels', () => {
  const { margin, p, pLower, pUpper, ...difference } = golden.equivalence;
  const found = equivalenceTest(difference, margin);
  expectClose(found.pValue, p, 'p', 1e-12);
  expectClose(found.pLower, pLower, 'lower', 1e-12);
  expectClose(found.pUpper, pUpper, 'upper', 1e-12);
});
