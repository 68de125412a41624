import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { type Confusion, confusionOf, readerMeasures } from './confusion.ts';
import { signalDetection } from './signal-detection.ts';

const MEASURES = [
  'sensitivity',
  'specificity',
  'accuracy',
  'positivePredictiveValue',
  'negativePredictiveValue',
] as const;
const DETECTION = ['dPrime', 'criterion', 'dPrimeStandardError', 'criterionStandardError'] as const;
// Origin: tools/goldens/make_stats_choices.py (scikit-learn's metrics; scipy's normal quantiles and densities).
const golden = readGoldenJson<{
  confusions: ({ counts: Confusion } & Record<
    (typeof MEASURES)[number] | (typeof DETECTION)[number],
    number
  >)[];
}>('stats-choices.json.gz');

it("shares, d' and criterion with their errors are those of scikit-learn and scipy", () => {
  for (const expected of golden.confusions) {
    const measures = readerMeasures(expected.counts);
    for (const name of MEASURES)
      expectClose(definedValue(measures[name]).estimate, expected[name], name, 1e-12);
    const found = definedValue(signalDetection(expected.counts, 'none'));
    for (const name of DETECTION) expectClose(found[name], expected[name], name, 1e-12);
  }
});

describe('confusion of a reader', () => {
  it('counts decisions and gives shares with intervals', () => {
    const decisions = [
      ...Array.from({ length: 8 }, (_, index) => ({ truth: true, call: index < 6 })),
      ...Array.from({ length: 12 }, (_, index) => ({ truth: false, call: index < 3 })),
    ];
    const found = readerMeasures(confusionOf(decisions));
    expect(found.counts).toEqual({ truePositive: 6, falseNegative: 2, falsePositive: 3, trueNegative: 9 });
    expect(definedValue(found.sensitivity).estimate).toBe(6 / 8);
    expect(definedValue(found.specificity).estimate).toBe(9 / 12);
    expect(definedValue(found.accuracy).estimate).toBe(15 / 20);
    expect(definedValue(found.positivePredictiveValue).estimate).toBe(6 / 9);
    expect(definedValue(found.negativePredictiveValue).estimate).toBe(9 / 11);
  });

  it('names what is missing where a share has no denominator', () => {
    const found = readerMeasures({ truePositive: 0, falseNegative: 0, falsePositive: 0, trueNegative: 4 });
    expect(reasonOf(found.sensitivity)).toBe('there is no positive case');
    expect(reasonOf(found.positivePredictiveValue)).toBe('there is no positive call');
    expect(definedValue(found.specificity).estimate).toBe(1);
  });
});

describe('signal detection', () => {
  // Origin: scipy.stats.norm: ppf(.8) - ppf(.3), -(ppf(.8) + ppf(.3)) / 2, and the variance written out.
  it("has d', criterion and their standard error of rates 0.8 and 0.3 of 50 each", () => {
    const counts = { truePositive: 40, falseNegative: 10, falsePositive: 15, trueNegative: 35 };
    const found = definedValue(signalDetection(counts, 'none'));
    expectClose(found.dPrime, 1.3660217462808253, "d'", 1e-12);
    expectClose(found.criterion, -0.15861036043244692, 'criterion', 1e-12);
    expectClose(
      found.dPrimeStandardError ** 2,
      0.16 / (50 * 0.27996193 ** 2) + 0.21 / (50 * 0.34769264 ** 2),
      'variance',
      1e-8,
    );
  });

  it('corrects perfect rates as it was told to, and says so otherwise', () => {
    const perfect = { truePositive: 20, falseNegative: 0, falsePositive: 0, trueNegative: 10 };
    expect(reasonOf(signalDetection(perfect, 'none'))).toContain('no correction was asked for');
    const hautus = definedValue(signalDetection(perfect, 'log-linear'));
    expect([hautus.hitRate, hautus.falseAlarmRate]).toEqual([20.5 / 21, 0.5 / 11]);
    const extreme = definedValue(signalDetection(perfect, 'extreme-only'));
    expect([extreme.hitRate, extreme.falseAlarmRate]).toEqual([1 - 1 / 40, 1 / 20]);
    expect(reasonOf(signalDetection({ ...perfect, truePositive: 0 }))).toBe('there is no positive case');
  });
});
