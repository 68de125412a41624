import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  decimal,
  dfText,
  intervalText,
  levelText,
  listed,
  percent,
  pText,
  ratioText,
  shareOf,
  signed,
  testText,
  timeText,
} from './numbers.ts';

describe('p values', () => {
  it.each([
    [0, 'p < 0.001'],
    [0.00099, 'p < 0.001'],
    [0.001, 'p = 0.001'],
    [0.0321, 'p = 0.032'],
    [0.5, 'p = 0.500'],
    [0.99951, 'p > 0.999'],
    [1, 'p > 0.999'],
  ])('%d is said as %s', (pValue, text) => {
    expect(pText(pValue)).toBe(text);
  });

  it('keep the decimals that tell on which side of alpha they lie', () => {
    expect(pText(0.0496)).toBe('p = 0.0496');
    expect(pText(0.05004)).toBe('p = 0.05004');
    expect(pText(0.05)).toBe('p = 0.050');
    expect(pText(0.0249, 0.025)).toBe('p = 0.0249');
  });

  it('are never 0 and never 1, whatever they are', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (pValue) => {
        expect(pText(pValue)).not.toMatch(/= (0\.0+|1\.0+)$/);
      }),
    );
  });
});

describe('numbers', () => {
  it('have a minus sign, and none before zero', () => {
    expect(decimal(-0.314, 2)).toBe('\u22120.31');
    expect(decimal(-0.0001, 2)).toBe('0.00');
    expect(signed(0.314, 2)).toBe('+0.31');
    expect(signed(0.0001, 2)).toBe('0.00');
  });

  it('as shares carry their counts', () => {
    expect(percent(0.7)).toBe('70.0%');
    expect(shareOf(63, 90)).toBe('70.0% (63/90)');
    expect(shareOf(0, 0)).toBe('0/0');
  });

  it('as ratios beyond all bounds are told by the bound', () => {
    expect([0, 0.5, 2.34567, Number.POSITIVE_INFINITY].map(ratioText)).toEqual([
      '< 0.001',
      '0.500',
      '2.346',
      '> 1000',
    ]);
  });

  it('of things are in the singular for one', () => {
    expect(count(1, 'reader')).toBe('1 reader');
    expect(count(0, 'reader')).toBe('0 readers');
    expect(count(2, 'analysis', 'analyses')).toBe('2 analyses');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a'])).toBe('a');
  });
});

describe('intervals and tests', () => {
  it('say their level, a fraction of a percent too', () => {
    expect(intervalText({ lower: -0.1, upper: 0.25, level: 0.95 }, (value) => decimal(value, 2))).toBe(
      '95% CI \u22120.10 to 0.25',
    );
    expect(levelText(0.9)).toBe('90%');
    expect(levelText(0.975)).toBe('97.5%');
  });

  it('say degrees of freedom whole or with one decimal, and none that are infinite', () => {
    expect(dfText(18)).toBe('18');
    expect(dfText(18.3456)).toBe('18.3');
    expect(dfText(Number.POSITIVE_INFINITY)).toBeNull();
    expect(dfText(null)).toBeNull();
  });

  it('give moments to the minute, of whatever fraction of a second', () => {
    expect(timeText('2026-02-01T09:00:59.123Z')).toBe('2026-02-01 09:00 UTC');
    expect(timeText('2026-02-01T09:00:59Z')).toBe('2026-02-01 09:00 UTC');
  });

  it('name the distribution that the statistic is referred to', () => {
    expect(testText({ statistic: 2.309, distribution: 't', df: [18.3], pValue: 0.033 })).toBe(
      't(18.3) = 2.31, p = 0.033',
    );
    expect(
      testText({ statistic: -1, distribution: 't', df: [Number.POSITIVE_INFINITY], pValue: 0.3173 }),
    ).toBe('z = \u22121.00, p = 0.317');
    expect(testText({ statistic: 4.2, distribution: 'F', df: [2, 30.12], pValue: 0.0001 })).toBe(
      'F(2, 30.1) = 4.20, p < 0.001',
    );
    expect(testText({ statistic: 4.2, distribution: 'chi-square', df: [2], pValue: 0.12 })).toBe(
      '\u03c7\u00b2(2) = 4.20, p = 0.120',
    );
    expect(testText({ statistic: 7, distribution: 'exact', pValue: 0.25 })).toBe('exact test, p = 0.250');
  });
});
