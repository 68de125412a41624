import type { ReaderCaseId, SubmissionId } from '../base/ids.ts';
import type { Answers } from './answers.ts';
import type { SubmissionEvent, Timing } from './session-events.ts';

/** One submission of answers. */
export interface Submission {
  readonly submissionId: SubmissionId;
  readonly stage: string;
  readonly answers: Answers;
  readonly at: string;
  /** When the film came up for the last time before it, or the stage before was locked if later. */
  readonly shownAt: string;
  readonly timing: Timing;
}

export interface TrialState {
  /** Opened in one run and completed in a later one. */
  readonly interrupted: boolean;
  readonly firstOpenedAt: string | null;
  readonly lastOpenedAt: string | null;
  readonly lastRunId: string | null;
  /** One for each stage that is locked, in the phase's order. */
  readonly locked: readonly Submission[];
  /** Later answers to the last stage, oldest first. */
  readonly revisions: readonly Submission[];
  /** How often the reader came back to it. */
  readonly visits: number;
}

export interface TrainingState {
  /** From 1. */
  readonly attempt: number;
  /** Stages answered in this attempt, in the order of the training. */
  readonly answered: number;
  /** Expected answers in this attempt, and those given. */
  readonly expected: number;
  readonly right: number;
  /** Share of expected answers given, of each finished attempt; null: nothing was expected. */
  readonly shares: readonly (number | null)[];
  readonly outcome: 'open' | 'passed' | 'failed' | 'waived';
}

export interface Signature {
  readonly at: string;
  readonly statement: string;
  readonly publicKey: string;
  readonly signature: string;
}

/** What a repeat of a submission must have in common with it: times and traces may differ. */
export interface SubmissionContent {
  readonly type: SubmissionEvent['type'];
  /** The case and its stage; the phase of a questionnaire. */
  readonly of: string;
  readonly answers: Answers;
}

/** One reader's whole study, as its events have left it. Plain JSON. */
export interface SessionState {
  /** The session that is open or was the last one, from 1; 0 before the first. */
  readonly session: number;
  readonly begunAt: readonly string[];
  readonly endedAt: readonly string[];
  /** Cases of the open session that are done: the next one's place. */
  readonly cursor: number;
  readonly trials: Readonly<Record<ReaderCaseId, TrialState>>;
  readonly training: TrainingState;
  readonly displayCheckedIn: { readonly session: number; readonly runId: string } | null;
  /** Phases whose instructions were confirmed, and whose questionnaire was answered. */
  readonly instructed: readonly number[];
  readonly questionnaires: Readonly<Record<number, Omit<Submission, 'stage' | 'timing' | 'shownAt'>>>;
  /** The done case the reader went back to. */
  readonly reviewing: ReaderCaseId | null;
  readonly paused: { readonly since: string; readonly runId: string } | null;
  readonly signature: Signature | null;
  /** Signatures that an unlocking voided. */
  readonly voided: readonly Signature[];
  /** Since the last signature a coordinator has let the reader at it again. */
  readonly unlocked: boolean;
  /** What every submission held, so that a repeat is told from a conflict. */
  readonly submissions: Readonly<Record<SubmissionId, SubmissionContent>>;
  /** The latest time of any event: a clock that was set back does not shorten a washout. */
  readonly latestAt: string | null;
  readonly clockWentBack: number;
}

/** A study before its first event. */
export function startSession(): SessionState {
  return {
    session: 0,
    begunAt: [],
    endedAt: [],
    cursor: 0,
    trials: {},
    training: { attempt: 1, answered: 0, expected: 0, right: 0, shares: [], outcome: 'open' },
    displayCheckedIn: null,
    instructed: [],
    questionnaires: {},
    reviewing: null,
    paused: null,
    signature: null,
    voided: [],
    unlocked: false,
    submissions: {},
    latestAt: null,
    clockWentBack: 0,
  };
}

/** What a case is before it was opened. */
export const UNOPENED: TrialState = {
  interrupted: false,
  firstOpenedAt: null,
  lastOpenedAt: null,
  lastRunId: null,
  locked: [],
  revisions: [],
  visits: 0,
};

export function trialOf(state: SessionState, readerCaseId: ReaderCaseId): TrialState {
  return state.trials[readerCaseId] ?? UNOPENED;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** A state whose fields and records are its own; what they hold is replaced, never changed. */
export type SessionDraft = Mutable<Omit<SessionState, 'trials' | 'submissions'>> & {
  trials: Record<ReaderCaseId, TrialState>;
  submissions: Record<SubmissionId, SubmissionContent>;
};
