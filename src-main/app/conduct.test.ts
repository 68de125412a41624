import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import { seededRandom } from '../../src-core/base/random.ts';
import type { Answers } from '../../src-core/study/answers.ts';
import type { StudyDraft } from '../../src-core/study/draft.ts';
import { QUESTIONNAIRE_STAGE } from '../../src-core/study/instrument.ts';
import { FILM, likert } from '../../src-core/study/instrument-parts.ts';
import { readTruth } from '../../src-core/study/sealed-truth.ts';
import { draftFilm } from '../../src-core/study/test-study.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from './testing/test-app.ts';
import { TestReader } from './testing/test-reader.ts';
import { addPhantoms, designStudy } from './testing/test-study.ts';

const passphrase = TEST_SECRETS.coordinator;

/** Realism first, blinded to the purpose; then alignment, which the plan may not name before; then adjudication. */
function threePhases(readers: readonly string[]) {
  return (draft: StudyDraft): StudyDraft => {
    const [, alignment] = draft.rules.instrument.stages.map(({ id }) => id) as [string, string];
    const washout = { beforeDays: 0, betweenDays: 0 };
    const instrument = {
      ...draft.rules.instrument,
      stages: [{ ...FILM, id: 'look' }, ...draft.rules.instrument.stages],
      items: [
        { ...likert('realism', 'look'), id: 'quality', measures: 'other' as const },
        ...draft.rules.instrument.items,
      ],
    };
    const common = { washout, questionnaire: null };
    return {
      ...draft,
      rules: {
        ...draft.rules,
        instrument,
        phases: [
          { kind: 'reading', id: 'blinded', purpose: 'blinded', stages: ['look'], sessions: 1, ...common },
          {
            kind: 'reading',
            id: 'informed',
            purpose: 'informed',
            stages: ['realism', alignment],
            sessions: 1,
            washout,
            questionnaire: {
              items: [
                {
                  id: 'noticed',
                  kind: 'free-text',
                  stage: QUESTIONNAIRE_STAGE,
                  measures: 'comment',
                  required: true,
                  label: { text: 'Did you notice anything?' },
                  when: null,
                  maxLength: 500,
                  key: null,
                },
              ],
            },
          },
          {
            kind: 'adjudication',
            id: 'settling',
            purpose: 'informed',
            stages: ['realism'],
            readers: [readers[0] ?? ''],
            disagreement: { item: 'realism', least: 2 },
            ...common,
          },
        ],
      },
    };
  };
}

describe('a frozen study', () => {
  let test: TestApp;
  let cora: AppSession;
  let ids: readonly UserId[];
  let studyId: StudyId;
  const readers: TestReader[] = [];

  beforeAll(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
    const films = await addPhantoms(test, 3);
    ids = ['Ada', 'Ben'].map((name) => test.ports.store.users.findOrAdd('reader', name).id);
    studyId = await designStudy(
      test,
      cora,
      'realism-alignment',
      ids,
      [
        ...films.real.map((id) => draftFilm(id, 'real')),
        ...films.synthetic.map((id) => draftFilm(id, 'synthetic')),
      ],
      threePhases(ids),
    );
    const { problems } = await test.call(cora, 'design.check', { studyId });
    expect(problems).toEqual([]);
    await test.call(cora, 'design.freeze', { studyId, passphrase });
    for (const [index, name] of ['Ada', 'Ben'].entries()) {
      const session = await test.signIn('reader', name);
      readers.push(new TestReader(test, session, studyId, seededRandom(`conduct ${index}`)));
    }
  });
  afterAll(() => test.close());

  const view = () => test.call(cora, 'conduct.view', { studyId });
  const release = (phase: number, secret: string = passphrase) =>
    test.call(cora, 'conduct.releasePhase', { studyId, phase, passphrase: secret });
  const adjudicate = () => test.call(cora, 'conduct.adjudicate', { studyId, phase: 'settling', passphrase });
  const readerOf = (index: number): TestReader => readers[index] as TestReader;
  /** Realism 1 for Ada and 5 for Ben, so that they disagree on every film. */
  const opposed =
    (index: number) =>
    (answers: Answers): Answers =>
      'realism' in answers ? { ...answers, realism: index === 0 ? 1 : 5 } : answers;
  const readOn = async (index: number): Promise<void> => {
    await readerOf(index).resume();
    while (readerOf(index).step.kind !== 'sign' && (await readerOf(index).goOn(opposed(index))));
  };

  it('is listed and looked at without a film or an arm of a case', async () => {
    expect(await test.call(cora, 'conduct.list', {})).toMatchObject([
      { studyId, state: 'frozen', films: 6, readers: 2, done: 0, total: 12, earlierBuild: false },
    ]);
    const shown = await view();
    expect(shown).toMatchObject({
      name: 'Pilot',
      cases: 6,
      matrixSizePx: 64,
      phases: [
        { number: 1, id: 'blinded', released: true },
        { number: 2, id: 'informed', released: false },
        { number: 3, id: 'settling', kind: 'adjudication', released: false },
      ],
      unblindingWaits: expect.stringContaining('Close it first'),
      readers: [
        { reader: { name: 'Ada' }, done: 0, total: 6, due: 'begin-session', signedAt: null, rows: 0 },
        { reader: { name: 'Ben' } },
      ],
    });
    const order = shown.summary.find(({ topic }) => topic === 'order')?.sentences.join(' ');
    expect(order).toContain('its seed is sealed');
  });

  it('gives the next phase to nobody who has not finished the one before', async () => {
    await expect(release(2)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Ada, Ben have not'),
    });
    await readOn(0);
    expect(readerOf(0).step.kind).toBe('await-phase');
    await expect(release(2, 'some other passphrase')).rejects.toMatchObject({
      code: 'SECRET_WRONG',
      details: { wrong: 1 },
    });
    const { phases, readers: states } = await release(2);
    // Ben still reads without knowing of it.
    expect(phases[1]?.released).toBe(false);
    expect(states).toMatchObject([
      { total: 12, due: 'begin-session' },
      { total: 6, due: 'begin-session' },
    ]);
    const { assignments } = test.ports.store;
    expect(JSON.stringify(assignments.get(studyId, ids[1] as UserId).plan)).not.toMatch(
      /realOrSynthetic|alignment/,
    );
    await readOn(1);
    expect((await release(2)).phases[1]?.released).toBe(true);
    await expect(release(2)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(release(3)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('is adjudicated once all have read all, by the readers it names', async () => {
    await expect(adjudicate()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Ada, Ben have not finished'),
    });
    await readOn(0);
    await readOn(1);
    expect([readerOf(0).step.kind, readerOf(1).step.kind]).toEqual(['await-phase', 'sign']);
    const { cases, view: after } = await adjudicate();
    expect(cases).toBe(6);
    expect(after.phases[2]?.released).toBe(true);
    expect(after.readers).toMatchObject([{ total: 18 }, { total: 12 }]);
    await expect(adjudicate()).rejects.toMatchObject({ code: 'CONFLICT' });
    await readOn(0);
    expect(readerOf(0).step.kind).toBe('sign');
  });

  it('is signed, unlocked with a reason, and signed again', async () => {
    const unlock = () =>
      test.call(cora, 'conduct.unlockReader', {
        studyId,
        readerId: ids[0] as UserId,
        reason: 'A slip of the finger.',
      });
    await expect(unlock()).rejects.toMatchObject({ code: 'READING_OUT_OF_ORDER' });
    await readerOf(0).goOn();
    expect((await view()).readers[0]).toMatchObject({ due: 'done', signedAt: expect.any(String) });
    expect((await unlock()).readers[0]).toMatchObject({ signedAt: null });
    await readerOf(0).resume();
    while (await readerOf(0).goOn(opposed(0)));
    expect((await view()).readers[0]).toMatchObject({ due: 'done' });
    await expect(
      test.call(cora, 'conduct.waiveTraining', {
        studyId,
        readerId: ids[1] as UserId,
        reason: 'There is none.',
      }),
    ).rejects.toMatchObject({ code: 'READING_OUT_OF_ORDER' });
  });

  it('is amended in the log, closed, and only then unblinded, with the right passphrase', async () => {
    const amended = await test.call(cora, 'conduct.amend', {
      studyId,
      text: 'Ben reads on another display.',
      reason: 'The first one broke.',
    });
    expect(amended.amendments).toMatchObject([{ by: 'Cora', text: 'Ben reads on another display.' }]);
    const unblind = (secret: string) =>
      test.call(cora, 'conduct.unblind', { studyId, reason: 'All have read.', passphrase: secret });
    await expect(unblind(passphrase)).rejects.toMatchObject({ code: 'CONFLICT' });
    const closed = await test.call(cora, 'conduct.close', { studyId, reason: 'All have read.' });
    expect(closed).toMatchObject({ state: 'closed', unblindingWaits: null });
    await expect(
      test.call(cora, 'conduct.close', { studyId, reason: 'All have read.' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(unblind('some other passphrase')).rejects.toMatchObject({ code: 'SECRET_WRONG' });
    const dora = test.app.newSession();
    const { id: userId } = test.ports.store.users.findOrAdd('coordinator', 'Dora');
    await test.call(dora, 'session.signIn', { userId, secret: 'a lamp of her own' });
    await expect(
      test.call(dora, 'conduct.unblind', {
        studyId,
        reason: 'All have read.',
        passphrase: 'a lamp of her own',
      }),
    ).rejects.toMatchObject({ code: 'UNSEALING_FAILED' });
    expect(await unblind(passphrase)).toMatchObject({ state: 'unblinded' });
    const { store, sha256 } = test.ports;
    const truth = readTruth(store.studies.openedTruth(studyId) ?? '', closed.protocolHash, sha256);
    expect(truth.allocations.map(({ sessions }) => sessions.map(({ phase }) => phase))).toEqual([
      ['blinded', 'informed', 'settling'],
      ['blinded', 'informed'],
    ]);
    // Each reader read 6 films in two phases, and Ada 6 again.
    const { rows } = await test.call(cora, 'results.table', { studyId });
    expect(rows).toHaveLength(30);
    const { entries, chainProblem } = await test.call(cora, 'audit.list', { limit: 1000 });
    expect(chainProblem).toBeNull();
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'studies.freeze',
        'conduct.releasePhase',
        'conduct.adjudicate',
        'conduct.unlockReader',
        'conduct.amend',
        'studies.close',
        'session.wrongSecret',
        'studies.unblind',
      ]),
    );
    expect(entries.find(({ action }) => action === 'conduct.amend')?.details).toContain('another display');
  });

  it('has results that hold the adjudicated cases beside those of all readers', async () => {
    const { columns, rows } = await test.call(cora, 'results.table', { studyId });
    const place = columns.findIndex(({ name }) => name === 'presentation');
    const counts = ['reading', 'adjudication'].map(
      (presentation) => rows.filter((row) => row[place] === presentation).length,
    );
    // Two readers, six cases, once without and once with the text; then the six that one reader judged again.
    expect(counts).toEqual([24, 6]);
  });
});
