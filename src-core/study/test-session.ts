import type { ReaderCaseId, ReaderFilmId, SubmissionId } from '../base/ids.ts';
import { seededRandom, uniformInteger } from '../base/random.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Answers } from './answers.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { QUESTIONNAIRE_STAGE } from './instrument.ts';
import type { ReaderPlan } from './reader-plan.ts';
import { replaySession } from './session.ts';
import type { SessionEvent } from './session-events.ts';
import { type SessionState, startSession } from './session-state.ts';
import { nextStep, type SessionStep } from './session-steps.ts';

const trial = (name: string) => ({
  readerCaseId: name as ReaderCaseId,
  films: [`film-${name}` as ReaderFilmId],
});

/** A plan with everything in it: two phases, three sessions, gates, training, washouts, a questionnaire. */
export const FULL_PLAN: ReaderPlan = {
  formatVersion: 1,
  studyName: 'Pilot',
  matrixSizePx: 64,
  filmsAtOnce: 1,
  instrument: DEFAULT_INSTRUMENT,
  phases: [
    { number: 1, stages: ['realism'], instructions: 'Judge the film.', questionnaire: null },
    {
      number: 2,
      stages: ['alignment'],
      instructions: null,
      questionnaire: {
        items: [
          {
            id: 'noticed',
            kind: 'free-text',
            stage: QUESTIONNAIRE_STAGE,
            measures: 'comment',
            required: false,
            label: { text: 'Did you notice anything?' },
            when: null,
            maxLength: 500,
            key: null,
          },
        ],
      },
    },
  ],
  sessions: [
    {
      number: 1,
      phase: 1,
      leastDaysAfterPrevious: 0,
      training: [{ ...trial('t1'), expected: { realism: 1 }, feedback: 'Look at the ribs.' }],
      trials: [trial('a1'), trial('a2')],
    },
    { number: 2, phase: 1, leastDaysAfterPrevious: 14, training: [], trials: [trial('b1'), trial('b2')] },
    { number: 3, phase: 2, leastDaysAfterPrevious: 7, training: [], trials: [trial('c1')] },
  ],
  morePhases: false,
  backNavigation: 'logged',
  pauses: { allowed: true, idleAfterSeconds: 60 },
  displayCheck: 'every-sign-in',
  training: { passShare: 1, maxAttempts: 2 },
  stopsOn: null,
};

const DAY_S = 24 * 60 * 60;
const START_MS = Date.UTC(2026, 0, 5, 9);

/** A time so many seconds after the start of the test. */
export const secondsIn = (seconds: number): string => new Date(START_MS + seconds * 1000).toISOString();

const ANSWERS: Readonly<Record<string, Answers>> = {
  realism: { realism: 4, realOrSynthetic: 'real', confidence: 3, reasons: [] },
  alignment: { alignment: 5 },
};

/** The event that does what is due; null where only time helps, or nothing is left. */
export function eventFor(due: SessionStep, runId: string, at: string, id: string): SessionEvent | null {
  const common = { runId, at };
  const submission = {
    ...common,
    submissionId: id as SubmissionId,
    timing: { readingTimeMs: 1000, firstInteractionMs: 200, awayMs: 0 },
  };
  switch (due.kind) {
    case 'begin-session':
      return { type: 'session-begun', ...common, session: due.session };
    case 'display-check':
    case 'instructions':
      return { type: 'gate-passed', ...common, gate: due.kind, details: { lux: 20 } };
    case 'training': {
      const { readerCaseId, stage, attempt } = due;
      // The first attempt fails, the second passes.
      const answers = { ...ANSWERS[stage], realism: attempt === 1 ? 2 : 1 };
      return { type: 'training-locked', ...submission, readerCaseId, stage, attempt, answers };
    }
    case 'training-failed':
      return { type: 'training-waived', ...common, by: 'Cora', reason: 'Seen in person.' };
    case 'case': {
      const { readerCaseId, stage } = due;
      if (!due.open) return { type: 'opened', ...common, readerCaseId };
      return {
        type: 'stage-locked',
        ...submission,
        readerCaseId,
        stage,
        answers: ANSWERS[stage] ?? {},
        trace: null,
      };
    }
    case 'paused':
      return { type: 'resumed', ...common };
    case 'end-session':
      return { type: 'session-ended', ...common, session: due.session };
    case 'questionnaire':
      return {
        type: 'questionnaire-submitted',
        ...common,
        phase: due.phase,
        submissionId: id as SubmissionId,
        answers: { noticed: 'Nothing.' },
      };
    case 'sign':
      return {
        type: 'signed',
        ...common,
        statement: 'I have read all cases.',
        publicKey: 'key',
        signature: 'sig',
      };
    case 'wait':
    case 'await-phase':
    case 'done':
      return null;
    default:
      return unreachable(due);
  }
}

/**
 * A legal history of one reader, a function of the seed: what is due, with crashes and restarts, repeated
 * submissions, pauses, going back, changed answers and waiting in between.
 */
export function randomHistory(plan: ReaderPlan, seed: number, length: number): SessionEvent[] {
  const random = seededRandom(`test-session/${seed}`);
  const below = (bound: number): number => uniformInteger(random, bound);
  const history: SessionEvent[] = [];
  let state: SessionState = startSession();
  let run = 1;
  let second = 0;
  const add = (event: SessionEvent): void => {
    history.push(event);
    state = replaySession(plan, history);
  };
  for (let step = 0; step < length; step += 1) {
    second += 1 + below(30);
    const [runId, at] = [`run-${run}`, secondsIn(second)];
    const due = nextStep(plan, state, runId, at);
    const choice = below(10);
    if (due.kind === 'wait') second += DAY_S * 3;
    else if (choice === 0) run += 1;
    else {
      for (const event of nextEvents(plan, state, history, due, { choice, runId, at, step })) add(event);
    }
  }
  return history;
}

/** What the reader does next: mostly what is due. */
function nextEvents(
  plan: ReaderPlan,
  state: SessionState,
  history: readonly SessionEvent[],
  due: SessionStep,
  { choice, runId, at, step }: { choice: number; runId: string; at: string; step: number },
): SessionEvent[] {
  if (choice === 1) return lastSubmission(history).map((event) => ({ ...event, runId, at }));
  if (choice === 2 && due.kind === 'case' && due.open) return [{ type: 'paused', runId, at, idle: false }];
  if (choice === 3) return goBackAndRevise(plan, state, due, runId, at, `revision-${step}`);
  if (choice === 9 && due.kind === 'done') {
    return [{ type: 'unlocked', runId, at, by: 'Cora', reason: 'One answer was a slip.' }];
  }
  const event = eventFor(due, runId, at, `submission-${step}`);
  return event === null ? [] : [event];
}

/** What a reader's side sends again whose acknowledgement was lost. */
function lastSubmission(history: readonly SessionEvent[]): SessionEvent[] {
  const last = history.at(-1);
  return last !== undefined && 'submissionId' in last ? [last] : [];
}

function goBackAndRevise(
  plan: ReaderPlan,
  state: SessionState,
  due: SessionStep,
  runId: string,
  at: string,
  id: string,
): SessionEvent[] {
  const session = plan.sessions[state.session - 1];
  const done = session?.trials[0]?.readerCaseId;
  const stage = plan.phases[(session?.phase ?? 1) - 1]?.stages.at(-1);
  const within = due.kind === 'case' || due.kind === 'end-session' || (due.kind === 'sign' && state.unlocked);
  if (!within || state.cursor === 0 || done === undefined || stage === undefined) return [];
  return [
    { type: 'went-back', runId, at, readerCaseId: done },
    {
      type: 'revised',
      runId,
      at,
      readerCaseId: done,
      stage,
      submissionId: id as SubmissionId,
      answers: ANSWERS[stage] ?? {},
      timing: { readingTimeMs: null, firstInteractionMs: null, awayMs: null },
    },
    // Back to the case that is due.
    ...(due.kind === 'case' ? [{ type: 'opened' as const, runId, at, readerCaseId: due.readerCaseId }] : []),
  ];
}
