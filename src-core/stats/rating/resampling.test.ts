import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom } from '../../base/random.ts';
import { observedAgreement } from '../agreement/chance-corrected.ts';
import { krippendorffAlphaBootstrap, krippendorffAlphaInterval } from '../agreement/krippendorff-interval.ts';
import { countRatings, type RatingsTable } from '../agreement/ratings-table.ts';
import { variance } from '../numbers.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';
import { clusteredBootstrap } from './clustered-bootstrap.ts';
import { clusteredMeanDifference } from './clustered-difference.ts';
import { weightedMeanDifference } from './distribution.ts';
import { twoWayBootstrap } from './two-way-bootstrap.ts';

const METRICS = ['nominal', 'ordinal', 'interval', 'ratio'] as const;
// Origin: tools/goldens/make_stats_resampling.py (scipy's bootstrap; krippendorff and irrCAC).
const golden = readGoldenJson<{
  bca: {
    estimate: number;
    replicates: number[];
    leftOut: number[][];
    accelerated: [number, number];
    percentile: [number, number];
    standardError: number;
  }[];
  alphas: {
    ratings: RatingsTable;
    jackknife: Record<(typeof METRICS)[number], number>;
    linearised: Record<'nominal' | 'interval', number>;
    observed: { estimate: number; interval: [number, number] };
  }[];
}>('stats-resampling.json.gz');

describe('intervals from replicates', () => {
  it('are those of scipy, accelerated by one sample and by readers and cases', () => {
    for (const { estimate, replicates, leftOut, accelerated, percentile, standardError } of golden.bca) {
      const found = bootstrapIntervals(estimate, replicates, leftOut, 0.9);
      const bca = definedValue(found.accelerated);
      expectClose(bca.lower, accelerated[0], 'lower', 1e-9);
      expectClose(bca.upper, accelerated[1], 'upper', 1e-9);
      expectClose(found.percentile.lower, percentile[0], 'lower', 1e-12);
      expectClose(found.percentile.upper, percentile[1], 'upper', 1e-12);
      expectClose(Math.sqrt(variance(replicates)), standardError, 'error', 1e-12);
    }
  });

  it('without acceleration are the bias-corrected ones, and say why there is no acceleration', () => {
    const replicates = [1, 2, 2, 3, 5, 8, 4, 3, 6, 1];
    const found = bootstrapIntervals(3, replicates, [[1, 3, 2, 2]], 0.8);
    // Values without each cluster that lie evenly around their mean have no skewness: acceleration 0.
    expect(definedValue(found.accelerated)).toEqual(found.biasCorrected);
    expect(reasonOf(bootstrapIntervals(3, replicates, [[2, 2]], 0.8).accelerated)).toContain('no cluster');
    expect(reasonOf(bootstrapIntervals(3, replicates, [[2, Number.NaN]], 0.8).accelerated)).toContain(
      'without one of the clusters',
    );
  });
});

describe('the bootstrap over readers and cases by its parts', () => {
  const random = seededRandom('two ways');
  const draw = () => (random.nextUint32() / 2 ** 32) * 2;
  const [readers, cases] = [Array.from({ length: 9 }, draw), Array.from({ length: 30 }, draw)];
  const observations = readers.flatMap((ofReader, reader) =>
    cases.map((ofCase, index) => ({
      reader: `r${reader}`,
      case: `c${index}`,
      value: (index % 2) * ofReader + ofCase + draw(),
      inFirst: index % 2 === 1,
    })),
  );

  it('has the two-way variance of a difference of means, which drawing both at once exceeds', () => {
    const found = definedValue(
      twoWayBootstrap(observations, weightedMeanDifference, { random: seededRandom(5), replicates: 4000 }),
    );
    const exact = definedValue(clusteredMeanDifference(observations, 'reader-and-case'));
    expectClose(found.estimate, exact.estimate, 'estimate', 1e-12);
    // Three variances of 4,000 replicates each scatter by 2.2 %; the bootstrap's is larger by (n - 1) / n at most.
    expect(Math.abs(found.standardError / exact.standardError - 1)).toBeLessThan(0.08);
    const both = definedValue(
      clusteredBootstrap(observations, weightedMeanDifference, { by: 'both', random: seededRandom(5) }),
    );
    // Owen: drawing both adds the variance of single readings where the two-way variance takes it away.
    const { reader, case: ofCases } = found.variances;
    expect(both.standardError ** 2).toBeGreaterThan(reader + ofCases);
  });

  it('repeats with its seed, ends when cancelled, and says why it is undefined', () => {
    const run = () =>
      twoWayBootstrap(observations, weightedMeanDifference, { random: seededRandom(5), replicates: 50 });
    expect(run()).toEqual(run());
    const hooks = { isCancelled: () => true };
    expect(() => twoWayBootstrap(observations, weightedMeanDifference, { random, hooks })).toThrow(
      'cancelled',
    );
    const alone = observations.filter(({ reader }) => reader === 'r0');
    expect(reasonOf(twoWayBootstrap(alone, weightedMeanDifference, { random }))).toContain('two clusters');
  });
});

describe("intervals of Krippendorff's alpha", () => {
  it('rest on the alphas of the krippendorff package without each unit, near the linearised errors of irrCAC', () => {
    for (const { ratings, jackknife, linearised } of golden.alphas) {
      const rated = countRatings(ratings);
      for (const metric of METRICS) {
        const found = definedValue(krippendorffAlphaInterval(rated, metric));
        expectClose(found.standardError, jackknife[metric], metric, 1e-9);
      }
      for (const metric of ['nominal', 'interval'] as const)
        expect(Math.abs(jackknife[metric] / linearised[metric] - 1)).toBeLessThan(0.12);
    }
  });

  it('by the bootstrap have about the same standard error, and repeat with their seed', () => {
    const [first] = golden.alphas;
    const rated = countRatings(first?.ratings ?? []);
    const run = () => definedValue(krippendorffAlphaBootstrap(rated, 'ordinal', seededRandom(1), 1000));
    const found = run();
    expect(run()).toEqual(found);
    expect(Math.abs(found.standardError / (first?.jackknife.ordinal ?? 1) - 1)).toBeLessThan(0.1);
    const { lower, upper } = definedValue(found.accelerated);
    expect(lower < found.estimate && found.estimate < upper).toBe(true);
  });

  it('say why they are undefined', () => {
    const alike = countRatings([
      [1, 1],
      [2, 2],
      [1, 1],
      [2, 2],
    ]);
    expect(reasonOf(krippendorffAlphaInterval(alike, 'nominal'))).toContain('no disagreement');
    const few = countRatings([
      [1, 1],
      [2, 1],
    ]);
    expect(reasonOf(krippendorffAlphaInterval(few, 'nominal'))).toContain('fewer than three units');
    expect(reasonOf(krippendorffAlphaBootstrap(few, 'nominal', seededRandom(1)))).toContain(
      'fewer than three',
    );
  });
});

it('the interval of the percentage agreement is that of scipy over units', () => {
  for (const { ratings, observed } of golden.alphas) {
    const found = definedValue(observedAgreement(countRatings(ratings)));
    expectClose(found.estimate, observed.estimate, 'estimate', 1e-12);
    expectClose(found.interval.lower, observed.interval[0], 'lower', 1e-9);
    expectClose(found.interval.upper, observed.interval[1], 'upper', 1e-9);
  }
  const alike = countRatings([
    [1, 1],
    [2, 2],
  ]);
  expect(reasonOf(observedAgreement(alike))).toContain('no variance between them');
});

it('a statistic of sums by cell has the replicates, errors and intervals of the same one that weighs every reading', () => {
  // Seven readers with gaps and second readings of 25 cases; values without short decimals.
  const observations = Array.from({ length: 230 }, (_, index) => ({
    reader: `r${(index * 3) % 7}`,
    case: `c${(index * index) % 25}`,
    value: Math.log(2 + ((index * 17) % 23)),
    inFirst: index % 3 === 0,
  }));
  const weighed = (list: Readonly<typeof observations>, weights: Float64Array): number => {
    const meanOf = (first: boolean): number => {
      let [total, weight] = [0, 0];
      list.forEach(({ value, inFirst }, index) => {
        if (inFirst !== first) return;
        total += (weights[index] ?? 0) * value;
        weight += weights[index] ?? 0;
      });
      return total / weight;
    };
    return meanOf(true) - meanOf(false);
  };
  for (const by of ['reader', 'case', 'both'] as const) {
    const [sums, each] = [weightedMeanDifference, weighed].map((statistic) =>
      definedValue(
        clusteredBootstrap(observations, statistic, { by, random: seededRandom(3), replicates: 200 }),
      ),
    );
    const numbers = (found: typeof sums) => [
      found?.estimate,
      found?.standardError,
      found?.percentile.lower,
      found?.percentile.upper,
      found === undefined ? Number.NaN : definedValue(found.accelerated).lower,
    ];
    numbers(sums).forEach((value, index) => {
      expectClose(value ?? Number.NaN, numbers(each)[index] ?? 0, `${by} ${index}`, 1e-12);
    });
  }
});
