import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom, uniformInteger } from '../../base/random.ts';
import { definedValue, expectClose } from '../test-golden.ts';
import { clusteredCovariance } from './clustered-covariance.ts';
import { deLongCovariance } from './covariance.ts';
import { type Endpoint, readerResults } from './endpoint.ts';
import { mrmcData } from './mrmc-data.ts';

const AUC: Endpoint = { kind: 'auc' };

function study(copies: number) {
  const random = seededRandom('clustered');
  const truth = new Map<string, boolean>();
  const group = new Map<string, string>();
  const readings = ['a', 'b'].flatMap((modality) =>
    ['r1', 'r2', 'r3'].flatMap((reader) =>
      Array.from({ length: 24 }, (_, index) => {
        const score = uniformInteger(random, 5) + (index < 12 ? 1 : 0);
        return Array.from({ length: copies }, (__, copy) => {
          const name = `case ${index} ${copy}`;
          truth.set(name, index < 12);
          group.set(name, `case ${index}`);
          return { reader, modality, case: name, score };
        });
      }).flat(),
    ),
  );
  const data = mrmcData(readings, truth);
  return { data, group, results: definedValue(readerResults(data, AUC)) };
}

describe('the clustered covariance', () => {
  it("is DeLong's where every group is a single case", () => {
    const { data, group, results } = study(1);
    const clustered = definedValue(clusteredCovariance(data, results, AUC, group));
    const deLong = definedValue(deLongCovariance(results));
    clustered.forEach((row, first) => {
      row.forEach((value, second) => {
        expectClose(value, deLong[first]?.[second] ?? Number.NaN, `${first} ${second}`, 1e-12);
      });
    });
  });

  it('of cases that were all copied is that of the cases once, where independence would halve it', () => {
    const [once, twice] = [study(1), study(2)];
    const one = definedValue(clusteredCovariance(once.data, once.results, AUC, once.group));
    const two = definedValue(clusteredCovariance(twice.data, twice.results, AUC, twice.group));
    expectClose(two[0]?.[0] ?? Number.NaN, one[0]?.[0] ?? Number.NaN, 'variance', 1e-12);
    const naive = definedValue(deLongCovariance(twice.results));
    expect((naive[0]?.[0] ?? 0) / (two[0]?.[0] ?? 1)).toBeLessThan(0.5);
  });

  it("is Obuchowski's of groups of one to four cases that may hold both truths", () => {
    // Origin: tools/goldens/make_stats_clustered.py (her equations in numpy).
    const golden = readGoldenJson<{
      truth: Record<string, boolean>;
      groups: Record<string, string>;
      scores: Record<string, Record<string, number>>;
      covariance: number[][];
    }>('stats-clustered.json.gz');
    const readings = Object.entries(golden.scores).flatMap(([cell, scores]) => {
      const [modality = '', reader = ''] = cell.split(' ');
      return Object.entries(scores).map(([name, score]) => ({ reader, modality, case: name, score }));
    });
    const data = mrmcData(readings, new Map(Object.entries(golden.truth)));
    const results = definedValue(readerResults(data, AUC));
    const groups = new Map(Object.entries(golden.groups));
    const found = definedValue(clusteredCovariance(data, results, AUC, groups));
    golden.covariance.forEach((row, first) => {
      row.forEach((value, second) => {
        expectClose(found[first]?.[second] ?? Number.NaN, value, `${first} ${second}`, 1e-12);
      });
    });
  });

  // By hand: one reader, placements (1, 1, 0.5, 0.5) of positives and (1, 0.5) of negatives, AUC 0.75; groups {p1, n1},
  // {p2}, {p3, p4, n2}. Positives' sums 1/16, 1/16, -1/8; negatives' 1/8, -1/8.
  // 3/2 (1/256 + 1/256 + 1/64) + 2/1 (1/64 + 1/64) + 2 x 3/2 (1/128 + 1/64) = 0.0352 + 0.0625 + 0.0703.
  it('counts groups that hold both truths across them', () => {
    const truth = new Map([
      ['p1', true],
      ['p2', true],
      ['p3', true],
      ['p4', true],
      ['n1', false],
      ['n2', false],
    ]);
    const scores = { p1: 3, p2: 3, p3: 1, p4: 1, n1: 0, n2: 2 };
    const readings = Object.entries(scores).map(([name, score]) => ({
      reader: 'r',
      modality: 'm',
      case: name,
      score,
    }));
    const data = mrmcData(readings, truth);
    const group = new Map([
      ['p1', 'g1'],
      ['n1', 'g1'],
      ['p2', 'g2'],
      ['p3', 'g3'],
      ['p4', 'g3'],
      ['n2', 'g3'],
    ]);
    const results = definedValue(readerResults(data, AUC));
    const found = definedValue(clusteredCovariance(data, results, AUC, group));
    const expected =
      1.5 * (1 / 256 + 1 / 256 + 1 / 64) + 2 * (1 / 64 + 1 / 64) + 2 * 1.5 * (1 / 128 + 1 / 64);
    expectClose(found[0]?.[0] ?? Number.NaN, expected, 'variance', 1e-12);
  });
});
