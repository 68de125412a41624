import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { killReaders } from './testing/reading-kills.ts';

/** A few of the thousand of `npm run test:long`, in the same way in every run. */
const SEED = 20261124;
const KILLS = 20;

it('readers killed while they submit lose no acknowledged reading, leave none double, and their chain holds', async () => {
  const { kills, acknowledged, faults } = await killReaders(seededRandom(SEED), KILLS);
  expect(faults).toEqual([]);
  expect(kills).toBe(KILLS);
  expect(acknowledged).toBeGreaterThan(KILLS);
}, 180_000);
