import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseId, SubmissionId } from '../../src-core/base/ids.ts';
import { seededRandom } from '../../src-core/base/random.ts';
import type { ReadingStep, ShownCase } from '../../src-core/contract/reader-calls.ts';
import type { Answers } from '../../src-core/study/answers.ts';
import type { ProtocolInput } from '../../src-core/study/protocol.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { verifySignedEvents } from '../../src-core/study/signed-completion.ts';
import { createSigningKey, verifySignature } from '../keys/signing.ts';
import type { AppSession } from './session.ts';
import { type FrozenStudy, freezeForTest, testPixels } from './testing/frozen-study.ts';
import { leaksIn, recordReader } from './testing/reader-records.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';
import { fullStudy, plainStudy, sideBySideStudy } from './testing/test-designs.ts';
import { TestReader } from './testing/test-reader.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function caseOf(step: ReadingStep): ShownCase {
  if (step.kind === 'case' || step.kind === 'training' || step.kind === 'review') return step;
  throw new Error(`A case is expected, not ${step.kind}.`);
}

describe("a reader's study", () => {
  let test: TestApp;
  let recorded: ReturnType<typeof recordReader>;
  let study: FrozenStudy;
  let ada: AppSession;
  let reader: TestReader;
  let nowMs: number;

  beforeEach(() => {
    nowMs = Date.parse('2026-03-02T08:00:00.000Z');
    test = openTestApp({
      clock: () => {
        nowMs += 1000;
        return new Date(nowMs);
      },
    });
    recorded = recordReader(test);
  });
  afterEach(async () => {
    const hashes = [...study.films.values()];
    expect(leaksIn(recorded.received, study.truth, hashes)).toEqual([]);
    await test.close();
  });

  const begin = async (protocol: ProtocolInput): Promise<void> => {
    study = await freezeForTest(test.ports.store, protocol);
    await signIn();
  };
  const signIn = async (): Promise<void> => {
    ada = await test.signIn('reader', 'Ada');
    reader = new TestReader(recorded, ada, study.studyId, seededRandom('story'));
    await reader.resume();
  };
  const submissionNow = (change: Answers = {}) => {
    const shown = caseOf(reader.step);
    return reader.submission(shown, { ...reader.answersTo(shown), ...change });
  };
  const goOnTo = (kind: ReadingStep['kind']) => reader.goOnUntil((step) => step.kind === kind);
  const refused = async (
    ...[name, input]: Parameters<typeof test.call> extends [unknown, ...infer Rest] ? Rest : never
  ) =>
    recorded.call(ada, name, input).then(
      () => 'nothing was refused',
      (error: { code?: string }) => error.code,
    );

  it('of one film at a time: realism is locked before its text is shown', async () => {
    await begin(plainStudy());
    expect(reader.step).toEqual({ kind: 'begin-session', session: 1, sessions: 1, cases: 6 });
    await reader.goOn();
    const first = caseOf(reader.step);
    expect(first).toMatchObject({ stage: 'realism', text: null, locked: [], position: 1, total: 6 });
    const early = reader.submission({ ...first, stage: 'alignment' }, { alignment: 3 });
    expect(await refused('reader.submit', { ...early, trace: null })).toBe('READING_OUT_OF_ORDER');
    const realism = reader.submission(first, reader.answersTo(first));
    const { step } = await recorded.call(ada, 'reader.submit', { ...realism, trace: null });
    expect(step).toMatchObject({ stage: 'alignment', locked: [{ stage: 'realism' }] });
    expect(caseOf(step).text).toMatch(/^Report plain \d of this film\.$/);
    // The case stays before the reader: its films are not fetched again.
    expect(caseOf(step).films).toEqual(first.films);
  });

  it('takes a submission twice for one, and the first of two for the one that stands', async () => {
    await begin(plainStudy());
    await reader.goOn();
    const submission = {
      ...submissionNow(),
      trace: null,
    };
    const acknowledged = await recorded.call(ada, 'reader.submit', submission);
    const rows = () => test.ports.store.events.count(study.studyId, ada.person?.id as never);
    const held = rows();
    expect(await recorded.call(ada, 'reader.submit', submission)).toEqual(acknowledged);
    expect(rows()).toBe(held);
    const realism = submission.answers['realism'] === 5 ? 4 : 5;
    const other = { ...submission, answers: { ...submission.answers, realism } };
    expect(await refused('reader.submit', other)).toBe('READING_CONFLICT');
    const unlike = { ...submission, submissionId: 'another' as SubmissionId };
    expect(await refused('reader.submit', unlike)).toBe('READING_OUT_OF_ORDER');
    expect(await refused('reader.submit', { ...unlike, answers: { realism: 9 } })).toBe('BAD_INPUT');
  });

  it('shows the films of the case that is due, and no other, under addresses that end with the showing', async () => {
    await begin(sideBySideStudy(4));
    await reader.goOn();
    const seen: string[] = [];
    const size = 16 * 16;
    while (reader.step.kind === 'case') {
      const { films, readerCaseId } = reader.step;
      expect(films).toHaveLength(4);
      const fetched = await Promise.all(films.map((url) => recorded.fetchFilm(ada, url)));
      expect(fetched.map((bytes) => bytes?.byteLength)).toEqual([size, size, size, size]);
      const trial = study.truth.allocations[0]?.sessions[0]?.trials.find(
        (own) => own.readerCaseId === readerCaseId,
      );
      const drawn = trial?.films.map(({ caseId }: { caseId: CaseId }) => testPixels(caseId, 16));
      expect(fetched.map((bytes) => Buffer.from(bytes ?? []))).toEqual(
        drawn?.map((bytes) => Buffer.from(bytes)),
      );
      for (const url of seen) expect(await recorded.fetchFilm(ada, url)).toBeUndefined();
      seen.push(...films);
      await reader.goOn();
    }
    expect(new Set(seen).size).toBe(16);
    expect(reader.step.kind).toBe('sign');
  });

  it.each([2, 4] as const)('of %i films at once is read to its signature', async (films) => {
    await begin(sideBySideStudy(films));
    await goOnTo('done');
    const { events } = test.ports.store;
    const readerId = study.readers[0]?.id as never;
    events.verify(study.studyId);
    expect(verifySignedEvents(events.rows(study.studyId, readerId), verifySignature)).toBe(1);
    const locked = events.events(study.studyId, readerId).filter(({ type }) => type === 'stage-locked');
    expect(locked).toHaveLength(4);
    expect(await recorded.call(ada, 'reader.assignments', {})).toMatchObject([
      { done: 4, total: 4, due: 'done', until: null, open: true, fromPackage: false },
    ]);
  });

  const training = (right: boolean) => reader.goOn((answers) => ({ ...answers, realism: right ? 1 : 2 }));
  /** Gates and training of the full study, passed at the first attempt. */
  const learn = async (): Promise<void> => {
    await goOnTo('training');
    while (reader.step.kind === 'training') await training(true);
  };
  const byCoordinator = { runId: 'coordinator', by: 'Cora', reason: 'Seen in person.' };
  /** Past the app, straight into the store. */
  const append = (event: (at: string, publicKey: string) => SessionEvent): void => {
    const { events, users } = test.ports.store;
    const readerId = study.readers[0]?.id as never;
    const { publicKey = '' } = users.secret(readerId) ?? {};
    events.append(
      { studyId: study.studyId, readerId, publicKey },
      [event(new Date(nowMs).toISOString(), publicKey)],
      events.count(study.studyId, readerId),
    );
  };

  it('trains with feedback, in as many attempts as there are, and then waits for the coordinator', async () => {
    await begin(fullStudy());
    await goOnTo('training');
    expect(reader.step).toMatchObject({ attempt: 1, maxAttempts: 2, position: 1, total: 2, locked: [] });
    const attempt = 1;
    const wrong = {
      ...submissionNow({ realism: 2 }),
      attempt,
    };
    const { feedback, step } = await recorded.call(ada, 'reader.submitTraining', wrong);
    expect(feedback).toEqual({
      items: [{ item: 'realism', right: false, expected: 1 }],
      text: 'Look at the ribs.',
      passed: null,
    });
    expect(step).toMatchObject({ kind: 'training', position: 2 });
    // Its acknowledgement was lost: the same once more.
    expect(await recorded.call(ada, 'reader.submitTraining', wrong)).toEqual({ feedback, step });
    await reader.resume();
    const last = {
      ...submissionNow({ realism: 1 }),
      attempt,
    };
    const failed = await recorded.call(ada, 'reader.submitTraining', last);
    expect(failed.feedback).toMatchObject({ items: [{ right: true }], passed: false });
    expect(failed.step).toMatchObject({ kind: 'training', attempt: 2, position: 1 });
    await reader.resume();
    await training(true);
    await training(false);
    expect(reader.step).toEqual({ kind: 'training-failed' });
    expect(await reader.goOn()).toBe(false);
    expect(await recorded.call(ada, 'reader.assignments', {})).toMatchObject([{ due: 'training-failed' }]);
    append((at) => ({ type: 'training-waived', at, ...byCoordinator }));
    expect(await reader.resume()).toMatchObject({ kind: 'case', position: 1 });
  });

  it('holds the washout to the clock, and reads both phases to the signature', async () => {
    await begin(fullStudy());
    await learn();
    await goOnTo('end-session');
    await reader.goOn();
    const ended = nowMs;
    const { step } = reader;
    if (step.kind !== 'wait') throw new Error(`A wait is expected, not ${step.kind}.`);
    expect(step).toMatchObject({ session: 2, sessions: 3 });
    expect(Math.abs(Date.parse(step.until) - ended - 14 * DAY_MS)).toBeLessThan(60_000);
    expect(await recorded.call(ada, 'reader.assignments', {})).toMatchObject([
      { due: 'wait', until: step.until },
    ]);
    expect(await refused('reader.beginSession', { studyId: study.studyId })).toBe('READING_OUT_OF_ORDER');
    nowMs = Date.parse(step.until) - 60_000;
    expect((await reader.resume()).kind).toBe('wait');
    nowMs = Date.parse(step.until);
    expect((await reader.resume()).kind).toBe('begin-session');
    await goOnTo('wait');
    nowMs += 7 * DAY_MS;
    await reader.resume();
    await goOnTo('questionnaire');
    expect(reader.step).toMatchObject({ phase: 2, questionnaire: { items: [{ id: 'noticed' }] } });
    const empty = { studyId: study.studyId, phase: 2, submissionId: 'questions' as SubmissionId };
    expect(await refused('reader.submitQuestionnaire', { ...empty, answers: {} })).toBe('BAD_INPUT');
    await reader.goOn();
    const cases = study.truth.allocations[0]?.sessions.flatMap(({ trials }) => trials).length;
    expect(reader.step).toEqual({ kind: 'sign', cases, reviewable: [] });
    const statement = 'I have read all cases.';
    const signing = { studyId: study.studyId, statement };
    expect(await refused('reader.sign', { ...signing, pin: '135790' })).toBe('SECRET_WRONG');
    await goOnTo('done');
    expect(await refused('reader.pause', { studyId: study.studyId, idle: false })).toBe(
      'READING_OUT_OF_ORDER',
    );
  });

  it('shows repeats, checks and calibration as it shows every other case', async () => {
    await begin(fullStudy());
    await learn();
    const kinds = new Set<string>();
    for (const { kind } of study.truth.allocations[0]?.sessions[0]?.trials ?? []) {
      kinds.add(kind);
      const shown = caseOf(reader.step);
      expect(shown).toMatchObject({ kind: 'case', stage: 'realism', stages: ['realism'], text: null });
      await recorded.fetchFilm(ada, shown.films[0] ?? '');
      await reader.goOn();
    }
    expect([...kinds].sort()).toEqual(['attention', 'calibration', 'reading', 'repeat']);
  });

  it('goes back case by case, keeps the first answers, and reaches no other session', async () => {
    await begin(fullStudy());
    await learn();
    const first = caseOf(reader.step);
    expect(first).toMatchObject({ back: null });
    await reader.goOn();
    const second = caseOf(reader.step);
    expect(second).toMatchObject({ position: 2, back: first.readerCaseId });
    await reader.goOn();
    expect(await reader.goBack(second.readerCaseId)).toMatchObject({
      kind: 'review',
      back: first.readerCaseId,
    });
    const review = await reader.goBack(first.readerCaseId);
    const stood = reader.entered.find(({ kind }) => kind === 'case')?.answers;
    expect(review).toMatchObject({ kind: 'review', position: 1, answers: stood, locked: [], back: null });
    const changed = stood?.['realism'] === 3 ? 4 : 3;
    await reader.goOn((answers) => ({ ...answers, realism: changed }));
    expect(reader.step).toMatchObject({ kind: 'case', position: 3 });
    expect(await reader.goBack(first.readerCaseId)).toMatchObject({ answers: { realism: changed } });
    // Left as it is.
    expect(await reader.resume()).toMatchObject({ kind: 'case', position: 3 });
    const late = { ...reader.submission(first, reader.answersTo(first)), stage: 'realism' };
    expect(await refused('reader.revise', late)).toBe('READING_OUT_OF_ORDER');
    await goOnTo('end-session');
    expect(reader.step).toMatchObject({ back: expect.any(String) });
    await reader.goOn();
    expect(await refused('reader.goBack', { studyId: study.studyId, readerCaseId: first.readerCaseId })).toBe(
      'READING_OUT_OF_ORDER',
    );
  });

  it('pauses without a film, says that a case was interrupted, and asks for the display in each sign-in', async () => {
    await begin(fullStudy());
    await learn();
    const shown = caseOf(reader.step);
    const { readerCaseId, films } = shown;
    await reader.pause();
    expect(await reader.resume()).toMatchObject({ kind: 'paused' });
    expect(await recorded.fetchFilm(ada, films[0] ?? '')).toBeUndefined();
    const submission = { ...reader.submission(shown, reader.answersTo(shown)), trace: null };
    expect(await refused('reader.submit', submission)).toBe('READING_OUT_OF_ORDER');
    await reader.goOn();
    expect(reader.step).toMatchObject({ kind: 'case', readerCaseId, interrupted: false });
    expect(caseOf(reader.step).films).not.toEqual(films);
    await signIn();
    expect(reader.step).toEqual({ kind: 'display-check' });
    await reader.goOn();
    expect(reader.step).toMatchObject({ kind: 'case', readerCaseId, interrupted: true });
  });

  it('once unlocked, lets its last phase be gone back to and signed again', async () => {
    await begin(plainStudy(3));
    await goOnTo('done');
    append((at) => ({ type: 'unlocked', at, ...byCoordinator }));
    await reader.resume();
    const order = study.truth.allocations[0]?.sessions[0]?.trials.map(({ readerCaseId }) => readerCaseId);
    expect(reader.step).toEqual({ kind: 'sign', cases: 3, reviewable: order });
    const middle = order?.[1] as never;
    expect(await reader.goBack(middle)).toMatchObject({
      kind: 'review',
      stage: 'alignment',
      back: order?.[0],
    });
    expect(caseOf(reader.step).text).not.toBe('');
    await reader.goOn();
    await goOnTo('done');
    const readerId = study.readers[0]?.id as never;
    expect(verifySignedEvents(test.ports.store.events.rows(study.studyId, readerId), verifySignature)).toBe(
      2,
    );
  });

  it("is nobody else's, and takes nothing once the coordinator has closed it", async () => {
    await begin(plainStudy());
    await reader.goOn();
    const submission = {
      ...submissionNow(),
      trace: null,
    };
    const { films } = caseOf(reader.step);
    const ben = await test.signIn('reader', 'Ben');
    for (const name of ['reader.study', 'reader.resume', 'reader.beginSession'] as const) {
      await expect(test.call(ben, name, { studyId: study.studyId })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    await expect(test.call(ben, 'reader.submit', submission)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await test.app.pixels(ben, (films[0] ?? '').slice('app://blob/'.length))).toBeUndefined();
    expect(await test.call(ben, 'reader.assignments', {})).toEqual([]);
    test.ports.store.studies.close(study.studyId, { actor: 'Cora', reason: 'enough' });
    expect(await refused('reader.submit', submission)).toBe('CONFLICT');
    expect(await refused('reader.resume', { studyId: study.studyId })).toBe('CONFLICT');
    expect(await recorded.call(ada, 'reader.assignments', {})).toMatchObject([{ open: false }]);
  });

  it('of a study with a last day takes cases until the end of it, and a signature after it', async () => {
    const stopping = { rule: 'by-date' as const, date: '2026-03-04', statement: 'By the 4th.' };
    await begin({ ...plainStudy(2), stopping });
    await reader.goOn();
    await reader.goOn();
    nowMs = Date.parse('2026-03-04T23:50:00.000Z');
    await reader.goOn();
    const late = { ...submissionNow(), trace: null };
    nowMs = Date.parse('2026-03-05T00:00:00.000Z');
    expect(await refused('reader.submit', late)).toBe('CONFLICT');
    expect(await recorded.call(ada, 'reader.assignments', {})).toMatchObject([{ done: 1, open: false }]);
    nowMs = Date.parse('2026-03-04T23:55:00.000Z');
    await goOnTo('sign');
    nowMs = Date.parse('2026-03-06T00:00:00.000Z');
    expect((await goOnTo('done')).kind).toBe('done');
  });

  it('is signed so that the audit finds a signature that is none', async () => {
    await begin(plainStudy(2));
    await goOnTo('done');
    const cora = await test.signIn('coordinator', 'Cora');
    const problem = async () => (await test.call(cora, 'audit.list', { limit: 1 })).chainProblem;
    expect(await problem()).toBeNull();
    append((at) => ({ type: 'unlocked', at, ...byCoordinator }));
    const signature = createSigningKey().sign('anything');
    const words = { runId: 'run', statement: 'I have read all cases.', signature };
    append((at, publicKey) => ({ type: 'signed', at, publicKey, ...words }));
    expect(await problem()).toMatch(/row \d+.*signature that does not fit/);
  });
});
