import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseId, ReaderCaseId, UserId } from '../../src-core/base/ids.ts';
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

describe.each(DRIVERS)('studies over %s', (name) => {
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

  describe('the coordinator', () => {
    it('freezes once; a frozen protocol does not change', async () => {
      const { studies } = test.store;
      expect(studies.get(study.studyId)).toMatchObject({ state: 'frozen', protocolHash: 'f'.repeat(64) });
      const change = { name: 'Other', protocol: {}, seed: 1 };
      expect(await codeOf(() => studies.updateDraft(study.studyId, change))).toBe('STUDY_FROZEN');
      expect(await codeOf(() => studies.setReaders(study.studyId, []))).toBe('STUDY_FROZEN');
      expect(await codeOf(() => studies.removeDraft(study.studyId))).toBe('STUDY_FROZEN');
      expect(studies.get(study.studyId).name).toBe('Pilot');
    });

    it('works on drafts freely', async () => {
      const { studies, users } = test.store;
      const draft = studies.createDraft({ name: 'Next', protocol: {}, seed: 1 });
      expect(studies.updateDraft(draft.id, { name: 'Later', protocol: { a: [1] }, seed: 2 })).toMatchObject({
        name: 'Later',
        protocol: { a: [1] },
        seed: 2,
      });
      studies.setReaders(draft.id, [reader(0), reader(0)]);
      expect(studies.readers(draft.id)).toEqual([reader(0)]);
      const coordinator = users.add('coordinator', 'Carl');
      expect(await codeOf(() => studies.setReaders(draft.id, [coordinator.id]))).toBe('BAD_INPUT');
      expect(studies.readers(draft.id)).toEqual([reader(0)]);
      studies.removeDraft(draft.id);
      expect(studies.list().map(({ id }) => id)).toEqual([study.studyId]);
    });

    it('cannot freeze an allocation that does not stand, and the draft stays a draft', async () => {
      const { studies, truth } = test.store;
      const [film] = study.films;
      if (film === undefined) throw new Error('The study has films.');
      const draft = studies.createDraft({ name: 'Next', protocol: {}, seed: 1 });
      studies.setReaders(draft.id, [reader(0)]);
      const cases = [
        { caseId: 'c' as CaseId, filmId: film.id, arm: 'a', text: 't', pixelsBlob: film.pixelsBlob },
      ];
      const allocation = {
        readerCaseId: 'r' as ReaderCaseId,
        readerId: reader(0),
        position: 0,
        caseId: 'c' as CaseId,
      };
      const freeze = (allocations: readonly (typeof allocation)[]) =>
        codeOf(() =>
          studies.freeze(
            draft.id,
            { protocol: {}, protocolHash: 'h', readerView: {}, cases, allocations },
            BY,
          ),
        );
      expect(await freeze([])).toBe('STUDY_INVALID');
      expect(await freeze([{ ...allocation, readerId: reader(1) }])).toBe('STUDY_INVALID');
      expect(await freeze([{ ...allocation, caseId: 'x' as CaseId }])).toBe('STUDY_INVALID');
      expect(studies.get(draft.id).state).toBe('draft');
      expect(truth.cases(draft.id)).toEqual([]);
      expect(await freeze([allocation])).toBeUndefined();
    });

    it('closes and unblinds, each with its audit row', async () => {
      const { studies, audit } = test.store;
      expect(studies.close(study.studyId, BY).state).toBe('closed');
      expect(await codeOf(() => studies.close(study.studyId, BY))).toBe('STUDY_FROZEN');
      expect(studies.unblind(study.studyId, { actor: 'Coordinator', reason: 'analysis' })).toMatchObject({
        state: 'unblinded',
        unblindedAt: expect.any(String),
      });
      expect(audit.list().map(({ action, details }) => [action, details])).toEqual([
        ['studies.freeze', { study: study.studyId, reason: 'pilot', protocolHash: 'f'.repeat(64), cases: 2 }],
        ['studies.close', { study: study.studyId, reason: 'all read' }],
        ['studies.unblind', { study: study.studyId, reason: 'analysis' }],
      ]);
      const draft = studies.createDraft({ name: 'Next', protocol: {}, seed: 1 });
      expect(await codeOf(() => studies.unblind(draft.id, BY))).toBe('STUDY_NOT_FROZEN');
    });

    it('reads truth and allocation back as they were frozen', () => {
      const { truth } = test.store;
      expect(truth.cases(study.studyId).map(({ caseId, filmId, arm }) => [caseId, filmId, arm])).toEqual([
        ['case-0', study.films[0]?.id, 'truth-real'],
        ['case-1', study.films[1]?.id, 'truth-real'],
      ]);
      expect(truth.allocations(study.studyId)).toHaveLength(4);
      expect(truth.allocations(study.studyId)).toContainEqual({
        readerCaseId: 'opaque-1-0',
        readerId: reader(1),
        position: 0,
        caseId: 'case-0',
      });
    });

    it('follows progress by reader', () => {
      submit(0, 0);
      submit(0, 0, { stage: 'alignment' });
      test.store.reader.openCase(reader(1), study.readerCaseId(1, 0), 'session-1');
      test.store.reader.openCase(reader(1), study.readerCaseId(1, 0), 'session-2');
      expect(test.store.studies.progress(study.studyId)).toEqual([
        {
          readerId: reader(0),
          readerName: 'Ada',
          cases: 2,
          complete: 1,
          interrupted: 0,
          lastSubmittedAt: expect.any(String),
        },
        {
          readerId: reader(1),
          readerName: 'Ben',
          cases: 2,
          complete: 0,
          interrupted: 1,
          lastSubmittedAt: null,
        },
      ]);
    });
  });

  describe('the reader', () => {
    it('sees assigned studies and cases in reading order', () => {
      submit(0, 0);
      expect(test.store.reader.studies(reader(0))).toEqual([
        {
          studyId: study.studyId,
          name: 'Pilot',
          state: 'frozen',
          readerView: { matrixSizePx: 2 },
          cases: 2,
          complete: 0,
        },
      ]);
      expect(test.store.reader.cases(reader(0), study.studyId, 'session-1')).toEqual([
        { readerCaseId: 'opaque-0-0', position: 0, next: 'alignment', interrupted: false },
        { readerCaseId: 'opaque-0-1', position: 1, next: 'realism', interrupted: false },
      ]);
      submit(0, 0, { stage: 'alignment' });
      expect(test.store.reader.cases(reader(0), study.studyId, 'session-1')[0]?.next).toBe('complete');
      expect(test.store.reader.studies(reader(0))[0]?.complete).toBe(1);
      expect(
        test.store.reader.readings(reader(0), study.studyId).map(({ stage, answers }) => [stage, answers]),
      ).toEqual([
        ['realism', { realism: 4, origin: 'real', confidence: 3 }],
        ['alignment', { alignment: 5 }],
      ]);
    });

    it('gets pixels as bytes, and the text only after realism is locked', async () => {
      const { reader: side } = test.store;
      expect(await side.pixels(reader(0), study.readerCaseId(0, 1))).toEqual(new Uint8Array([1, 1, 1, 1]));
      expect(await codeOf(() => side.text(reader(0), study.readerCaseId(0, 1)))).toBe('READING_OUT_OF_ORDER');
      submit(0, 1);
      expect(side.text(reader(0), study.readerCaseId(0, 1))).toBe('shown text 1');
      expect(await codeOf(() => side.text(reader(1), study.readerCaseId(1, 1)))).toBe('READING_OUT_OF_ORDER');
    });

    it("cannot reach another reader's case by any call", async () => {
      const { reader: side, readings } = test.store;
      const foreign = study.readerCaseId(1, 0);
      expect(await codeOf(() => side.openCase(reader(0), foreign, 's'))).toBe('NOT_FOUND');
      expect(await codeOf(() => side.firstShown(reader(0), foreign, 's'))).toBe('NOT_FOUND');
      expect(await codeOf(() => side.pixels(reader(0), foreign))).toBe('NOT_FOUND');
      expect(await codeOf(() => side.text(reader(0), foreign))).toBe('NOT_FOUND');
      expect(await codeOf(() => readings.insertReading(readingOf(reader(0), foreign)))).toBe('NOT_FOUND');
    });

    it('is flagged as interrupted where another session had opened the case, and only there', () => {
      const { reader: side } = test.store;
      const [first, second] = [study.readerCaseId(0, 0), study.readerCaseId(0, 1)];
      expect(side.openCase(reader(0), first, 'session-1').interrupted).toBe(false);
      side.firstShown(reader(0), first, 'session-1');
      expect(submit(0, 0).interrupted).toBe(false);
      test.reopen();
      const resumed = test.store.reader;
      expect(
        resumed.cases(reader(0), study.studyId, 'session-2').map(({ interrupted }) => interrupted),
      ).toEqual([true, false]);
      expect(resumed.openCase(reader(0), first, 'session-2').interrupted).toBe(true);
      expect(submit(0, 0, { stage: 'alignment', sessionId: 'session-2' }).interrupted).toBe(true);
      expect(resumed.openCase(reader(0), second, 'session-2').interrupted).toBe(false);
      expect(submit(0, 1, { sessionId: 'session-2' }).interrupted).toBe(false);
      expect(test.store.readings.list(study.studyId).map(({ interrupted }) => interrupted)).toEqual([
        false,
        true,
        false,
      ]);
    });

    it('opens a case once a session, keeping the first time, and no case that is locked', async () => {
      const { reader: side } = test.store;
      const opened = side.openCase(reader(0), study.readerCaseId(0, 0), 'session-1');
      expect(side.openCase(reader(0), study.readerCaseId(0, 0), 'session-1')).toEqual(opened);
      submit(0, 0);
      submit(0, 0, { stage: 'alignment' });
      expect(await codeOf(() => side.openCase(reader(0), study.readerCaseId(0, 0), 'session-1'))).toBe(
        'CONFLICT',
      );
      test.store.studies.close(study.studyId, BY);
      expect(await codeOf(() => side.openCase(reader(0), study.readerCaseId(0, 1), 'session-1'))).toBe(
        'CONFLICT',
      );
    });

    it('gets no truth from anything its side returns', async () => {
      const { reader: side, truth } = test.store;
      const returned: unknown[] = [];
      for (const position of [0, 1]) {
        const id = study.readerCaseId(0, position);
        returned.push(side.openCase(reader(0), id, 'session-1'), [...(await side.pixels(reader(0), id))]);
        returned.push(submit(0, position), side.text(reader(0), id));
        returned.push(submit(0, position, { stage: 'alignment' }));
      }
      returned.push(side.studies(reader(0)), side.cases(reader(0), study.studyId, 's'));
      returned.push(side.readings(reader(0), study.studyId));
      const text = JSON.stringify(returned);
      const secrets = [
        ...truth
          .cases(study.studyId)
          .flatMap(({ caseId, filmId, pixelsBlob }) => [caseId, filmId, pixelsBlob]),
        ...['truth-real', 'secret', 'arms', 'f'.repeat(64), reader(1), 'opaque-1'],
      ];
      expect(text).toContain('shown text 1');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });

    it('has queries that name no table of truth', () => {
      const source = readFileSync(new URL('./sqlite-reader-store.ts', import.meta.url), 'utf8');
      expect(source).toMatch(/FROM reader_cases/);
      expect(source).not.toMatch(/truth_cases|allocations|films|protocol/);
    });
  });
});
