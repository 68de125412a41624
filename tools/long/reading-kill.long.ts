import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { killReaders } from '../../src-main/app/testing/reading-kills.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';

const NAME = 'Readings, killed';
const KILLS = 1000;

it('a thousand readers killed while they submit lose no acknowledged reading, leave none double, and their chains hold', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const { kills, acknowledged, unheard, faults } = await killReaders(seededRandom(seed), KILLS, (so) => {
    process.stderr.write(`[long] ${NAME}: ${so.kills} of ${KILLS}, ${so.acknowledged} acknowledged\n`);
  });
  leaveLongResult({
    name: NAME,
    outcome: `${kills} kills, ${acknowledged} submissions acknowledged, of ${unheard} the kill came between commit and acknowledgement; lost or double: ${faults.length === 0 ? 'none' : faults.join('; ')}`,
    seed,
    tookMs: performance.now() - startMs,
  });
  expect(faults).toEqual([]);
  expect(kills).toBe(KILLS);
});
