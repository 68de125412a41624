import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom } from '../../base/random.ts';
import type { Statistic } from '../statistic.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { bootstrapAucCovariance, deLongCovariance, jackknifeCovariance } from './covariance.ts';
import { type Endpoint, readerResults } from './endpoint.ts';
import { type MrmcData, type MrmcReading, mrmcData } from './mrmc-data.ts';
import { type Inference, type OrAnalysis, obuchowskiRockette } from './obuchowski-rockette.ts';
import { oneShotAnalysis } from './one-shot.ts';

interface OrGolden {
  readonly f: number;
  readonly df: number | null;
  readonly p: number;
  readonly difference: readonly number[];
  readonly modalities: readonly (readonly number[])[];
}
type AnalysisGolden = { readonly components: Record<string, number> } & Record<Inference, OrGolden>;
type OneShotGolden = Record<string, [number, number, number]>;
interface CaseGolden {
  readonly name: string;
  readonly positives: (number | null)[][][];
  readonly negatives: (number | null)[][][];
  readonly estimates: number[][];
  readonly delong: AnalysisGolden;
  readonly jackknife?: AnalysisGolden;
  readonly oneShot: OneShotGolden;
  readonly sensitivity: { estimates: number[][]; or: AnalysisGolden; oneShot: OneShotGolden };
}
// Origin: tools/goldens/make_stats_mrmc.py, the published formulas written again in numpy.
const golden = readGoldenJson<{ cases: CaseGolden[] }>('stats-mrmc.json.gz');
const AUC: Endpoint = { kind: 'auc' };
const SENSITIVITY: Endpoint = { kind: 'sensitivity', threshold: 0.6 };

function dataOf({ positives, negatives }: CaseGolden): MrmcData {
  const readings: MrmcReading[] = [];
  const truth = new Map<string, boolean>();
  for (const [prefix, scores] of [
    ['p', positives],
    ['n', negatives],
  ] as const) {
    scores.forEach((block, modality) => {
      block.forEach((row, reader) => {
        row.forEach((score, index) => {
          const name = `${prefix}${String(index).padStart(3, '0')}`;
          truth.set(name, prefix === 'p');
          if (score !== null)
            readings.push({ reader: `r${reader}`, case: name, modality: `m${modality}`, score });
        });
      });
    });
  }
  return mrmcData(readings, truth);
}

function analysisOf(
  data: MrmcData,
  endpoint: Endpoint,
  covariance: (results: Parameters<typeof deLongCovariance>[0]) => Statistic<Float64Array[]>,
): OrAnalysis {
  const results = definedValue(readerResults(data, endpoint));
  const estimates = results.map((row) => row.map(({ estimate }) => estimate));
  return definedValue(obuchowskiRockette(estimates, definedValue(covariance(results))));
}

function expectAnalysis(found: OrAnalysis, expected: AnalysisGolden, what: string): void {
  for (const [key, value] of Object.entries(expected.components)) {
    expectClose(found.components[key as 'cov1'] ?? Number.NaN, value, `${what} ${key}`, 1e-12);
  }
  for (const inference of ['random readers and cases', 'fixed readers', 'fixed cases'] as const) {
    const ours = found.analyses[inference];
    const theirs = expected[inference];
    const global = definedValue(ours.global);
    expectClose(global.pValue, theirs.p, `${what} ${inference} p`, 1e-9);
    const [first] = ours.comparisons;
    const comparison = definedValue(first ?? { defined: false, reason: 'none' });
    const { estimate, standardError, interval } = comparison;
    [estimate, standardError, interval.lower, interval.upper].forEach((value, index) => {
      expectClose(value, theirs.difference[index] ?? Number.NaN, `${what} ${inference} difference`, 1e-8);
    });
    expect(comparison.df === null).toBe(theirs.df === null);
    if (theirs.df !== null) expectClose(comparison.df ?? 0, theirs.df, `${what} ${inference} df`, 1e-6);
    ours.modalities.forEach((modality, index) => {
      const own = definedValue(modality);
      [own.estimate, own.standardError, own.interval.lower, own.interval.upper].forEach((value, place) => {
        expectClose(
          value,
          theirs.modalities[index]?.[place] ?? Number.NaN,
          `${what} ${inference} modality`,
          1e-8,
        );
      });
    });
  }
}

function expectOneShot(data: MrmcData, endpoint: Endpoint, expected: OneShotGolden, what: string): void {
  const found = oneShotAnalysis(data, endpoint);
  const varianceOf = (key: string) => expected[key]?.[2] ?? Number.NaN;
  found.modalities.forEach((modality, index) => {
    const own = definedValue(modality);
    expectClose(own.estimate, expected[`${index},${index}`]?.[0] ?? Number.NaN, `${what} estimate`, 1e-12);
    expectClose(own.standardError ** 2, varianceOf(`${index},${index}`), `${what} variance`, 1e-12);
  });
  for (const comparison of found.comparisons) {
    if (!comparison.defined) continue;
    const { first, second, covariance, standardError } = comparison.value;
    const total =
      varianceOf(`${first},${first}`) +
      varianceOf(`${second},${second}`) -
      2 * varianceOf(`${first},${second}`);
    expectClose(covariance, varianceOf(`${first},${second}`), `${what} covariance`, 1e-12);
    expectClose(standardError ** 2, total, `${what} difference`, 1e-12);
  }
}

describe('Obuchowski-Rockette', () => {
  it.each(golden.cases)('with the DeLong covariance is the formula written again: $name', (expected) => {
    const data = dataOf(expected);
    const results = definedValue(readerResults(data, AUC));
    results.forEach((row, i) => {
      row.forEach(({ estimate }, j) => {
        expectClose(estimate, expected.estimates[i]?.[j] ?? Number.NaN, 'AUC', 1e-12);
      });
    });
    expectAnalysis(analysisOf(data, AUC, deLongCovariance), expected.delong, expected.name);
    expectAnalysis(analysisOf(data, SENSITIVITY, deLongCovariance), expected.sensitivity.or, expected.name);
  });

  it('with the jackknife is the areas computed again without each case; it refuses gaps', () => {
    for (const expected of golden.cases) {
      const data = dataOf(expected);
      if (expected.jackknife === undefined) {
        const refused = jackknifeCovariance(definedValue(readerResults(data, AUC)));
        expect(reasonOf(refused)).toContain('every reader to read every case');
      } else expectAnalysis(analysisOf(data, AUC, jackknifeCovariance), expected.jackknife, expected.name);
    }
  });

  it('of the reader averages of Van Dyke is that of MRMCaov', () => {
    // Origin: MRMCaov 0.2 README, summary of the VanDyke data with the jackknife: areas to 7 digits, covariances to 10.
    const estimates = [
      [0.91964573, 0.85877617, 0.90386473, 0.97310789, 0.82979066],
      [0.94782609, 0.90531401, 0.92173913, 0.99935588, 0.92995169],
    ];
    const [variance, cov1, cov2, cov3] = [0.0008022883, 0.0003466137, 0.0003440748, 0.0002390284];
    const covariance = Array.from({ length: 10 }, (_, a) =>
      Float64Array.from({ length: 10 }, (__, b) =>
        a === b ? variance : a % 5 === b % 5 ? cov1 : Math.floor(a / 5) === Math.floor(b / 5) ? cov2 : cov3,
      ),
    );
    const { components, analyses } = definedValue(obuchowskiRockette(estimates, covariance));
    expectClose(components.readerVariance ?? 0, 0.0015349993, 'readers', 1e-9);
    expectClose(components.interactionVariance ?? 0, 0.0002004025, 'interaction', 1e-9);
    const { global, comparisons } = analyses['random readers and cases'];
    const test = definedValue(global);
    expectClose(test.statistic, 4.456319, 'F', 5e-6);
    expectClose(test.df?.[1] ?? 0, 15.25967, 'df', 5e-5);
    expectClose(test.pValue, 0.05166569, 'p', 1e-7);
    const difference = definedValue(comparisons[0] ?? { defined: false, reason: '' });
    expectClose(difference.estimate, -0.04380032, 'difference', 1e-8);
    expectClose(difference.standardError, 0.02074862, 'standard error', 1e-8);
    expectClose(difference.interval.lower, -0.0879594986, 'lower', 2e-7);
    expectClose(difference.interval.upper, 0.0003588544, 'upper', 2e-7);
  });

  it('says why it is undefined', () => {
    expect(
      reasonOf(obuchowskiRockette([[0.8], [0.9]], [Float64Array.of(1, 0), Float64Array.of(0, 1)])),
    ).toContain('two readers');
    const one = definedValue(
      obuchowskiRockette([[0.8, 0.9]], [Float64Array.of(0.01, 0.001), Float64Array.of(0.001, 0.01)]),
    );
    expect(reasonOf(one.analyses['fixed cases'].global)).toBe('there is a single modality');
    expect(one.analyses['fixed cases'].comparisons).toEqual([]);
  });
});

describe('the bootstrap covariance', () => {
  const [crossed] = golden.cases;
  const data = dataOf(crossed as CaseGolden);

  it('comes near that of DeLong, repeats with its seed, and tells its progress', () => {
    const seen: number[] = [];
    const hooks = { progress: (done: number) => seen.push(done) };
    const found = definedValue(bootstrapAucCovariance(data.cells, seededRandom(3), 2000, hooks));
    expect([seen.length, seen.at(-1)]).toEqual([2000, 2000]);
    expect(definedValue(bootstrapAucCovariance(data.cells, seededRandom(3), 2000))).toEqual(found);
    const deLong = definedValue(deLongCovariance(definedValue(readerResults(data, AUC))));
    // The plug-in variance is smaller by about (n - 1) / n, 8 % here; 2,000 replicates scatter by about 3 %.
    found.forEach((row, index) => {
      const ratio = (row[index] ?? 0) / (deLong[index]?.[index] ?? 1);
      expect(ratio > 0.75 && ratio < 1.15, `${ratio}`).toBe(true);
    });
  });

  it('ends when it is cancelled', () => {
    let asked = 0;
    const hooks = { isCancelled: () => ++asked > 5 };
    expect(() => bootstrapAucCovariance(data.cells, seededRandom(3), 2000, hooks)).toThrow('cancelled');
    expect(asked).toBe(6);
  });
});

describe('the one-shot U-statistic', () => {
  it.each(golden.cases)('has the covariances of all pairs that share nothing: $name', (expected) => {
    expectOneShot(dataOf(expected), AUC, expected.oneShot, expected.name);
    expectOneShot(
      dataOf(expected),
      SENSITIVITY,
      expected.sensitivity.oneShot,
      `${expected.name} sensitivity`,
    );
  });

  it('needs two readers', () => {
    const readings = ['a', 'b', 'c', 'd'].map((name, score) => ({
      reader: 'r',
      case: name,
      modality: 'm',
      score,
    }));
    const truth = new Map([
      ['a', true],
      ['b', false],
      ['c', true],
      ['d', false],
    ]);
    const [only] = oneShotAnalysis(mrmcData(readings, truth), AUC).modalities;
    expect(reasonOf(only ?? { defined: true, value: 0 })).toContain('fewer than two readers');
  });
});

describe('readings', () => {
  const reading = { reader: 'r', case: 'a', modality: 'm', score: 1 };

  it('refuses what has no truth, comes twice or is no number', () => {
    expect(() => mrmcData([reading], new Map())).toThrow('The case a has no truth');
    expect(() => mrmcData([reading, reading], new Map([['a', true]]))).toThrow('r scored a under m twice');
    expect(() => mrmcData([{ ...reading, score: Number.NaN }], new Map([['a', true]]))).toThrow('NaN');
  });

  it('describes its design', () => {
    expect(golden.cases.map((entry) => [entry.name, dataOf(entry).design.fullyCrossed])).toEqual([
      ['crossed', true],
      ['three', true],
      ['gaps', false],
      ['nested', false],
    ]);
    expect(dataOf(golden.cases[3] as CaseGolden).design).toEqual({
      fullyCrossed: false,
      sharedPositives: 0,
      sharedNegatives: 10,
      missing: 0,
    });
  });

  it('names the reader who has no result', () => {
    const data = mrmcData([reading, { ...reading, reader: 's' }], new Map([['a', true]]));
    expect(reasonOf(readerResults(data, AUC))).toBe('r read no negative case under m');
  });
});
