import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { ReaderCaseId, SubmissionId } from '../base/ids.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Answers } from './answers.ts';

/**
 * What a reader did, in the order it was committed. `runId` names one stay at the screen (a process run); `at`
 * is UTC in ISO 8601. Answers are in the canonical form of `validateAnswers`.
 */
export type SessionEvent =
  | {
      readonly type: 'opened';
      readonly readerCaseId: ReaderCaseId;
      readonly runId: string;
      readonly at: string;
    }
  | {
      readonly type: 'realism-locked' | 'alignment-submitted';
      readonly readerCaseId: ReaderCaseId;
      readonly runId: string;
      readonly at: string;
      readonly submissionId: SubmissionId;
      readonly answers: Answers;
      /** By the window's monotonic clock, from the stage's first sight, without pauses; null where not measured. */
      readonly readingTimeMs: number | null;
    };

type SubmissionEvent = Exclude<SessionEvent, { type: 'opened' }>;

/** `opened`: film shown, realism asked; `realism-locked`: text revealed, alignment asked. */
export type CasePhase = 'unopened' | 'opened' | 'realism-locked' | 'done';

export interface Submission {
  readonly submissionId: SubmissionId;
  readonly answers: Answers;
  readonly at: string;
  /** When the film came up for the last time before this submission, or the text was revealed if later. */
  readonly shownAt: string;
  readonly readingTimeMs: number | null;
}

export interface SessionCase {
  readonly readerCaseId: ReaderCaseId;
  readonly phase: CasePhase;
  /** Opened in one run and completed in a later one. */
  readonly interrupted: boolean;
  readonly firstOpenedAt: string | null;
  readonly lastOpenedAt: string | null;
  readonly lastRunId: string | null;
  readonly realism: Submission | null;
  readonly alignment: Submission | null;
}

/** A reader's session: the cases in reading order. Every case before the first that is not done is done. */
export interface SessionState {
  readonly cases: readonly SessionCase[];
}

export interface NextCase {
  readonly readerCaseId: ReaderCaseId;
  /** From 1. */
  readonly position: number;
  readonly phase: Exclude<CasePhase, 'done'>;
  readonly interrupted: boolean;
}

/** A session before its first event. */
export function startSession(order: readonly ReaderCaseId[]): SessionState {
  return {
    cases: order.map((readerCaseId) => ({
      readerCaseId,
      phase: 'unopened',
      interrupted: false,
      firstOpenedAt: null,
      lastOpenedAt: null,
      lastRunId: null,
      realism: null,
      alignment: null,
    })),
  };
}

/** The state that a session's events lead to. @throws LightboxError as `applyEvent`. */
export function replaySession(order: readonly ReaderCaseId[], events: Iterable<SessionEvent>): SessionState {
  let state = startSession(order);
  for (const event of events) state = applyEvent(state, event);
  return state;
}

/**
 * The state after one event. A repeat of a submission that is already held (same id, same answers) changes
 * nothing, so that an acknowledgement that was lost can be asked for again.
 *
 * @throws LightboxError READING_OUT_OF_ORDER for a case that is not next, a stage that is not due, or a
 * submission from a run that did not open the case; READING_CONFLICT for a submission id used with other
 * answers; NOT_FOUND for a case that is not of this session.
 */
export function applyEvent(state: SessionState, event: SessionEvent): SessionState {
  const index = state.cases.findIndex(({ readerCaseId }) => readerCaseId === event.readerCaseId);
  const current = state.cases[index];
  if (current === undefined) {
    throw new LightboxError('NOT_FOUND', `The session has no case ${event.readerCaseId}.`, {
      readerCaseId: event.readerCaseId,
    });
  }
  if (event.type !== 'opened' && isRepeat(state, current, event)) return state;
  if (index !== state.cases.findIndex(({ phase }) => phase !== 'done')) {
    throw outOfOrder(current, current.phase === 'done' ? 'is completed' : 'is not the next case');
  }
  const changed = applyToCase(current, event);
  if (changed === current) return state;
  return { cases: state.cases.map((entry, at) => (at === index ? changed : entry)) };
}

/** The case to read now, null when all are done. `runId`: the run that asks, to tell an interrupted case. */
export function nextCase(state: SessionState, runId: string): NextCase | null {
  const index = state.cases.findIndex(({ phase }) => phase !== 'done');
  const entry = state.cases[index];
  if (entry === undefined || entry.phase === 'done') return null;
  return {
    readerCaseId: entry.readerCaseId,
    position: index + 1,
    phase: entry.phase,
    interrupted: entry.interrupted || isOtherRun(entry, runId),
  };
}

export function sessionProgress(state: SessionState): { readonly done: number; readonly total: number } {
  return { done: state.cases.filter(({ phase }) => phase === 'done').length, total: state.cases.length };
}

function applyToCase(entry: SessionCase, event: SessionEvent): SessionCase {
  switch (event.type) {
    case 'opened':
      return open(entry, event.runId, event.at);
    case 'realism-locked':
      requirePhase(entry, event, 'opened');
      return { ...entry, phase: 'realism-locked', realism: submission(event, entry.lastOpenedAt) };
    case 'alignment-submitted':
      requirePhase(entry, event, 'realism-locked');
      return { ...entry, phase: 'done', alignment: submission(event, alignmentShownAt(entry)) };
    default:
      return unreachable(event);
  }
}

function open(entry: SessionCase, runId: string, at: string): SessionCase {
  if (entry.lastRunId === runId) return entry;
  return {
    ...entry,
    phase: entry.phase === 'unopened' ? 'opened' : entry.phase,
    interrupted: entry.interrupted || isOtherRun(entry, runId),
    firstOpenedAt: entry.firstOpenedAt ?? at,
    lastOpenedAt: at,
    lastRunId: runId,
  };
}

function isOtherRun(entry: SessionCase, runId: string): boolean {
  return entry.lastRunId !== null && entry.lastRunId !== runId;
}

/** The later of the last opening and the lock of realism: in a resumed case the film came up after the lock. */
function alignmentShownAt({ lastOpenedAt, realism }: SessionCase): string | null {
  if (lastOpenedAt === null || realism === null) return lastOpenedAt;
  return Date.parse(lastOpenedAt) > Date.parse(realism.at) ? lastOpenedAt : realism.at;
}

function submission(event: SubmissionEvent, shownAt: string | null): Submission {
  return {
    submissionId: event.submissionId,
    answers: event.answers,
    at: event.at,
    shownAt: shownAt ?? event.at,
    readingTimeMs: event.readingTimeMs,
  };
}

function requirePhase(entry: SessionCase, event: SubmissionEvent, due: CasePhase): void {
  if (entry.phase !== due) throw outOfOrder(entry, `is ${entry.phase}: "${event.type}" is not due`);
  if (entry.lastRunId !== event.runId) throw outOfOrder(entry, 'must be opened again in this run first');
}

function isRepeat(state: SessionState, current: SessionCase, event: SubmissionEvent): boolean {
  for (const entry of state.cases) {
    for (const stage of ['realism', 'alignment'] as const) {
      const held = entry[stage];
      if (held?.submissionId !== event.submissionId) continue;
      const sameStage = (stage === 'realism') === (event.type === 'realism-locked');
      const same =
        entry === current && sameStage && canonicalJson(held.answers) === canonicalJson(event.answers);
      if (same) return true;
      throw new LightboxError(
        'READING_CONFLICT',
        `The submission ${event.submissionId} is already held with other content; the first one stands.`,
        { submissionId: event.submissionId },
      );
    }
  }
  return false;
}

function outOfOrder(entry: SessionCase, what: string): LightboxError {
  return new LightboxError('READING_OUT_OF_ORDER', `The case ${entry.readerCaseId} ${what}.`, {
    readerCaseId: entry.readerCaseId,
    phase: entry.phase,
  });
}
