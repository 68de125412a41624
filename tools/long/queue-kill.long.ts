import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { IMAGES, killTrial, undisturbed } from '../../src-main/app/testing/kill-trial.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';

const NAME = 'Queue of twenty images, killed';
const TRIALS = 50;

it('fifty queues of twenty images, each killed at random moments, end with exactly the images of an undisturbed one', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const { outcome: expected, imageMs } = await undisturbed();
  expect(expected.faults).toEqual([]);
  expect(new Set(expected.films).size).toBe(IMAGES);
  const random = seededRandom(seed);
  const kills = { app: 0, engine: 0 };
  for (let trial = 1; trial <= TRIALS; trial += 1) {
    const { kills: fallen, outcome } = await killTrial(random, imageMs);
    expect(outcome, `trial ${trial}: ${JSON.stringify(fallen)}`).toEqual(expected);
    for (const { what } of fallen) kills[what] += 1;
    process.stderr.write(`[long] ${NAME}: ${trial} of ${TRIALS}, ${JSON.stringify(fallen)}\n`);
  }
  leaveLongResult({
    name: NAME,
    outcome: `${TRIALS} of ${TRIALS} sound (${kills.app} kills of the program, ${kills.engine} of the engine)`,
    seed,
    tookMs: performance.now() - startMs,
  });
});
