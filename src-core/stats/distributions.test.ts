import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import {
  binomialCdf,
  chiSquareUpper,
  fQuantile,
  fUpper,
  noncentralFUpper,
  normalCdf,
  normalQuantile,
  studentQuantile,
  studentTwoSided,
  studentUpper,
} from './distributions.ts';

// Origin: tools/goldens/make_stats_agreement.py (scipy).
const { distributions: golden } = readGoldenJson<{ distributions: Record<string, number[][]> }>(
  'stats-agreement.json.gz',
);

describe('distributions', () => {
  it.each<[string, (...values: [number, number, number, number]) => number]>([
    ['studentQuantile', studentQuantile],
    ['studentTwoSided', studentTwoSided],
    ['fQuantile', fQuantile],
    ['fUpper', fUpper],
    ['chiSquareUpper', chiSquareUpper],
    ['noncentralFUpper', noncentralFUpper],
    ['binomialCdf', binomialCdf],
  ])('%s equals scipy to eight digits', (name, ours) => {
    const rows = golden[name] ?? [];
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      const [a = 0, b = 0, c = 0, d = 0] = row;
      const expected = row.at(-1) ?? Number.NaN;
      expect(Math.abs(ours(a, b, c, d) / expected - 1), JSON.stringify(row)).toBeLessThan(1e-8);
    }
  });

  it('gives the limiting distribution for infinite degrees of freedom', () => {
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959963984540054, 14);
    expect(studentUpper(1.3, Number.POSITIVE_INFINITY)).toBeCloseTo(studentUpper(1.3, 1e9), 8);
    expect(fUpper(2, 3, Number.POSITIVE_INFINITY)).toBeCloseTo(fUpper(2, 3, 1e9), 8);
  });

  it('quantiles invert distribution functions', () => {
    const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.6, max: 500, noNaN: true }), (p, df) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
        expect(1 - studentUpper(studentQuantile(p, df), df)).toBeCloseTo(p, 9);
      }),
    );
  });
});
