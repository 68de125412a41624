import type { ReaderCaseId } from '../base/ids.ts';
import type { PlannedPhase, PlannedSession, ReaderPlan } from './reader-plan.ts';
import { type SessionState, trialOf } from './session-state.ts';

/** What is due for a reader now. */
export type SessionStep =
  | { readonly kind: 'begin-session'; readonly session: number }
  /** The washout: the session may begin at `until`. */
  | { readonly kind: 'wait'; readonly session: number; readonly until: string }
  | { readonly kind: 'display-check' }
  | { readonly kind: 'instructions'; readonly phase: number }
  | {
      readonly kind: 'training';
      readonly readerCaseId: ReaderCaseId;
      readonly stage: string;
      readonly attempt: number;
      /** From 1, of the cases of one attempt. */
      readonly position: number;
      readonly total: number;
    }
  /** The training was not passed in the attempts there are; the coordinator decides. */
  | { readonly kind: 'training-failed' }
  | {
      readonly kind: 'case';
      readonly readerCaseId: ReaderCaseId;
      readonly stage: string;
      /** From 1, in this session. */
      readonly position: number;
      readonly total: number;
      /** Its film is before the reader in this run. */
      readonly open: boolean;
      readonly interrupted: boolean;
    }
  | { readonly kind: 'paused'; readonly since: string }
  | { readonly kind: 'end-session'; readonly session: number }
  | { readonly kind: 'questionnaire'; readonly phase: number }
  /** The plan's phases are read, and more will come with another package. */
  | { readonly kind: 'await-phase' }
  | { readonly kind: 'sign' }
  | { readonly kind: 'done' };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What is due.
 *
 * @param runId the stay at the screen that asks. @param now UTC, ISO 8601: the clock that washouts are held to.
 */
export function nextStep(plan: ReaderPlan, state: SessionState, runId: string, now: string): SessionStep {
  if (state.signature !== null) return { kind: 'done' };
  // A pause ends with the run it was made in.
  if (state.paused?.runId === runId) return { kind: 'paused', since: state.paused.since };
  const session = plan.sessions[state.session - 1];
  if (session === undefined) return beginStep(plan, state, 1, now);
  const phase = phaseOf(plan, session);
  if (state.endedAt.length < state.session) return insideSession(plan, state, session, phase, runId);
  const following = plan.sessions[state.session];
  if (
    phase.questionnaire !== null &&
    following?.phase !== session.phase &&
    state.questionnaires[phase.number] === undefined
  ) {
    return { kind: 'questionnaire', phase: phase.number };
  }
  if (following !== undefined) return beginStep(plan, state, state.session + 1, now);
  return plan.morePhases ? { kind: 'await-phase' } : { kind: 'sign' };
}

function beginStep(plan: ReaderPlan, state: SessionState, session: number, now: string): SessionStep {
  const until = mayBeginAt(plan, state, session);
  const clock = Math.max(Date.parse(now), Date.parse(state.latestAt ?? now));
  if (until !== null && clock < Date.parse(until)) return { kind: 'wait', session, until };
  return { kind: 'begin-session', session };
}

/** When the washout before a session is over; null where there is none. */
export function mayBeginAt(plan: ReaderPlan, state: SessionState, session: number): string | null {
  const days = plan.sessions[session - 1]?.leastDaysAfterPrevious ?? 0;
  const ended = state.endedAt[session - 2];
  if (days === 0 || ended === undefined) return null;
  return new Date(Date.parse(ended) + days * DAY_MS).toISOString();
}

function insideSession(
  plan: ReaderPlan,
  state: SessionState,
  session: PlannedSession,
  phase: PlannedPhase,
  runId: string,
): SessionStep {
  const checked = state.displayCheckedIn;
  const stale =
    checked?.session !== state.session || (plan.displayCheck === 'every-sign-in' && checked.runId !== runId);
  if (plan.displayCheck !== 'never' && stale) return { kind: 'display-check' };
  if (phase.instructions !== null && !state.instructed.includes(phase.number)) {
    return { kind: 'instructions', phase: phase.number };
  }
  if (session.training.length > 0) {
    if (state.training.outcome === 'failed') return { kind: 'training-failed' };
    if (state.training.outcome === 'open') return trainingStep(state, session, phase);
  }
  const trial = session.trials[state.cursor];
  if (trial === undefined) return { kind: 'end-session', session: session.number };
  const { locked, lastRunId, interrupted } = trialOf(state, trial.readerCaseId);
  return {
    kind: 'case',
    readerCaseId: trial.readerCaseId,
    stage: phase.stages[locked.length] ?? '',
    position: state.cursor + 1,
    total: session.trials.length,
    open: lastRunId === runId,
    interrupted: interrupted || (lastRunId !== null && lastRunId !== runId),
  };
}

function trainingStep({ training }: SessionState, session: PlannedSession, phase: PlannedPhase): SessionStep {
  const place = Math.floor(training.answered / phase.stages.length);
  return {
    kind: 'training',
    readerCaseId: session.training[place]?.readerCaseId ?? ('' as ReaderCaseId),
    stage: phase.stages[training.answered % phase.stages.length] ?? '',
    attempt: training.attempt,
    position: place + 1,
    total: session.training.length,
  };
}

export function phaseOf(plan: ReaderPlan, session: PlannedSession): PlannedPhase {
  const phase = plan.phases[session.phase - 1];
  if (phase === undefined) throw new Error(`The plan has no phase ${session.phase}.`);
  return phase;
}

/** Cases done and in all, over every session; nothing about answers. */
export function sessionProgress(
  plan: ReaderPlan,
  state: SessionState,
): { readonly done: number; readonly total: number } {
  const before = plan.sessions.slice(0, Math.max(0, state.session - 1));
  const count = (sessions: readonly PlannedSession[]): number =>
    sessions.reduce((sum, { trials }) => sum + trials.length, 0);
  return { done: count(before) + state.cursor, total: count(plan.sessions) };
}
