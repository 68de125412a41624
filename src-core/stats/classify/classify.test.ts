import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom, uniformInteger } from '../../base/random.ts';
import { expectClose } from '../test-golden.ts';
import { boostedStumps } from './boosted-stumps.ts';
import { areaUnder, bestAccuracy, crossValidation } from './cross-validation.ts';
import { logisticClassifier, logisticRegression } from './logistic-regression.ts';
import { type LabelledRow, separation } from './separation.ts';

// Origin: tools/goldens/make_stats_classify.py (scikit-learn).
const golden = readGoldenJson<{
  rounds: number;
  cases: {
    rows: number[][];
    labels: number[];
    folds: number[];
    strength: number;
    intercept: number;
    weights: number[];
    stumpScores: number[];
    crossValidatedAuc: Record<string, number>;
  }[];
}>('stats-classify.json.gz');

describe.each(golden.cases.map((entry, index) => ({ ...entry, index })))(
  'classifiers on data set $index',
  ({ rows, labels, folds, strength, intercept, weights, stumpScores, crossValidatedAuc }) => {
    it('are scikit-learn’s: coefficients of the regression, votes of the stumps', () => {
      const fit = logisticRegression(rows, labels, strength);
      expectClose(fit.intercept, intercept, 'intercept');
      for (const [index, weight] of weights.entries()) {
        expectClose(fit.weights[index] ?? Number.NaN, weight, `weight ${index}`);
      }
      const score = boostedStumps(golden.rounds).prepare(rows)(labels);
      // Of two classes scikit-learn counts each vote twice, for the one and against the other.
      for (const [index, row] of rows.entries()) {
        expectClose(2 * score(row), stumpScores[index] ?? Number.NaN, `row ${index}`);
      }
    });

    it('have scikit-learn’s area under the curve in cross-validation', () => {
      for (const classifier of [logisticClassifier(strength), boostedStumps(golden.rounds)]) {
        const area = areaUnder(crossValidation(rows, folds, classifier)(labels), labels);
        expectClose(area, crossValidatedAuc[classifier.name] ?? Number.NaN, classifier.name);
      }
    });
  },
);

describe('separation', () => {
  const random = () => seededRandom('separation');
  /** Two showings of each case; `feature` of the case's class and its place. */
  const rowsOf = (cases: number, feature: (positive: boolean, index: number) => number[]): LabelledRow[] =>
    Array.from({ length: cases }, (_, index) => [0, 1].map(() => index)).flatMap((pair) =>
      pair.map((index) => ({
        group: `case-${index}`,
        positive: index % 2 === 0,
        features: feature(index % 2 === 0, index),
      })),
    );

  it('finds a feature that tells the class, and says how surely', () => {
    const found = separation(
      rowsOf(30, (positive) => [Number(positive)]),
      { random: random(), permutations: 199 },
    );
    expect(found).toEqual({
      auc: { 'logistic regression': 1, 'boosted stumps': 1 },
      largest: 1,
      accuracy: 1,
      pValue: 1 / 200,
      permutations: 199,
    });
  });

  it('finds what no straight line tells', () => {
    // Class 1 has values around 0, class 0 far below or above.
    const draw = seededRandom('middle');
    const rows = rowsOf(60, (positive) => {
      const value = uniformInteger(draw, 1000) / 1000;
      return [positive ? value - 0.5 : (uniformInteger(draw, 2) * 2 - 1) * (1 + value)];
    });
    const { auc, pValue } = separation(rows, { random: random(), permutations: 199 });
    expect(auc['boosted stumps']).toBeGreaterThan(0.95);
    expect(auc['logistic regression']).toBeLessThan(0.75);
    expect(pValue).toBe(1 / 200);
  });

  it('calls a feature that never varies chance', () => {
    const found = separation(
      rowsOf(20, () => [7]),
      { random: random(), permutations: 99 },
    );
    expect(found.largest).toBe(0.5);
    expect(found.pValue).toBe(1);
  });

  it('is not misled by a feature that names the case: showings of one case are left out together', () => {
    const draw = seededRandom('names');
    const names = Array.from({ length: 40 }, () => uniformInteger(draw, 1_000_000));
    const { pValue } = separation(
      rowsOf(40, (_, index) => [names[index] ?? 0]),
      { random: random(), permutations: 199 },
    );
    expect(pValue).toBeGreaterThan(0.05);
  });

  it('gives p-values that keep their level: of 200 sets without any leak, about one in ten is under 0.1', () => {
    const draw = seededRandom('level');
    let under = 0;
    for (let set = 0; set < 200; set += 1) {
      const rows = rowsOf(14, () => [uniformInteger(draw, 1000), uniformInteger(draw, 1000)]);
      if (separation(rows, { random: draw, permutations: 19 }).pValue <= 0.1) under += 1;
    }
    // 99.9 % of binomial(200, 0.1) lies within 8 to 35.
    expect(under).toBeGreaterThanOrEqual(8);
    expect(under).toBeLessThanOrEqual(35);
  });

  it('ends early where p is large, and gives the share so far', () => {
    const draw = seededRandom('early');
    const rows = rowsOf(30, () => [uniformInteger(draw, 1000)]);
    const whole = separation(rows, { random: random(), permutations: 400 });
    const early = separation(rows, { random: random(), permutations: 400, enough: 20 });
    expect(early.largest).toBe(whole.largest);
    expect(early.permutations).toBeLessThan(400);
    expect(early.pValue).toBe(20 / early.permutations);
    expect(Math.abs(early.pValue - whole.pValue)).toBeLessThan(0.2);
  });

  it('refuses a group with both classes, a missing class, and rows of differing length', () => {
    const row = (group: string, positive: boolean, features = [1]): LabelledRow => ({
      group,
      positive,
      features,
    });
    for (const rows of [
      [row('a', true), row('a', false)],
      [row('a', true), row('b', true)],
      [row('a', true), row('b', false, [1, 2])],
      [row('a', true), row('b', false, [Number.NaN])],
    ]) {
      expect(() => separation(rows, { random: random() })).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
    }
  });

  it('counts the best cut: ties stay on one side', () => {
    expect(bestAccuracy(Float64Array.of(1, 1, 0, 0), [1, 0, 1, 0])).toBe(0.5);
    expect(bestAccuracy(Float64Array.of(3, 2, 1, 0), [1, 1, 0, 1])).toBe(0.75);
  });
});
