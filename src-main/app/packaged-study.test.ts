import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../src-core/base/ids.ts';
import { flipped, PackagedStudy } from './testing/packaged-study.ts';
import { verifyRecords } from './verify-records.ts';

const READERS = 4;
const CASES = 12;

describe('a study of four readers and two sessions in two instances of the app, by packages', () => {
  const study = new PackagedStudy({ readers: READERS, cases: CASES, seed: 1 });
  const readers: UserId[] = [];

  beforeAll(async () => {
    await study.design();
    await study.pack();
    for (const file of study.packages) readers.push(await study.accept(file));
    for (const reader of readers) await study.read(reader, 2);
  });
  afterAll(async () => {
    await study.close();
    rmSync(study.folder, { recursive: true, force: true });
  });

  it('comes back as it was entered: every answer, its order and its times, files in any order and twice', async () => {
    expect(study.files).toHaveLength(2 * READERS);
    const taken = await study.take(study.shuffledTwice());
    expect(taken.filter(({ outcome }) => outcome.kind === 'refused')).toEqual([]);
    for (const reader of readers) {
      expect(study.entered.get(reader)).toHaveLength(2 * CASES);
      expect(study.merged(reader)).toEqual(study.entered.get(reader));
      expect(study.home.test.ports.store.events.rows(study.studyId, reader)).toEqual(
        study.away.test.ports.store.events.rows(study.studyId, reader),
      );
    }
    const records = verifyRecords(study.home.test.ports.store);
    expect(records.audit.problem).toBeNull();
    expect(records.readers).toHaveLength(READERS);
    for (const { problems, signatures, coveredRows, rows } of records.readers) {
      expect([problems, signatures, coveredRows]).toEqual([[], 1, rows]);
    }
  });

  it('refuses a package with one flipped byte by the name of its member', async () => {
    const [file = ''] = study.packages;
    const opened = await study.away.test.ports.studyFiles.open(file, new AbortController().signal);
    if (opened.type !== 'package') throw new Error('The study has packages.');
    const [film] = opened.plan.sessions[1]?.trials[5]?.films ?? [];
    const name = `films/${film}.raw`;
    const altered = path.join(study.folder, 'stick', 'altered.lightbox');
    const place = Buffer.from(flipped(file, 0)).indexOf(name) + name.length;
    writeFileSync(altered, flipped(file, place + 1000));
    await expect(study.accept(altered)).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
      details: { member: name },
    });
  });

  it('refuses readings that were altered, and those of a second workstation', async () => {
    const [file = ''] = study.files;
    const altered = path.join(study.folder, 'stick', 'altered.readings');
    writeFileSync(altered, flipped(file, Buffer.from(flipped(file, 0)).indexOf('realism') + 1));
    const third = study.third();
    const [reader] = readers as [UserId];
    await study.accept(study.packages[0] ?? '', third);
    await study.read(reader, 1, third);
    await third.test.close();
    const before = study.merged(reader);
    const taken = await study.take([altered, study.files.at(-1) ?? '']);
    expect(taken.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'refused', error: { code: 'FILE_CORRUPT', details: { member: 'events.json' } } },
      { kind: 'refused', error: { code: 'READING_CONFLICT', details: { readerId: reader, row: 1 } } },
    ]);
    expect(study.merged(reader)).toEqual(before);
  });
});
