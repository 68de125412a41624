import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom } from '../../base/random.ts';
import { studentQuantile } from '../distributions.ts';
import type { Statistic } from '../statistic.ts';
import { definedValue, expectClose, reasonOf } from '../test-golden.ts';
import { bootstrapAucCovariance, deLongCovariance } from './covariance.ts';
import { readerResults } from './endpoint.ts';
import { type MrmcReading, mrmcData } from './mrmc-data.ts';
import { obuchowskiRockette } from './obuchowski-rockette.ts';
import { type OneShotAnalysis, oneShotAnalysis } from './one-shot.ts';

interface Scores {
  readonly positives: number[][][];
  readonly negatives: number[][][];
}
// Origin: tools/goldens/make_stats_resampling.py: every draw with replacement, each equally likely, averaged in numpy.
const golden = readGoldenJson<{
  readersAndCases: (Scores & {
    sharedPositives: boolean;
    variances: [number, number];
    covariance: number;
  })[];
  binary: { calls: number[][][]; covariance: number[][] };
  cases: Scores & { covariance: number[][] };
}>('stats-resampling.json.gz');

function dataOf({ positives, negatives }: Scores, sharedPositives = true) {
  const readings: MrmcReading[] = [];
  const truth = new Map<string, boolean>();
  for (const [prefix, scores] of [
    ['p', positives],
    ['n', negatives],
  ] as const) {
    scores.forEach((block, modality) => {
      block.forEach((row, reader) => {
        row.forEach((score, index) => {
          const name = `${prefix}${prefix === 'p' && !sharedPositives ? modality : ''}-${index}`;
          truth.set(name, prefix === 'p');
          readings.push({ reader: `r${reader}`, case: name, modality: `m${modality}`, score });
        });
      });
    });
  }
  return mrmcData(readings, truth);
}

function varianceParts({ modalities, comparisons }: OneShotAnalysis) {
  const own = modalities.map((modality) => definedValue(modality).standardError ** 2);
  const [comparison] = comparisons;
  return {
    own,
    comparison: definedValue(comparison as Statistic<{ covariance: number; standardError: number }>),
  };
}

describe('the one-shot variance that is never negative', () => {
  it('is that of all draws of readers and cases, with cases shared by modalities and without', () => {
    for (const { sharedPositives, variances, covariance, ...scores } of golden.readersAndCases) {
      const data = dataOf(scores, sharedPositives);
      const found = varianceParts(oneShotAnalysis(data, { kind: 'auc' }, 0.95, 'never negative'));
      found.own.forEach((value, index) => {
        expectClose(value, variances[index] ?? Number.NaN, 'variance', 1e-12);
      });
      expectClose(found.comparison.covariance, covariance, 'covariance', 1e-12);
    }
  });

  it('of a binary outcome is that of all draws of readers and cases', () => {
    const { calls, covariance } = golden.binary;
    // Every call is of a positive case; negatives only make the data whole.
    const data = dataOf({ positives: calls, negatives: calls });
    const endpoint = { kind: 'sensitivity', threshold: 1 } as const;
    const found = varianceParts(oneShotAnalysis(data, endpoint, 0.95, 'never negative'));
    expectClose(found.own[0] ?? 0, covariance[0]?.[0] ?? Number.NaN, 'first', 1e-12);
    expectClose(found.own[1] ?? 0, covariance[1]?.[1] ?? Number.NaN, 'second', 1e-12);
    expectClose(found.comparison.covariance, covariance[0]?.[1] ?? Number.NaN, 'covariance', 1e-12);
  });

  it('needs every reader to have read every case of a modality', () => {
    const data = dataOf(golden.cases);
    data.cells[0]?.[0]?.positives.fill(Number.NaN, 0, 1);
    const [first] = oneShotAnalysis(data, { kind: 'auc' }, 0.95, 'never negative').modalities;
    expect(reasonOf(first ?? { defined: true, value: 0 })).toContain('not every reader read every case');
  });
});

it('the bootstrap covariance tends to that of all draws of cases within truth', () => {
  const data = dataOf(golden.cases);
  const found = definedValue(bootstrapAucCovariance(data.cells, seededRandom(7), 20_000));
  const { covariance } = golden.cases;
  covariance.forEach((row, index) => {
    row.forEach((expected, other) => {
      const scale = Math.sqrt((covariance[index]?.[index] ?? 0) * (covariance[other]?.[other] ?? 0));
      // 20,000 replicates: a covariance scatters by about 1 % of the product of both deviations.
      expect(Math.abs((found[index]?.[other] ?? 0) - expected) / scale).toBeLessThan(0.04);
    });
  });
});

describe('intervals on the log-odds scale', () => {
  const data = dataOf(golden.readersAndCases[0] as Scores);
  const logit = (share: number) => Math.log(share / (1 - share));

  it('reach as far to either side of the log odds as the delta method says', () => {
    const results = definedValue(readerResults(data, { kind: 'auc' }));
    const estimates = results.map((row) => row.map(({ estimate }) => estimate));
    const { analyses } = definedValue(obuchowskiRockette(estimates, definedValue(deLongCovariance(results))));
    const shots = oneShotAnalysis(data, { kind: 'auc' }, 0.95, 'never negative').modalities;
    for (const modality of [...analyses['random readers and cases'].modalities, ...shots]) {
      const { estimate, standardError, df, logitInterval } = definedValue(modality);
      const quantile = studentQuantile(0.975, df ?? Number.POSITIVE_INFINITY);
      const half = (quantile * standardError) / (estimate * (1 - estimate));
      expectClose(logit(logitInterval.upper) - logit(estimate), half, 'upper', 1e-8);
      expectClose(logit(estimate) - logit(logitInterval.lower), half, 'lower', 1e-8);
    }
  });
});
