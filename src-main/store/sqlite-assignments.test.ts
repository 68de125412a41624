import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReaderCaseId, ReaderFilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { PlanContent } from './ports.ts';
import {
  caseOf,
  contentOf,
  factsOf,
  freezeSealedStudy,
  type SealedStudy,
  withOneMore,
} from './testing/sealed-study.ts';
import { blobNamed, codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const BY = { actor: 'Coordinator', reason: 'all read' };

describe.each(DRIVERS)('assignments over %s', (name) => {
  let test: TestStore;
  let study: SealedStudy;
  const reader = (index: number): UserId => study.readers[index] ?? ('none' as UserId);
  beforeEach(async () => {
    test = openTestStore(name);
    study = await freezeSealedStudy(test.store);
  });
  afterEach(() => test.dispose());

  it('give a reader the own plan, texts and pixels, and nobody else', async () => {
    const { assignments } = test.store;
    const own = assignments.get(study.studyId, reader(0));
    expect(own).toMatchObject({ ...factsOf(study.studyId, reader(0)), packageId: 'package-0', open: true });
    expect(own.plan.sessions[0]?.trials.map(({ readerCaseId }) => readerCaseId)).toEqual([
      caseOf(0, 0),
      caseOf(0, 1),
    ]);
    const film = caseOf(0, 1) as string as ReaderFilmId;
    expect(await assignments.film(study.studyId, reader(0), film)).toEqual(new Uint8Array(256).fill(7));
    expect(await codeOf(() => assignments.film(study.studyId, reader(1), film))).toBe('NOT_FOUND');
    expect(assignments.text(study.studyId, reader(0), caseOf(0, 0))).toBe('Text of case-0-0.');
    expect(assignments.text(study.studyId, reader(1), caseOf(0, 0))).toBeNull();
    expect(assignments.texts(study.studyId, reader(1))).toEqual({
      'case-1-0': 'Text of case-1-0.',
      'case-1-1': 'Text of case-1-1.',
    });
    expect(assignments.ofStudy(study.studyId).map(({ readerId }) => readerId)).toEqual(study.readers);
    expect(await codeOf(() => assignments.get('other' as StudyId, reader(0)))).toBe('NOT_FOUND');
  });

  it('take no readings once the study is closed here; one of a package always does', () => {
    const { assignments, studies } = test.store;
    const elsewhere = 'study-elsewhere' as StudyId;
    const content = { ...contentOf(0, 1, blobNamed('a')), packageId: 'from-elsewhere' };
    assignments.add(factsOf(elsewhere, reader(0), 'package'), content);
    studies.close(study.studyId, BY);
    expect(assignments.list(reader(0)).map(({ studyId, open }) => [studyId, open])).toEqual([
      [elsewhere, true],
      [study.studyId, false],
    ]);
  });

  it('are given once, to readers alone', async () => {
    const { assignments, users } = test.store;
    const facts = factsOf(study.studyId, reader(0));
    expect(await codeOf(() => assignments.add(facts, contentOf(0, 1, blobNamed('a'))))).toBe('CONFLICT');
    const coordinator = users.add('coordinator', 'Carl').id;
    const other = factsOf('other' as StudyId, coordinator);
    expect(await codeOf(() => assignments.add(other, contentOf(5, 1, blobNamed('a'))))).toBe('BAD_INPUT');
    expect(assignments.list(coordinator)).toEqual([]);
  });

  it('grow by a plan that goes on from the one held, with the films and texts that are new', async () => {
    const { assignments } = test.store;
    const { plan, packageId } = assignments.get(study.studyId, reader(0));
    const film = 'late-film' as ReaderFilmId;
    const longer: PlanContent = {
      packageId: 'package-later',
      plan: withOneMore(plan, 'late'),
      texts: { [caseOf(0, 0)]: 'Text of case-0-0.', ['late' as ReaderCaseId]: 'Late.' },
      films: new Map([[film, blobNamed('b')]]),
    };
    const add = (change: Partial<PlanContent> = {}) =>
      assignments.addPlan(study.studyId, reader(0), { ...longer, ...change });

    expect(add({ packageId: 'same-plan', plan })).toMatchObject({ packageId, plan });
    expect(await codeOf(() => add({ films: new Map() }))).toBe('BAD_INPUT');
    expect(await codeOf(() => add({ texts: { [caseOf(0, 0)]: 'Another text.' } }))).toBe('CONFLICT');
    const shuffled = { ...longer.plan, sessions: [...longer.plan.sessions].reverse() };
    expect(await codeOf(() => add({ plan: shuffled }))).toBe('CONFLICT');
    expect(await codeOf(() => add({ plan: { ...longer.plan, backNavigation: 'logged' } }))).toBe('CONFLICT');
    expect(assignments.get(study.studyId, reader(0)).packageId).toBe(packageId);

    expect(add()).toMatchObject({ packageId: 'package-later', plan: longer.plan });
    expect(add()).toMatchObject({ packageId: 'package-later' });
    expect(assignments.text(study.studyId, reader(0), 'late' as ReaderCaseId)).toBe('Late.');
    // An earlier package that comes once more takes nothing away.
    expect(add({ packageId, plan })).toMatchObject({ packageId: 'package-later', plan: longer.plan });
    test.reopen();
    expect(test.store.assignments.get(study.studyId, reader(0)).plan).toEqual(longer.plan);
    // No phases follow the last one.
    const further = { ...longer, packageId: 'x', plan: withOneMore(longer.plan, 'later') };
    const addFurther = () => test.store.assignments.addPlan(study.studyId, reader(0), further);
    expect(await codeOf(addFurther)).toBe('CONFLICT');
  });

  it('have queries that name no table of truth and none of the library', () => {
    const source = readFileSync(new URL('./sqlite-assignments.ts', import.meta.url), 'utf8');
    expect(source).toMatch(/FROM reader_films/);
    expect(source).not.toMatch(/truth_cases|allocations|sealed_studies|study_openings|(FROM|JOIN) films/);
  });

  it('keep their blobs when leftovers are swept', async () => {
    test.reopen();
    const film = caseOf(1, 0) as string as ReaderFilmId;
    expect(await test.store.assignments.film(study.studyId, reader(1), film)).toHaveLength(256);
  });
});
