import { expect, it } from 'vitest';
import { seededRandom } from '../../src-core/base/random.ts';
import { freezeForTest, sessionOf } from '../../src-main/app/testing/frozen-study.ts';
import { openTestApp } from '../../src-main/app/testing/test-app.ts';
import { plainStudy } from '../../src-main/app/testing/test-designs.ts';
import { TestReader } from '../../src-main/app/testing/test-reader.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';

const NAME = 'Submissions in a study of 2,000 cases';
const CASES = 2000;

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((first, second) => first - second)[Math.ceil(times.length * share) - 1] ?? 0;

const inWords = (times: readonly number[]): string =>
  `half within ${quantile(times, 0.5).toFixed(1)} ms, 99 of 100 within ${quantile(times, 0.99).toFixed(1)}`;

it('two thousand cases are read, of whose submissions 99 in 100 take less than 20 ms of a processor', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const test = openTestApp();
  const study = await freezeForTest(test.ports.store, plainStudy(CASES));
  const readerId = study.readers[0]?.id as never;
  const times: number[] = [];
  const processorMs: number[] = [];
  const call: typeof test.call = async (session, name, input) => {
    const [sentMs, before] = [performance.now(), process.cpuUsage()];
    const answer = await test.call(session, name, input);
    if (name !== 'reader.submit') return answer;
    times.push(performance.now() - sentMs);
    const { user, system } = process.cpuUsage(before);
    processorMs.push((user + system) / 1000);
    return answer;
  };
  const reader = new TestReader({ call }, sessionOf(test, readerId), study.studyId, seededRandom(seed));
  await reader.resume();
  await reader.goOnUntil(({ kind }) => kind === 'sign');
  await test.close();
  const again = openTestApp({ folder: test.folder });
  const beforeMs = performance.now();
  await again.call(sessionOf(again, readerId), 'reader.resume', { studyId: study.studyId });
  const resumedMs = performance.now() - beforeMs;
  await again.close();
  leaveLongResult({
    name: NAME,
    outcome: `${times.length} submissions: ${inWords(times)}; of a processor ${inWords(processorMs)}, the last 200 ${inWords(processorMs.slice(-200))}; replayed after a start in ${resumedMs.toFixed(0)} ms`,
    seed,
    tookMs: performance.now() - startMs,
  });
  expect(times).toHaveLength(2 * CASES);
  // What the machine does beside takes none of it.
  expect(quantile(processorMs, 0.99)).toBeLessThan(20);
});
