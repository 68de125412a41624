import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubmissionId, UserId } from '../../src-core/base/ids.ts';
import {
  codeOf,
  DRIVERS,
  type FrozenStudy,
  freezeStudy,
  openTestStore,
  readingOf,
  type TestStore,
} from './testing/test-store.ts';

const BY = { actor: 'Coordinator', reason: 'all read' };

describe.each(DRIVERS)('a reading over %s', (name) => {
  let test: TestStore;
  let study: FrozenStudy;
  const reader = (index: number): UserId => study.readers[index] ?? ('none' as UserId);
  const submit = (index: number, position: number, over: Parameters<typeof readingOf>[2] = {}) =>
    test.store.readings.insertReading(readingOf(reader(index), study.readerCaseId(index, position), over));

  beforeEach(async () => {
    test = openTestStore(name);
    study = await freezeStudy(test.store);
  });
  afterEach(() => test.dispose());

  it('is on disk when it is acknowledged', () => {
    expect(submit(0, 0)).toEqual({ acknowledged: true, duplicate: false, interrupted: false });
    test.reopen();
    expect(test.store.readings.list(study.studyId)).toMatchObject([
      { ...readingShape(0, 0), submittedAt: expect.any(String), interrupted: false },
    ]);
  });

  const readingShape = (index: number, position: number) => {
    const { sessionId: _session, ...shape } = readingOf(reader(index), study.readerCaseId(index, position));
    return shape;
  };

  it('is harmless to repeat, also after the study was closed', () => {
    submit(0, 0);
    expect(submit(0, 0, { readingTimeMs: 9999 })).toEqual({
      acknowledged: true,
      duplicate: true,
      interrupted: false,
    });
    test.store.studies.close(study.studyId, BY);
    expect(submit(0, 0).duplicate).toBe(true);
    expect(test.store.readings.list(study.studyId)).toHaveLength(1);
  });

  it('stands against the same id with other content and against a second one for its stage', async () => {
    submit(0, 0);
    expect(await codeOf(() => submit(0, 0, { answers: { realism: 1 } }))).toBe('READING_CONFLICT');
    expect(await codeOf(() => submit(0, 0, { submissionId: 'other' as SubmissionId }))).toBe(
      'READING_CONFLICT',
    );
    const takenId = readingOf(reader(0), study.readerCaseId(0, 0)).submissionId;
    expect(await codeOf(() => submit(0, 1, { submissionId: takenId }))).toBe('READING_CONFLICT');
    expect(test.store.readings.list(study.studyId)).toMatchObject([{ answers: { realism: 4 } }]);
  });

  it('of alignment is refused before realism', async () => {
    expect(await codeOf(() => submit(0, 0, { stage: 'alignment' }))).toBe('READING_OUT_OF_ORDER');
    expect(test.store.readings.list(study.studyId)).toEqual([]);
  });

  it('is refused once the study is closed', async () => {
    test.store.studies.close(study.studyId, BY);
    expect(await codeOf(() => submit(0, 0))).toBe('CONFLICT');
  });

  it('is refused inside a transaction, whose commit would come after the acknowledgement', async () => {
    expect(await codeOf(() => test.store.transaction(() => submit(0, 0)))).toBe('INTERNAL');
    expect(test.store.readings.list(study.studyId)).toEqual([]);
  });

  it('with text no database can hold is refused without a trace', async () => {
    const openedAt = '2026\u0000';
    expect(await codeOf(() => submit(0, 0, { openedAt }))).toBe('BAD_INPUT');
    // JSON escapes it, so that an answer may hold any text.
    expect(submit(0, 0, { answers: { note: 'a\u0000\ud800' } }).acknowledged).toBe(true);
    expect(test.store.readings.list(study.studyId)[0]?.answers).toEqual({ note: 'a\u0000\ud800' });
  });
});
