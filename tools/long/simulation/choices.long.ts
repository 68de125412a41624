import { it } from 'vitest';
import { type Random, seededRandom } from '../../../src-core/base/random.ts';
import { normalDraw } from '../../../src-core/stats/power/roe-metz.ts';
import { forcedChoice } from '../../../src-core/stats/proportion/forced-choice.ts';
import { pairPreference } from '../../../src-core/stats/proportion/preference.ts';
import { clusteredBootstrap } from '../../../src-core/stats/rating/clustered-bootstrap.ts';
import {
  type ArmValue,
  clusteredMeanDifference,
} from '../../../src-core/stats/rating/clustered-difference.ts';
import { weightedMeanDifference } from '../../../src-core/stats/rating/distribution.ts';
import { equivalenceTest, nonInferiorityTest } from '../../../src-core/stats/rating/equivalence.ts';
import { twoWayBootstrap } from '../../../src-core/stats/rating/two-way-bootstrap.ts';
import { rankSumTest, signedRankTest } from '../../../src-core/stats/rating/wilcoxon.ts';
import { longTestSeed } from '../long-test.ts';
import { countOutcomes, definedOr, holds, reportRate, uniform } from './rates.ts';

const SETS = 2000;
const normals = (random: Random, count: number, deviation: number): number[] =>
  Array.from({ length: count }, () => deviation * normalDraw(random));

it('choice among films and preference in pairs', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Choices');
  const random = seededRandom(seed);
  const design = '10 readers, 45 sets of 2 to 4 films, readers and sets vary';
  const error = countOutcomes(`choice among films, error of the test against chance; ${design}`, 0.05);
  const interval = countOutcomes(`choice among films, interval of the share; ${design}`, 0.95);
  const skill = countOutcomes(`choice among films, interval of the skill of 0.2; ${design}`, 0.95);
  const preference = countOutcomes('preference, error of the test of a half; 8 readers, 50 pairs', 0.05);
  const ties = countOutcomes('preference with ties, error of the test of a half; 8 readers, 50 pairs', 0.05);
  for (let set = 0; set < SETS; set += 1) {
    const [readers, sets] = [normals(random, 10, 0.05), normals(random, 45, 0.07)];
    const choices = (gain: number) =>
      readers.flatMap((ofReader, reader) =>
        sets.map((ofSet, index) => {
          const options = 2 + (index % 3);
          const share = 1 / options + gain * (1 - 1 / options) + ofReader + ofSet;
          return { reader: `${reader}`, case: `${index}`, options, success: uniform(random) < share };
        }),
      );
    const [none, some] = [definedOr(forcedChoice(choices(0))), definedOr(forcedChoice(choices(0.2)))];
    const excess = definedOr(none?.excess['reader-and-case']);
    error.add(excess === null ? null : excess.test.pValue < 0.05);
    const share = definedOr(none?.share);
    interval.add(share === null ? null : holds(share.interval, (1 / 2 + 1 / 3 + 1 / 4) / 3));
    const found = definedOr(some?.skill);
    skill.add(found === null ? null : holds(found.interval, 0.2));
    const [ofReaders, ofPairs] = [normals(random, 8, 0.08), normals(random, 50, 0.15)];
    const preferred = ofReaders.flatMap((ofReader, reader) =>
      ofPairs.map((ofPair, index) => ({
        reader: `${reader}`,
        case: `${index}`,
        preferred:
          uniform(random) < 0.1
            ? null
            : uniform(random) < 0.5 + ofReader + ofPair
              ? ('first' as const)
              : ('second' as const),
      })),
    );
    const both = definedOr(pairPreference(preferred));
    const decided = definedOr(both?.ofDecided['reader-and-case']);
    preference.add(decided === null ? null : decided.test.pValue < 0.05);
    const all = definedOr(both?.withTies['reader-and-case']);
    ties.add(all === null ? null : all.test.pValue < 0.05);
  }
  for (const outcome of [error, interval, skill, preference, ties])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.03);
});

/** Likert-like ratings of two arms: readers, their difference between arms, cases, and each reading vary. */
function ratings(
  random: Random,
  {
    readers,
    cases,
    difference,
    phases,
    slope = 0.3,
  }: { readers: number; cases: number; difference: number; phases: boolean; slope?: number },
): ArmValue[] {
  const ofCases = normals(random, cases, 0.6);
  return normals(random, readers, 0.5).flatMap((ofReader, reader) => {
    const own = difference + slope * normalDraw(random);
    return ofCases.flatMap((ofCase, index) =>
      (phases ? [true, false] : [index % 2 === 0]).map((inFirst) => ({
        reader: `${reader}`,
        case: `${index}`,
        inFirst,
        value: ofReader + ofCase + (inFirst ? own : 0) + 0.8 * normalDraw(random),
      })),
    );
  });
}

it.each([
  { name: 'arms with films of their own; 8 readers, 40 cases', readers: 8, cases: 40, phases: false },
  { name: 'arms with films of their own; 4 readers, 24 cases', readers: 4, cases: 24, phases: false },
  {
    name: 'phases with the same readers and films; 8 readers, 40 cases',
    readers: 8,
    cases: 40,
    phases: true,
  },
])('a difference of means clustered by readers and cases: $name', ({ name, ...design }) => {
  const startMs = performance.now();
  const seed = longTestSeed(name);
  const random = seededRandom(seed);
  const interval = countOutcomes(`clustered difference of means, interval; ${name}`, 0.95);
  const error = countOutcomes(`clustered difference of means, error of the test; ${name}`, 0.05);
  const equivalence = countOutcomes(
    `clustered difference of means, equivalence at the margin; ${name}`,
    0.05,
  );
  const inferiority = countOutcomes(
    `clustered difference of means, non-inferiority at the margin, one-sided; ${name}`,
    0.025,
  );
  for (let set = 0; set < SETS; set += 1) {
    const found = definedOr(
      clusteredMeanDifference(ratings(random, { ...design, difference: 0 }), 'reader-and-case'),
    );
    interval.add(found === null ? null : holds(found.interval, 0));
    error.add(found === null ? null : found.test.pValue < 0.05);
    // The truth is 0; shifted to the margin it is the edge of what the tests may claim.
    const atMargin = found === null ? null : { ...found, estimate: found.estimate + 0.9 };
    equivalence.add(atMargin === null ? null : equivalenceTest(atMargin, 0.9).equivalent);
    const below = found === null ? null : { ...found, estimate: found.estimate - 0.5 };
    inferiority.add(below === null ? null : nonInferiorityTest(below, 0.5).nonInferior);
  }
  for (const outcome of [interval, error, equivalence, inferiority])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.04);
});

it("Wilcoxon's tests under the null", () => {
  const startMs = performance.now();
  const seed = longTestSeed('Wilcoxon');
  const random = seededRandom(seed);
  // Of 12 readers the exact test has 4,096 outcomes, of which 174 are under 0.05.
  const signed = countOutcomes("signed-rank, error over 12 readers' mean differences", 174 / 4096);
  const exact = countOutcomes('rank-sum, error of 20 and 25 values without ties', 0.05);
  const tied = countOutcomes('rank-sum, error of 40 and 60 ratings of 5 steps', 0.05);
  const likert = () => [-1, 0, 0.6, 1.4].filter((cut) => normalDraw(random) > cut).length;
  const rejected = (pValue: number | undefined): boolean | null =>
    pValue === undefined ? null : pValue < 0.05;
  for (let set = 0; set < SETS; set += 1) {
    signed.add(rejected(definedOr(signedRankTest(normals(random, 12, 1)))?.pValue));
    exact.add(rejected(definedOr(rankSumTest(normals(random, 20, 1), normals(random, 25, 1)))?.pValue));
    const [first, second] = [40, 60].map((length) => Array.from({ length }, likert));
    tied.add(rejected(definedOr(rankSumTest(first ?? [], second ?? []))?.pValue));
  }
  for (const outcome of [signed, exact, tied])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.03);
});

it.each([
  { design: '8 readers, 40 cases', readers: 8, slope: 0.3, sets: 300 },
  { design: '10 readers alike, 40 cases', readers: 10, slope: 0, sets: 200 },
])('bootstraps of readers and cases: $design', ({ design, readers, slope, sets }) => {
  const startMs = performance.now();
  const seed = longTestSeed(`Bootstraps of readers and cases: ${design}`);
  const random = seededRandom(seed);
  const parts = countOutcomes(
    `bootstrap by readers and cases by its parts, interval of a difference of means; ${design}`,
    0.95,
  );
  const both = countOutcomes(
    `bootstrap of readers and cases at once, percentile interval of a difference of means; ${design}`,
    0.95,
  );
  for (let set = 0; set < sets; set += 1) {
    const rows = ratings(random, { readers, cases: 40, difference: 0, phases: false, slope });
    const options = { random, replicates: 200 };
    const two = definedOr(twoWayBootstrap(rows, weightedMeanDifference, options));
    parts.add(two === null ? null : holds(two.interval, 0));
    const once = definedOr(clusteredBootstrap(rows, weightedMeanDifference, { ...options, by: 'both' }));
    both.add(once === null ? null : holds(once.percentile, 0));
  }
  for (const outcome of [parts, both]) reportRate(outcome.rate(), seed, performance.now() - startMs, 0.1);
});

it('bootstraps of a skewed mean by cases', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Bootstraps of a skewed mean');
  const random = seededRandom(seed);
  const skewed = ['percentile', 'bias-corrected', 'BCa'].map((name) =>
    countOutcomes(`bootstrap by cases, ${name} interval of the mean of 30 log-normal times`, 0.95),
  );
  const mean = (values: readonly { readonly value: number }[], weights: Float64Array): number => {
    let [total, weight] = [0, 0];
    values.forEach(({ value }, index) => {
      total += (weights[index] ?? 0) * value;
      weight += weights[index] ?? 0;
    });
    return total / weight;
  };
  const truth = Math.exp(0.32);
  for (let set = 0; set < SETS / 2; set += 1) {
    const times = normals(random, 30, 0.8).map((value, index) => ({
      reader: 'r',
      case: `${index}`,
      value: Math.exp(value),
    }));
    const found = definedOr(clusteredBootstrap(times, mean, { by: 'case', random, replicates: 1000 }));
    skewed[0]?.add(found === null ? null : holds(found.percentile, truth));
    skewed[1]?.add(found === null ? null : holds(found.biasCorrected, truth));
    const accelerated = definedOr(found?.accelerated);
    skewed[2]?.add(accelerated === null ? null : holds(accelerated, truth));
  }
  for (const outcome of skewed) reportRate(outcome.rate(), seed, performance.now() - startMs, 0.1);
});
