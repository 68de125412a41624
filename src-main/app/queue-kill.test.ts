import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { IMAGES, killTrial, undisturbed } from './testing/kill-trial.ts';

/** A few of the fifty of `npm run test:long`, at the same moments in every run. */
const SEED = 20261123;
const TRIALS = 3;

it('a queue of twenty images, killed with its engine or as a whole, ends with exactly those of an undisturbed one', async () => {
  const { outcome: expected, imageMs } = await undisturbed();
  expect(expected.faults).toEqual([]);
  expect(new Set(expected.films).size).toBe(IMAGES);
  const random = seededRandom(SEED);
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const { kills, outcome } = await killTrial(random, imageMs);
    expect(outcome, JSON.stringify(kills)).toEqual(expected);
  }
}, 240_000);
