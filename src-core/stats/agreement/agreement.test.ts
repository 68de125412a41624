import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { type ChanceModel, chanceCorrectedAgreement, percentageAgreement } from './chance-corrected.ts';
import { cohenKappa, crossTable, scottPi } from './cohen-kappa.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { intraReader } from './intra-reader.ts';
import { krippendorffAlpha, type Metric } from './krippendorff-alpha.ts';
import { countedRatings, countRatings, type RatingsTable } from './ratings-table.ts';
import type { Weighting } from './weights.ts';

interface KappaGolden {
  readonly estimate: number;
  readonly standardError: number;
  readonly nullStandardError: number;
}
interface CorrectedGolden {
  readonly estimate: number;
  readonly observed: number;
  readonly expected: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
}
// Origin: tools/goldens/make_stats_agreement.py (statsmodels, scikit-learn, irrCAC, krippendorff).
const golden = readGoldenJson<{
  cohen: { table: number[][]; kappas: Record<'identity' | 'linear' | 'quadratic', KappaGolden> }[];
  diagnoses: number[][];
  rated: {
    ratings: RatingsTable;
    chanceCorrected: Record<string, CorrectedGolden>;
    alpha: Record<Metric, number>;
  }[];
}>('stats-agreement.json.gz');

const square = (counts: readonly (readonly number[])[]) => ({
  categories: counts.map((_, index) => index + 1),
  counts,
});
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

describe("Cohen's kappa", () => {
  // Origin: SAS/STAT documentation, PROC FREQ, agreement of two dermatologists.
  const table = square([
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ]);

  it('is that of SAS, with its standard errors, interval and test', () => {
    const plain = definedValue(cohenKappa(table));
    const { interval, test } = plain;
    expect(
      [plain.estimate, plain.standardError, interval.lower, interval.upper, test.statistic].map((v) =>
        rounded(v, 4),
      ),
    ).toEqual([0.4842, 0.138, 0.2137, 0.7547, 3.2626]);
    const linear = definedValue(cohenKappa(table, 'linear'));
    expect(
      [linear.estimate, linear.standardError, linear.interval.lower, linear.interval.upper].map((v) =>
        rounded(v, 4),
      ),
    ).toEqual([0.4701, 0.1457, 0.1845, 0.7558]);
    expectClose(definedValue(cohenKappa(table, 'quadratic')).estimate, 0.4501608, 'quadratic', 5e-8);
  });

  it('is that of statsmodels with every weighting and both standard errors', () => {
    for (const { table: counts, kappas } of golden.cohen) {
      for (const weighting of ['identity', 'linear', 'quadratic'] as const) {
        const found = definedValue(cohenKappa(square(counts), weighting));
        const expected = kappas[weighting];
        expectClose(found.estimate, expected.estimate, weighting, 1e-12);
        expectClose(found.standardError, expected.standardError, weighting, 1e-12);
        expectClose(found.estimate / found.test.statistic, expected.nullStandardError, weighting, 1e-12);
      }
    }
  });

  it('names the units that one rater left out, and refuses a rating off the scale', () => {
    const paired = crossTable(['a', null, 'b', 'b'], ['a', 'a', null, 'a']);
    expect(paired).toEqual({
      categories: ['a', 'b'],
      counts: [
        [1, 0],
        [1, 0],
      ],
      incomplete: [1, 2],
    });
    expect(() => crossTable([1, 6], [1, 2], [1, 2, 3])).toThrow('The rating 6 is not on the scale');
  });

  it('is undefined, and says why, where there is nothing to agree on', () => {
    expect(reasonOf(cohenKappa(crossTable([1, 1], [1, 1])))).toBe('all ratings are the same');
    expect(reasonOf(cohenKappa(crossTable([1, 1], [1, 1], [1, 2])))).toContain('one and the same category');
    expect(reasonOf(cohenKappa(crossTable([], [])))).toBe('no unit was rated by both');
  });
});

describe('the 3 x 3 example of Gwet', () => {
  // Origin: Gwet, Handbook of Inter-Rater Reliability (the values of R's irrCAC for this table).
  const counts = [
    [13, 0, 0],
    [0, 20, 7],
    [0, 4, 56],
  ];
  const units = counts.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [first, second])),
  );
  const rated = countRatings(units);

  it('has its kappa and pi with standard errors, AC1 and Brennan-Prediger', () => {
    const kappa = definedValue(cohenKappa(square(counts)));
    expectClose(kappa.estimate, 0.7964094, 'kappa', 5e-8);
    expectClose(kappa.standardError, 0.05891072, 'kappa SE', 5e-9);
    const pi = definedValue(scottPi(square(counts)));
    expectClose(pi.estimate, 0.7962397, 'pi', 5e-8);
    expectClose(pi.standardError, 0.05905473, 'pi SE', 5e-9);
    expectClose(definedValue(chanceCorrectedAgreement(rated, 'gwet')).estimate, 0.8493305, 'AC1', 5e-8);
    expectClose(
      definedValue(chanceCorrectedAgreement(rated, 'brennan-prediger')).estimate,
      0.835,
      'BP',
      5e-13,
    );
    expectClose(
      definedValue(chanceCorrectedAgreement(rated, 'fleiss')).estimate,
      pi.estimate,
      'Fleiss of two',
      1e-12,
    );
  });
});

describe("Fleiss' kappa", () => {
  it('is that of the diagnoses of Fleiss 1971', () => {
    // Origin: R's irr, kappam.fleiss(diagnoses); the table from statsmodels' tests.
    const found = definedValue(fleissKappa(golden.diagnoses));
    expect([found.units, found.ratingsAUnit]).toEqual([30, 6]);
    expectClose(found.estimate, 0.4302445, 'kappa', 5e-8);
    expectClose(found.test.statistic, 17.65183, 'z', 5e-6);
  });

  it('is that of the 10 x 14 example of the encyclopedia article', () => {
    // Origin: Wikipedia, "Fleiss' kappa", worked example.
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const found = definedValue(fleissKappa(counts));
    expectClose(found.estimate, 0.2099307, 'kappa', 5e-8);
    expectClose(
      definedValue(chanceCorrectedAgreement(countedRatings(counts), 'fleiss')).estimate,
      found.estimate,
      'general',
      1e-12,
    );
  });

  it('needs the same number of ratings a unit', () => {
    expect(() =>
      fleissKappa([
        [2, 1],
        [1, 1],
      ]),
    ).toThrow('Unit 2 has 2 ratings');
    expect(
      reasonOf(
        fleissKappa([
          [3, 0],
          [3, 0],
        ]),
      ),
    ).toBe('all ratings are the same');
  });
});

describe('agreement corrected for chance, with gaps', () => {
  it('is that of irrCAC for AC1, AC2, Fleiss and Brennan-Prediger, with every weighting', () => {
    let compared = 0;
    for (const { ratings, chanceCorrected } of golden.rated) {
      const rated = countRatings(ratings);
      for (const [name, expected] of Object.entries(chanceCorrected)) {
        const [model, weighting] = name.split(' ') as [ChanceModel, Weighting];
        const found = definedValue(chanceCorrectedAgreement(rated, model, weighting));
        expectClose(found.estimate, expected.estimate, name, 1e-9);
        expectClose(found.observed, expected.observed, name, 1e-9);
        expectClose(found.expected, expected.expected, name, 1e-9);
        expectClose(found.standardError, expected.standardError, name, 1e-9);
        expectClose(found.interval.lower, expected.interval[0], name, 1e-9);
        expectClose(definedValue(percentageAgreement(rated, weighting)), expected.observed, name, 1e-9);
        compared += 1;
      }
    }
    expect(compared).toBe(36);
  });

  it('names what is missing', () => {
    const rated = countRatings([
      [1, 2],
      [null, 2],
      [null, null],
    ]);
    expect(rated.missing).toEqual({ missing: 3, unpairedUnits: [1, 2] });
    expect(reasonOf(chanceCorrectedAgreement(countRatings([[1, null]]), 'gwet'))).toBe(
      'no unit has two ratings',
    );
    expect(reasonOf(chanceCorrectedAgreement(countRatings([[1, 1]]), 'gwet'))).toBe(
      'all ratings are the same',
    );
    expect(() => countRatings([[1, 2], [1]])).toThrow('Unit 2 has 1 ratings');
    expect(() => countRatings([[1, 'a']])).toThrow('not both');
  });
});

describe("Krippendorff's alpha", () => {
  // Origin: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), 4 observers and 12 units.
  const observers = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
    [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
  ];
  const rated = countRatings(
    Array.from({ length: 12 }, (_, unit) => observers.map((row) => row[unit] ?? null)),
  );

  it.each<[Metric, number]>([
    ['nominal', 0.7434211],
    ['ordinal', 0.8153875],
    ['interval', 0.8491071],
    ['ratio', 0.7974027],
  ])('of the reliability example is that published, %s', (metric, expected) => {
    const found = definedValue(krippendorffAlpha(rated, metric));
    expectClose(found.estimate, expected, metric, 1e-7);
    expect(found.pairable).toBe(40);
    expect(found.missing).toEqual({ missing: 7, unpairedUnits: [11] });
  });

  it('is that of the krippendorff package on random tables with gaps', () => {
    for (const { ratings, alpha } of golden.rated) {
      for (const metric of ['nominal', 'ordinal', 'interval', 'ratio'] as const) {
        expectClose(
          definedValue(krippendorffAlpha(countRatings(ratings), metric)).estimate,
          alpha[metric],
          metric,
          1e-12,
        );
      }
    }
  });

  it('is undefined without variation, and refuses texts where distances are asked', () => {
    expect(
      reasonOf(
        krippendorffAlpha(
          countRatings([
            [1, 1],
            [1, null],
          ]),
          'nominal',
        ),
      ),
    ).toContain('are the same');
    expect(() => krippendorffAlpha(countRatings([['a', 'b']]), 'interval')).toThrow(
      'no place on a scale of interval',
    );
    expect(() => krippendorffAlpha(countRatings([[-1, 1]]), 'ratio')).toThrow('ratio');
  });
});

describe('agreement of a reader with himself', () => {
  const repeat = (index: number, first: number | null, second: number | null) => ({
    case: `c${index}`,
    first,
    second,
  });

  it('has kappa, the spread within a case, repeatability and the shift', () => {
    const found = definedValue(
      intraReader(
        [
          [1, 2],
          [3, 3],
          [4, 2],
          [5, 5],
          [2, null],
        ].map(([a = null, b = null], index) => repeat(index, a, b)),
      ),
    );
    expect(found).toMatchObject({ pairs: 4, identical: 0.5, incomplete: ['c4'] });
    // Differences 1, 0, -2, 0: sqrt(5 / 8) within a case.
    expectClose(definedValue(found.withinCaseDeviation), Math.sqrt(5 / 8), 'within', 1e-12);
    expectClose(definedValue(found.repeatability), 1.96 * Math.sqrt(5 / 4), 'repeatability', 1e-12);
    expectClose(definedValue(found.shift), -0.25, 'shift', 1e-12);
  });

  it('says what texts do not have', () => {
    const found = definedValue(
      intraReader([
        { case: 'a', first: 'real', second: 'real' },
        { case: 'b', first: 'synthetic', second: 'real' },
      ]),
    );
    expect(reasonOf(found.shift)).toBe('the ratings are no numbers');
    expect(reasonOf(intraReader([]))).toBe('no case was read twice');
  });
});
