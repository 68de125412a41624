import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { separation } from '../../src-core/stats/classify/separation.ts';
import { leaveLongResult, longTestSeed } from '../long/long-test.ts';
import { attackFeatures, attackWords, steadyGroups } from './attack.ts';
import { joinsToLibrary, wordsOnDisk } from './disk-words.ts';
import { MEASURED_GROUPS } from './exposure-features.ts';
import { attackedStudy, STUDY_SEED } from './record-study.ts';
import type { Exposure } from './recording.ts';

const NAME = 'Attack on three studies';
const PRESETS = ['realism-alignment', 'visual-turing-test', 'pair-choice'];
const PERMUTATIONS = 4999;

/*
 * Three studies of 30 films of each arm and three readers, with ids, orders and texts of a new seed each time, every timed
 * call repeated five times. Each group of features of each study is one test; the level is 0.01 for all of them together.
 */
it('three studies of a new seed are not told by anything that can be counted or timed, and say no truth', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const found: { readonly what: string; readonly pValue: number; readonly largest: number }[] = [];
  const delays: number[] = [];
  for (const [index, preset] of PRESETS.entries()) {
    const study = await attackedStudy({
      seed: `long/${seed}/${index}`,
      films: 30,
      readers: ['Ada', 'Ben', 'Cleo'],
      repeats: 5,
      preset,
    });
    const groups = [...steadyGroups(), ...MEASURED_GROUPS];
    const options = { seed: `long/${seed}`, permutations: PERMUTATIONS, enough: 50, groups };
    for (const { group, pValue, largest } of attackFeatures(study.recording, options)) {
      found.push({ what: `${preset}: ${group}`, pValue, largest });
      process.stderr.write(
        `[long] ${NAME}: ${preset}: ${group}: area ${largest.toFixed(3)}, p ${pValue.toFixed(4)}\n`,
      );
    }
    expect(attackWords(study.recording, study.truth)).toEqual([]);
    expect(wordsOnDisk(study.test.folder, study.truth, STUDY_SEED)).toEqual([]);
    const { readers, instrument } = study.truth.protocol;
    const known = JSON.stringify([study.studyId, readers, instrument, '0'.repeat(64)]);
    expect(joinsToLibrary(study.test.folder, known)).toEqual([]);
    delays.push(smallestDelayCaught(study.recording.exposures, seed));
    await study.test.close();
  }
  const least = found.reduce((one, other) => (other.pValue < one.pValue ? other : one));
  leaveLongResult({
    name: NAME,
    outcome: `${found.length} tests, none under 0.01 / ${found.length}; least p ${least.pValue.toFixed(4)} (${least.what}, area ${least.largest.toFixed(2)}); under 0.05: ${found.filter(({ pValue }) => pValue <= 0.05).length}; a delay of one arm is caught from ${delays.join(', ')} ms on`,
    seed,
    tookMs: performance.now() - startMs,
  });
  expect(found.filter(({ pValue }) => pValue <= 0.01 / found.length)).toEqual([]);
});

/** The least of some delays of one arm's pixels that the attack on times catches. */
function smallestDelayCaught(exposures: readonly Exposure[], seed: number): number {
  for (const delayMs of [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]) {
    const rows = exposures.map(({ caseId, positive, pixelsMs }) => ({
      group: caseId,
      positive,
      features: [Math.log(pixelsMs + (positive ? delayMs : 0))],
    }));
    const random = seededRandom(`long/${seed}/delay`);
    if (separation(rows, { random, permutations: 199 }).pValue <= 0.01) return delayMs;
  }
  return Number.POSITIVE_INFINITY;
}
