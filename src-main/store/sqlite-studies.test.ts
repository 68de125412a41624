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
          interrupted: 0,
          lastSubmittedAt: null,
        },
      ]);
    });
  });
});
