import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '../../src-core/base/ids.ts';
import { addEarlierStudy, type EarlierStudy } from './testing/earlier-study.ts';
import { codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const BY = { actor: 'Coordinator', reason: 'all read' };

describe.each(DRIVERS)('studies over %s', (name) => {
  let test: TestStore;
  let study: EarlierStudy;
  const reader = (index: number): UserId => study.readers[index] ?? ('none' as UserId);

  beforeEach(() => {
    test = openTestStore(name);
    study = addEarlierStudy(test, name);
  });
  afterEach(() => test.dispose());

  it('do not change once they are frozen', async () => {
    const { studies } = test.store;
    expect(studies.get(study.studyId)).toMatchObject({ state: 'frozen', protocolHash: 'f'.repeat(64) });
    const change = { name: 'Other', protocol: {}, seed: 1 };
    expect(await codeOf(() => studies.updateDraft(study.studyId, change))).toBe('STUDY_FROZEN');
    expect(await codeOf(() => studies.setReaders(study.studyId, []))).toBe('STUDY_FROZEN');
    expect(await codeOf(() => studies.removeDraft(study.studyId))).toBe('STUDY_FROZEN');
    expect(studies.get(study.studyId).name).toBe('Pilot');
  });

  it('are worked on freely as drafts', async () => {
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

  it('close once, with an audit row', async () => {
    const { studies, audit } = test.store;
    expect(studies.close(study.studyId, BY).state).toBe('closed');
    expect(await codeOf(() => studies.close(study.studyId, BY))).toBe('STUDY_FROZEN');
    expect(audit.list().map(({ action, details }) => [action, details])).toEqual([
      ['studies.close', { study: study.studyId, reason: 'all read' }],
    ]);
  });

  it('of earlier builds are counted, and have no sealed truth', async () => {
    const { studies, earlierStudies } = test.store;
    expect(earlierStudies.counts(study.studyId)).toEqual({ films: 2, readers: 2, done: 2, total: 4 });
    expect(studies.openView(study.studyId)).toBeNull();
    expect(await codeOf(() => studies.unblindSealed(study.studyId, '{}', BY))).toBe('NOT_FOUND');
  });
});
