import { it } from 'vitest';
import { type Random, seededRandom } from '../../../src-core/base/random.ts';
import { cumulativeLinkMixedModel } from '../../../src-core/stats/model/cumulative-link-mixed.ts';
import { linearMixedModel } from '../../../src-core/stats/model/linear-mixed.ts';
import { normalDraw } from '../../../src-core/stats/power/roe-metz.ts';
import { equivalenceTest, nonInferiorityTest } from '../../../src-core/stats/rating/equivalence.ts';
import { longTestSeed } from '../long-test.ts';
import { countOutcomes, definedOr, holds, reportRate, uniform } from './rates.ts';

const SETS = 400;

/** Ratings of five steps and log times of the same readings. */
interface Reading {
  readonly reader: string;
  readonly case: string;
  readonly covariates: readonly number[];
  readonly rating: number;
  readonly value: number;
}

/** @param effects on the latent rating and on the log time, for each covariate */
function readings(
  random: Random,
  { readers, cases, phases }: { readers: number; cases: number; phases: number },
  covariatesOf: (reader: number, index: number, phase: number) => readonly number[],
  effects: readonly (readonly [latent: number, time: number])[],
): Reading[] {
  const ofReaders = Array.from({ length: readers }, () => normalDraw(random));
  const ofCases = Array.from({ length: cases }, () => normalDraw(random));
  return Array.from({ length: phases }, (_, phase) =>
    ofReaders.flatMap((ofReader, reader) =>
      ofCases.map((ofCase, index) => {
        const covariates = covariatesOf(reader, index, phase);
        const fixed = (place: 0 | 1): number =>
          covariates.reduce((total, value, k) => total + value * (effects[k]?.[place] ?? 0), 0);
        const noise = uniform(random);
        const latent = 0.8 * ofReader + 0.6 * ofCase + fixed(0) + Math.log(noise / (1 - noise));
        return {
          reader: `${reader}`,
          case: `${index}`,
          covariates,
          rating: 1 + [-2, -0.7, 0.5, 1.8].filter((cut) => latent > cut).length,
          value: 0.3 * ofReader + 0.2 * ofCase + fixed(1) + 0.4 * normalDraw(random),
        };
      }),
    ),
  ).flat();
}

it('mixed models of ratings and times by arm', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Mixed models');
  const random = seededRandom(seed);
  const design = '10 readers, 40 cases';
  const ordinal = countOutcomes(
    `cumulative-link mixed model, interval of an effect of -0.7; ${design}`,
    0.95,
  );
  const ordinalTest = countOutcomes(`cumulative-link mixed model, error of Wald's test; ${design}`, 0.05);
  const linear = countOutcomes(
    `linear mixed model of log times, interval of an effect of 0.15; ${design}`,
    0.95,
  );
  const equivalence = countOutcomes('equivalence, error at the margin itself; linear mixed model', 0.05);
  const inferiority = countOutcomes(
    'non-inferiority, error at the margin itself, one-sided; linear mixed model',
    0.025,
  );
  const sizes = { readers: 10, cases: 40, phases: 1 };
  for (let set = 0; set < SETS; set += 1) {
    const arm = (_: number, index: number) => [index % 2];
    const rows = readings(random, sizes, arm, [[-0.7, 0.15]]);
    const effect = definedOr(cumulativeLinkMixedModel(rows, ['arm']))?.effects[0];
    ordinal.add(effect === undefined ? null : holds(effect.interval, -0.7));
    const none = readings(random, sizes, arm, [[0, 0]]);
    const absent = definedOr(cumulativeLinkMixedModel(none, ['arm']))?.effects[0];
    ordinalTest.add(absent === undefined ? null : absent.test.pValue < 0.05);
    const slope = definedOr(linearMixedModel(rows, ['arm']))?.effects[1];
    linear.add(slope === undefined ? null : holds(slope.interval, 0.15));
    equivalence.add(slope === undefined ? null : equivalenceTest(slope, 0.15).equivalent);
    const below = slope === undefined ? null : { ...slope, estimate: slope.estimate - 0.45 };
    inferiority.add(below === null ? null : nonInferiorityTest(below, 0.3).nonInferior);
  }
  for (const outcome of [ordinal, ordinalTest, linear, equivalence, inferiority])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.03);
});

it('experience, the place in the order and the informed phase', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Experience, order and phase');
  const random = seededRandom(seed);
  const design = '10 readers, 20 cases in two phases';
  const names = ['decades of experience', 'order', 'informed phase'];
  const effects = [
    [0.3, -0.1],
    [0.4, -0.3],
    [-0.6, -0.2],
  ] as const;
  const count = (model: string) =>
    names.map((name) => countOutcomes(`${model}, interval of the effect of ${name}; ${design}`, 0.95));
  const ordinal = count('cumulative-link mixed model');
  const linear = count('linear mixed model of log times');
  const covariates = (reader: number, index: number, phase: number) => [
    reader * 0.3,
    // Each reader reads the cases in an order of his own.
    ((index * 7 + reader * 3) % 20) / 20,
    phase,
  ];
  for (let set = 0; set < SETS / 2; set += 1) {
    const rows = readings(random, { readers: 10, cases: 20, phases: 2 }, covariates, effects);
    const ratings = definedOr(cumulativeLinkMixedModel(rows, names))?.effects;
    const times = definedOr(linearMixedModel(rows, names))?.effects.slice(1);
    names.forEach((_, k) => {
      const [effect, slope] = [ratings?.[k], times?.[k]];
      ordinal[k]?.add(effect === undefined ? null : holds(effect.interval, effects[k]?.[0] ?? 0));
      linear[k]?.add(slope === undefined ? null : holds(slope.interval, effects[k]?.[1] ?? 0));
    });
  }
  for (const outcome of [...ordinal, ...linear])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.1);
});
