import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, LightboxError } from '../base/errors.ts';
import type { ReaderCaseId, SubmissionId } from '../base/ids.ts';
import { allocateAdjudication } from './allocation.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { validateProtocol } from './protocol-freeze.ts';
import {
  type ReaderPlan,
  readerPlan,
  readerPlanSchema,
  singleSessionPlan,
  withAdjudication,
} from './reader-plan.ts';
import { applyEvent, replaySession } from './session.ts';
import { type SessionEvent, sessionEventSchema } from './session-events.ts';
import { type SessionState, startSession, trialOf } from './session-state.ts';
import { nextStep, sessionProgress } from './session-steps.ts';
import { allocationsOf, firstValidProtocols } from './test-protocols.ts';
import { eventFor, FULL_PLAN, randomHistory, secondsIn } from './test-session.ts';
import { counter, TEST_PROTOCOL } from './test-study.ts';

const [FIRST, SECOND] = ['case-1', 'case-2'] as [ReaderCaseId, ReaderCaseId];
const PLAN = singleSessionPlan('Pilot', 64, DEFAULT_INSTRUMENT, [FIRST, SECOND]);
const REALISM = { realism: 4, realOrSynthetic: 'real', confidence: 3, reasons: [] };
const DAY_S = 24 * 60 * 60;

const begun: SessionEvent = { type: 'session-begun', session: 1, runId: 'run-1', at: secondsIn(0) };
const opened = (readerCaseId: ReaderCaseId, runId = 'run-1', seconds = 0): SessionEvent => ({
  type: 'opened',
  readerCaseId,
  runId,
  at: secondsIn(seconds),
});
const locked = (
  readerCaseId: ReaderCaseId,
  stage: 'realism' | 'alignment',
  runId = 'run-1',
  seconds = 0,
  change: object = {},
): SessionEvent => ({
  type: 'stage-locked',
  readerCaseId,
  stage,
  runId,
  at: secondsIn(seconds),
  submissionId: `${stage}-${readerCaseId}` as SubmissionId,
  answers: stage === 'realism' ? REALISM : { alignment: 5 },
  timing: { readingTimeMs: 1000, firstInteractionMs: null, awayMs: null },
  trace: null,
  ...change,
});

function codeOf(plan: ReaderPlan, state: SessionState, event: SessionEvent): ErrorCode | 'accepted' {
  try {
    applyEvent(plan, state, event);
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof LightboxError) return thrown.code;
    throw thrown;
  }
}

/** Does what is due until it is of another kind than these, and gives the events. */
function until(
  plan: ReaderPlan,
  kind: string,
  from: readonly SessionEvent[] = [],
  runId = 'run-1',
): SessionEvent[] {
  const history = [...from];
  for (let step = 0; step < 100; step += 1) {
    const at = secondsIn(step * 10 + history.length);
    const due = nextStep(plan, replaySession(plan, history), runId, at);
    if (due.kind === kind) return history;
    const event = eventFor(due, runId, at, `until-${history.length}`);
    if (event === null) throw new Error(`Stuck at ${due.kind}.`);
    history.push(event);
  }
  throw new Error(`Never came to ${kind}.`);
}

describe('reader session', () => {
  it('leads from the film to the text to the next case, and to the signature', () => {
    let state = startSession();
    const steps: string[] = [];
    for (const event of [
      begun,
      opened(FIRST),
      locked(FIRST, 'realism'),
      locked(FIRST, 'alignment'),
      opened(SECOND),
      locked(SECOND, 'realism'),
      locked(SECOND, 'alignment'),
    ]) {
      state = applyEvent(PLAN, state, event);
      const due = nextStep(PLAN, state, 'run-1', secondsIn(1));
      const what =
        due.kind === 'case' ? `${due.position} ${due.stage}${due.open ? '' : ' closed'}` : due.kind;
      steps.push(`${what} ${sessionProgress(PLAN, state).done}/2`);
    }
    expect(steps).toEqual([
      '1 realism closed 0/2',
      '1 realism 0/2',
      '1 alignment 0/2',
      '2 realism closed 1/2',
      '2 realism 1/2',
      '2 alignment 1/2',
      'sign 2/2',
    ]);
  });

  it('refuses every step out of order', () => {
    const fresh = replaySession(PLAN, [begun]);
    const shown = applyEvent(PLAN, fresh, opened(FIRST));
    const revealed = applyEvent(PLAN, shown, locked(FIRST, 'realism'));
    const done = applyEvent(PLAN, revealed, locked(FIRST, 'alignment'));
    const again = locked(FIRST, 'realism', 'run-1', 0, { submissionId: 'other' });
    expect(codeOf(PLAN, startSession(), opened(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, fresh, opened(SECOND))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, fresh, locked(FIRST, 'realism'))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, shown, locked(FIRST, 'alignment'))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, revealed, again)).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, done, opened(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, done, again)).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, fresh, opened('unknown' as ReaderCaseId))).toBe('NOT_FOUND');
    expect(codeOf(PLAN, fresh, begun)).toBe('READING_OUT_OF_ORDER');
  });

  it('takes the same submission twice, and the same id with other content not', () => {
    const revealed = replaySession(PLAN, [begun, opened(FIRST), locked(FIRST, 'realism')]);
    expect(applyEvent(PLAN, revealed, locked(FIRST, 'realism', 'run-2', 99))).toBe(revealed);
    const changed = locked(FIRST, 'realism', 'run-1', 0, { answers: { ...REALISM, realism: 1 } });
    expect(codeOf(PLAN, revealed, changed)).toBe('READING_CONFLICT');
    const reused = locked(FIRST, 'alignment', 'run-1', 0, { submissionId: 'realism-case-1' });
    expect(codeOf(PLAN, revealed, reused)).toBe('READING_CONFLICT');
  });

  it('resumes a case where it stopped and flags it as interrupted', () => {
    const stopped = replaySession(PLAN, [begun, opened(FIRST), locked(FIRST, 'realism', 'run-1', 20)]);
    expect(nextStep(PLAN, stopped, 'run-1', secondsIn(30))).toMatchObject({ interrupted: false, open: true });
    expect(nextStep(PLAN, stopped, 'run-2', secondsIn(30))).toMatchObject({
      readerCaseId: FIRST,
      stage: 'alignment',
      interrupted: true,
      open: false,
    });
    expect(codeOf(PLAN, stopped, locked(FIRST, 'alignment', 'run-2', 100))).toBe('READING_OUT_OF_ORDER');
    const resumed = applyEvent(PLAN, stopped, opened(FIRST, 'run-2', 90));
    const done = applyEvent(PLAN, resumed, locked(FIRST, 'alignment', 'run-2', 100));
    const trial = trialOf(done, FIRST);
    expect(trial).toMatchObject({ interrupted: true, firstOpenedAt: secondsIn(0) });
    expect(trial.locked.map(({ shownAt }) => shownAt)).toEqual([secondsIn(0), secondsIn(90)]);
    expect(nextStep(PLAN, done, 'run-2', secondsIn(100))).toMatchObject({ position: 2, interrupted: false });
  });

  it('measures a stage from when its film or text came up', () => {
    const state = replaySession(PLAN, [
      begun,
      opened(FIRST, 'run-1', 1),
      locked(FIRST, 'realism', 'run-1', 11),
      locked(FIRST, 'alignment', 'run-1', 15),
    ]);
    expect(trialOf(state, FIRST).locked).toMatchObject([
      { shownAt: secondsIn(1), at: secondsIn(11) },
      { shownAt: secondsIn(11), at: secondsIn(15) },
    ]);
  });
});

describe('gates', () => {
  it('come in this order: display, instructions, training, cases', () => {
    const kinds = until(FULL_PLAN, 'end-session').map(({ type }) => type);
    expect(kinds.slice(0, 6)).toEqual([
      'session-begun',
      'gate-passed',
      'gate-passed',
      'training-locked',
      'training-locked',
      'opened',
    ]);
  });

  it('the display is checked again at every sign-in, the instructions once a phase', () => {
    const history = until(FULL_PLAN, 'case');
    const state = replaySession(FULL_PLAN, history);
    expect(nextStep(FULL_PLAN, state, 'run-2', secondsIn(500))).toEqual({ kind: 'display-check' });
    const once: ReaderPlan = { ...FULL_PLAN, displayCheck: 'every-session' };
    expect(nextStep(once, replaySession(once, history), 'run-2', secondsIn(500)).kind).toBe('case');
  });

  it('a reader who does not pass the training in its attempts waits for the coordinator', () => {
    const strict: ReaderPlan = { ...FULL_PLAN, training: { passShare: 1, maxAttempts: 1 } };
    const history = until(strict, 'training-failed');
    const failed = replaySession(strict, history);
    expect(failed.training).toMatchObject({ outcome: 'failed', shares: [0] });
    expect(codeOf(strict, failed, opened('a1' as ReaderCaseId))).toBe('READING_OUT_OF_ORDER');
    const event = eventFor({ kind: 'training-failed' }, 'run-1', secondsIn(900), 'x');
    if (event === null) throw new Error('no event');
    expect(nextStep(strict, applyEvent(strict, failed, event), 'run-1', secondsIn(901)).kind).toBe('case');
    // The first attempt of a test history fails, the second passes.
    const passed = replaySession(FULL_PLAN, until(FULL_PLAN, 'case'));
    expect(passed.training).toMatchObject({ outcome: 'passed', shares: [0, 1], attempt: 2 });
  });
});

describe('sessions', () => {
  const first = [...until(FULL_PLAN, 'end-session')];
  const ended: SessionEvent = { type: 'session-ended', session: 1, runId: 'run-1', at: secondsIn(1000) };
  const state = replaySession(FULL_PLAN, [...first, ended]);
  const begin = (at: string): SessionEvent => ({ type: 'session-begun', session: 2, runId: 'run-9', at });

  it('a washout is kept to the second, by the clock that is given', () => {
    const over = 1000 + 14 * DAY_S;
    expect(nextStep(FULL_PLAN, state, 'run-9', secondsIn(over - 1))).toEqual({
      kind: 'wait',
      session: 2,
      until: secondsIn(over),
    });
    expect(codeOf(FULL_PLAN, state, begin(secondsIn(over - 1)))).toBe('READING_OUT_OF_ORDER');
    expect(nextStep(FULL_PLAN, state, 'run-9', secondsIn(over)).kind).toBe('begin-session');
    expect(codeOf(FULL_PLAN, state, begin(secondsIn(over)))).toBe('accepted');
  });

  it('a clock that was set back is noted and shortens nothing', () => {
    const back = applyEvent(PLAN, replaySession(PLAN, [begun, opened(FIRST, 'run-1', 500)]), {
      ...locked(FIRST, 'realism', 'run-1', 20),
    });
    expect(back).toMatchObject({ clockWentBack: 1, latestAt: secondsIn(500) });
  });

  it('end by themselves with their last case where nobody can go back', () => {
    const plan: ReaderPlan = { ...FULL_PLAN, backNavigation: 'forbidden' };
    const due = until(plan, 'wait');
    expect(due.at(-1)?.type).toBe('stage-locked');
    expect(replaySession(plan, due).endedAt).toEqual([due.at(-1)?.at]);
  });
});

describe('a plan that holds the first phases alone', () => {
  const first: ReaderPlan = {
    ...FULL_PLAN,
    phases: FULL_PLAN.phases.slice(0, 1),
    sessions: FULL_PLAN.sessions.slice(0, 1),
    morePhases: true,
  };

  it('asks for no signature, and its events go on under the whole plan', () => {
    const history = until(first, 'await-phase');
    expect(history.map(({ type }) => type)).not.toContain('signed');
    const state = replaySession(FULL_PLAN, history);
    expect(nextStep(FULL_PLAN, state, 'run-1', secondsIn(99)).kind).toBe('wait');
  });
});

describe('adjudication', () => {
  const [reading] = TEST_PROTOCOL.phases;
  if (reading?.kind !== 'reading') throw new Error('the test protocol has a phase that is read');
  const { sessions: _sessions, ...common } = reading;
  const protocol = validateProtocol({
    ...TEST_PROTOCOL,
    phases: [
      reading,
      {
        ...common,
        kind: 'adjudication',
        id: 'adjudication',
        stages: ['realism'],
        washout: { beforeDays: 3, betweenDays: 0 },
        readers: ['reader-a'],
        disagreement: { item: 'realism', least: 2 },
      },
    ],
  });
  const [ada, ben] = allocationsOf(protocol);
  if (ada === undefined || ben === undefined) throw new Error('the test protocol has two readers');

  it('follows as a last session for its readers, who sign after it', () => {
    const plan = readerPlan(protocol, ada);
    expect([plan.morePhases, readerPlan(protocol, ben).morePhases]).toEqual([true, false]);
    const trials = allocateAdjudication(
      protocol,
      'adjudication',
      'reader-a',
      ['case-real-1'],
      counter('again'),
    );
    const whole = withAdjudication(protocol, plan, 'adjudication', trials);
    expect(readerPlanSchema.parse(whole)).toEqual(whole);
    expect(whole.sessions.at(-1)).toMatchObject({ number: 2, phase: 2, leastDaysAfterPrevious: 3 });
    const history = until(plan, 'await-phase');
    expect(nextStep(whole, replaySession(whole, history), 'run-1', secondsIn(4 * DAY_S)).kind).toBe(
      'begin-session',
    );
    const undisputed = withAdjudication(protocol, plan, 'adjudication', []);
    expect(nextStep(undisputed, replaySession(undisputed, history), 'run-1', secondsIn(999)).kind).toBe(
      'sign',
    );
    expect(() => withAdjudication(protocol, plan, 'reading', trials)).toThrow('no adjudication reading');
  });
});

describe('pauses', () => {
  const open = [begun, opened(FIRST)];
  const paused: SessionEvent = { type: 'paused', runId: 'run-1', at: secondsIn(5), idle: false };

  it('stop everything but going on, and end with the run', () => {
    const state = replaySession(PLAN, [...open, paused]);
    expect(codeOf(PLAN, state, locked(FIRST, 'realism'))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, state, { type: 'resumed', runId: 'run-1', at: secondsIn(9) })).toBe('accepted');
    expect(codeOf(PLAN, state, opened(FIRST, 'run-2', 9))).toBe('accepted');
  });

  it('are refused where the study allows none, but being idle is not', () => {
    const plan: ReaderPlan = { ...PLAN, pauses: { allowed: false, idleAfterSeconds: 30 } };
    expect(codeOf(plan, replaySession(plan, open), paused)).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(plan, replaySession(plan, open), { ...paused, idle: true })).toBe('accepted');
  });
});

describe('going back', () => {
  const plan: ReaderPlan = { ...PLAN, backNavigation: 'logged' };
  const history = [
    begun,
    opened(FIRST),
    locked(FIRST, 'realism'),
    locked(FIRST, 'alignment'),
    opened(SECOND),
  ];
  const back: SessionEvent = { type: 'went-back', readerCaseId: FIRST, runId: 'run-1', at: secondsIn(3) };
  const revised = (stage: 'realism' | 'alignment'): SessionEvent => {
    const { trace: _trace, ...event } = locked(FIRST, stage, 'run-1', 4, { submissionId: 'new' }) as Extract<
      SessionEvent,
      { type: 'stage-locked' }
    >;
    return { ...event, type: 'revised' };
  };

  it('is refused where it is forbidden, and to a case that is not done', () => {
    expect(codeOf(PLAN, replaySession(PLAN, history), back)).toBe('READING_OUT_OF_ORDER');
    expect(
      codeOf(plan, replaySession(plan, history), { ...back, readerCaseId: SECOND } as SessionEvent),
    ).toBe('READING_OUT_OF_ORDER');
  });

  it('changes the last stage alone, keeps the first answers, and counts the visit', () => {
    const reviewing = replaySession(plan, [...history, back]);
    expect(codeOf(plan, reviewing, revised('realism'))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(plan, reviewing, locked(SECOND, 'realism'))).toBe('READING_OUT_OF_ORDER');
    const state = applyEvent(plan, reviewing, revised('alignment'));
    expect(trialOf(state, FIRST)).toMatchObject({
      visits: 1,
      locked: [{}, {}],
      revisions: [{ stage: 'alignment' }],
    });
    expect(codeOf(plan, applyEvent(plan, state, opened(SECOND)), locked(SECOND, 'realism'))).toBe('accepted');
    expect(codeOf(plan, replaySession(plan, history), revised('alignment'))).toBe('READING_OUT_OF_ORDER');
  });
});

describe('the completion', () => {
  const history = until(PLAN, 'done');
  const state = replaySession(PLAN, history);
  const unlocked: SessionEvent = {
    type: 'unlocked',
    runId: 'run-2',
    at: secondsIn(5000),
    by: 'Cora',
    reason: 'A slip in case 2.',
  };

  it('is signed after everything else, and then nothing is taken any more', () => {
    expect(history.at(-1)?.type).toBe('signed');
    expect(codeOf(PLAN, state, opened(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(PLAN, replaySession(PLAN, history.slice(0, -2)), history.at(-1) as SessionEvent)).toBe(
      'READING_OUT_OF_ORDER',
    );
  });

  it('is voided by an unlocking, which lets the reader at the last phase and asks for a new signature', () => {
    const open = applyEvent(PLAN, state, unlocked);
    expect(open).toMatchObject({
      signature: null,
      unlocked: true,
      voided: [{ statement: 'I have read all cases.' }],
    });
    expect(nextStep(PLAN, open, 'run-2', secondsIn(5001)).kind).toBe('sign');
    const back: SessionEvent = {
      type: 'went-back',
      readerCaseId: SECOND,
      runId: 'run-2',
      at: secondsIn(5002),
    };
    expect(codeOf(PLAN, open, back)).toBe('accepted');
  });
});

describe('a cut at any point', () => {
  it('replayed from its events, goes on to the same state', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 90 }), (seed, length) => {
        const history = randomHistory(FULL_PLAN, seed, length);
        const straight = replaySession(FULL_PLAN, history);
        for (let cut = 0; cut <= history.length; cut += 1) {
          const stored: unknown[] = JSON.parse(JSON.stringify(history.slice(0, cut)));
          let state = replaySession(
            FULL_PLAN,
            stored.map((event) => sessionEventSchema.parse(event)),
          );
          for (const event of history.slice(cut)) state = applyEvent(FULL_PLAN, state, event);
          expect(state).toEqual(straight);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('random histories come to every kind of event and to the end', () => {
    const histories = Array.from({ length: 60 }, (_, seed) => randomHistory(FULL_PLAN, seed, 160));
    const types = new Set(histories.flat().map(({ type }) => type));
    // The training of a test history is passed in the second attempt, so that it is never waived.
    expect([...types].sort()).toEqual(
      sessionEventSchema.options
        .map(({ shape }) => shape.type.value)
        .filter((type) => type !== 'training-waived')
        .sort(),
    );
  });

  it('the text of a case is never due before its first stage is locked, on any path', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), (seed, length) => {
        const plan: ReaderPlan = { ...PLAN, backNavigation: 'logged' };
        const state = replaySession(plan, randomHistory(plan, seed, length));
        for (const { locked: stages } of Object.values(state.trials)) {
          expect(stages.map(({ stage }) => stage)).toEqual(['realism', 'alignment'].slice(0, stages.length));
        }
      }),
    );
  });
});

describe('readerPlan', () => {
  it('fits its schema and holds no case, film, arm, patient or text of the protocol', () => {
    for (const { protocol, seed } of firstValidProtocols(0, 60)) {
      const [allocation] = allocationsOf(protocol);
      if (allocation === undefined) throw new Error('no allocation');
      const plan = readerPlan(protocol, allocation);
      expect(readerPlanSchema.parse(plan)).toEqual(plan);
      // The questions may say "real"; nothing else may.
      const written = JSON.stringify({ ...plan, instrument: null });
      for (const { caseId, filmId, text } of protocol.cases) {
        for (const truth of [caseId, filmId, text])
          expect(written, `seed ${seed}`).not.toContain(`"${truth}"`);
      }
      for (const { id } of [...protocol.arms, ...protocol.phases]) expect(written).not.toContain(`"${id}"`);
    }
  });

  it('of the first phase alone holds no question of the later ones', () => {
    const [found] = firstValidProtocols(0, 1, ({ phases }) => phases.length > 1);
    const [allocation] = found === undefined ? [] : allocationsOf(found.protocol);
    if (found === undefined || allocation === undefined) throw new Error('no protocol of two phases');
    const plan = readerPlan(found.protocol, allocation, 1);
    const [first, later] = found.protocol.instrument.stages;
    expect(plan.instrument.stages).toEqual([first]);
    expect(JSON.stringify(plan)).not.toContain(`"stage":"${later?.id}"`);
    expect(plan.sessions.every(({ phase }) => phase === 1)).toBe(true);
  });

  it('tells the right place of a training set', () => {
    const [found] = firstValidProtocols(
      0,
      1,
      ({ design, cases }) => design.kind === 'pair' && cases.some(({ role }) => role === 'training'),
    );
    const [allocation] = found === undefined ? [] : allocationsOf(found.protocol);
    if (found === undefined || allocation === undefined) throw new Error('no pairs with training');
    const { design } = found.protocol;
    const targets = design.kind === 'pair' ? design.sets.map(({ target }) => target) : [];
    const trials = allocation.sessions.flatMap(({ training }) => training);
    const planned = readerPlan(found.protocol, allocation).sessions.flatMap(({ training }) => training);
    expect(planned.map(({ expected }) => expected['choice'])).toEqual(
      trials.map(({ films }) => films.findIndex(({ caseId }) => targets.includes(caseId)) + 1),
    );
  });
});
