import { describe, expect, it } from 'vitest';
import { equivalenceTest, nonInferiorityTest } from '../../stats/rating/equivalence.ts';
import { againstSentence, differenceSentence } from './findings.ts';
import { equivalenceSentence, nonInferioritySentence } from './margins.ts';
import { decimal } from './numbers.ts';

const say = (value: number) => decimal(value, 2);
const tested = (estimate: number, half: number, pValue: number) => ({
  result: {
    estimate,
    interval: { lower: estimate - half, upper: estimate + half, level: 0.95 },
    test: { statistic: 2, distribution: 't' as const, df: [9], pValue },
  },
  say,
});

describe('a difference', () => {
  it('that is significant names its side', () => {
    expect(differenceSentence('mean realism', 'model A', 'real films', tested(-0.5, 0.3, 0.004))).toBe(
      'Mean realism was lower for model A than for real films: difference \u22120.50 (95% CI \u22120.80 to \u22120.20), t(9) = 2.00, p = 0.004.',
    );
  });

  it('that is not significant was not shown, and the values that stay open are named', () => {
    expect(differenceSentence('the AUC', 'A', 'B', { ...tested(0.1, 0.3, 0.4), unit: 'units' })).toBe(
      'A difference in the AUC between A and B was not shown: difference 0.10 units (95% CI \u22120.20 to 0.40), t(9) = 2.00, p = 0.400. Values from \u22120.20 to 0.40 units remain compatible with the data. Without a margin set beforehand this says nothing of equivalence.',
    );
  });

  it('is judged at the level that is asked for', () => {
    expect(differenceSentence('it', 'A', 'B', { ...tested(0.1, 0.3, 0.04), alpha: 0.01 })).toContain(
      'was not shown',
    );
    expect(differenceSentence('it', 'A', 'B', { ...tested(0.1, 0.3, 0.04), alpha: 0.05 })).toContain(
      'was higher',
    );
  });
});

it('what is not shown to deviate from chance is not called chance', () => {
  expect(againstSentence('accuracy', 'chance (0.50)', 0.5, tested(0.4, 0.05, 0.001))).toMatch(
    /^Accuracy was below chance/,
  );
  expect(againstSentence('accuracy', 'chance (0.50)', 0.5, tested(0.52, 0.05, 0.4))).toMatch(
    /^A deviation of accuracy from chance \(0\.50\) was not shown: .* This does not show that there is none\.$/,
  );
});

describe('against a margin', () => {
  const difference = (estimate: number) => ({ estimate, standardError: 0.1, df: 20 });

  it('only two one-sided tests that reject say equivalent, with the margin', () => {
    expect(equivalenceSentence('ratings', equivalenceTest(difference(0), 0.5), 0.05, say)).toMatch(
      /^The ratings were equivalent within the margin of \u00b10\.50: 90% CI \u22120\.17 to \+0\.17 against \u22120\.50 to \+0\.50, two one-sided tests p < 0\.001\.$/,
    );
    const open = equivalenceSentence('ratings', equivalenceTest(difference(0.4), 0.5), 0.05, say);
    expect(open).toMatch(/^Equivalence of the ratings within the margin of \u00b10\.50 was not shown/);
    expect(open).not.toContain('equivalent');
  });

  it('non-inferiority names the bound and the margin, and its absence is not inferiority', () => {
    expect(nonInferioritySentence('A', 'B', nonInferiorityTest(difference(-0.1), 0.5), 0.025, say)).toMatch(
      /^A was non-inferior to B within the margin of 0\.50: lower 97\.5% bound of the difference \u22120\.31 against \u22120\.50, one-sided p < 0\.001\.$/,
    );
    expect(nonInferioritySentence('A', 'B', nonInferiorityTest(difference(-0.4), 0.5), 0.025, say)).toMatch(
      /was not shown: .* This test does not ask whether it is inferior\.$/,
    );
  });
});
