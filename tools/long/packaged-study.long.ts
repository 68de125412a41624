import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { UserId } from '../../src-core/base/ids.ts';
import { PackagedStudy } from '../../src-main/app/testing/packaged-study.ts';
import { verifyRecords } from '../../src-main/app/verify-records.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';

const NAME = 'Study of 4 readers, 60 cases, 2 sessions, by packages';
const READERS = 4;
const CASES = 60;

it('four readers read sixty cases in two sessions at another workstation: what is merged is what was entered', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const study = new PackagedStudy({ readers: READERS, cases: CASES, seed });
  try {
    await study.design();
    await study.pack();
    const readers: UserId[] = [];
    for (const file of study.packages) readers.push(await study.accept(file));
    for (const reader of readers) await study.read(reader, 2);
    const taken = await study.take(study.shuffledTwice());
    expect(taken.map(({ outcome }) => outcome.kind)).toEqual(Array(4 * READERS).fill('taken'));
    let answers = 0;
    for (const reader of readers) {
      expect(study.entered.get(reader)).toHaveLength(2 * CASES);
      expect(study.merged(reader)).toEqual(study.entered.get(reader));
      answers += study.merged(reader).length;
    }
    const records = verifyRecords(study.home.test.ports.store);
    expect([records.audit.problem, ...records.readers.flatMap(({ problems }) => problems)]).toEqual([null]);
    const rows = records.readers.reduce((sum, reader) => sum + reader.rows, 0);
    leaveLongResult({
      name: NAME,
      outcome: `${answers} answers came back as they were entered, in their order and with their times; ${rows} rows of ${READERS} chains verify, each to its end under a receipt; ${taken.length} files taken, in any order and twice`,
      seed,
      tookMs: performance.now() - startMs,
    });
  } finally {
    await study.close();
    rmSync(study.folder, { recursive: true, force: true });
  }
});
