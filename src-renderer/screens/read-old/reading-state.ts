import type { LightboxError } from '../../../src-core/base/errors.ts';
import type {
  Answers,
  CaseView,
  InstrumentItemView,
  ReadingStage,
} from '../../../src-core/contract/reading-calls.ts';
import { type FormState, itemsOfStage, missingItems, openForm } from './form-model.ts';
import {
  filmPainted,
  pauseClock,
  type ReadingClock,
  readingTimeMs,
  restartClock,
  resumeClock,
  STOPPED_CLOCK,
} from './reading-clock.ts';

/** What is sent for one stage of one case; a retry sends exactly this again, id included. */
export interface Submission {
  readonly submissionId: string;
  readonly answers: Answers;
  readonly readingTimeMs: number;
}

export type SubmissionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly submission: Submission }
  | { readonly kind: 'failed'; readonly submission: Submission; readonly error: LightboxError };

/** One case on the screen. */
export interface ReadingState {
  readonly case: CaseView;
  readonly stage: ReadingStage;
  /** The text to judge; null until realism is locked. */
  readonly text: string | null;
  readonly form: FormState;
  /** What was locked in this sitting; null before, and for a case that was resumed after its lock. */
  readonly lockedAnswers: Answers | null;
  readonly clock: ReadingClock;
  readonly submission: SubmissionState;
  readonly paused: boolean;
}

export type ReadingAction =
  | { readonly kind: 'painted'; readonly atMs: number }
  | { readonly kind: 'form'; readonly form: FormState }
  | { readonly kind: 'pause'; readonly atMs: number }
  | { readonly kind: 'resume'; readonly atMs: number }
  | { readonly kind: 'send'; readonly submission: Submission }
  | { readonly kind: 'failed'; readonly error: LightboxError }
  | { readonly kind: 'locked'; readonly text: string; readonly atMs: number }
  | { readonly kind: 'opened'; readonly case: CaseView };

export function openCase(items: readonly InstrumentItemView[], opened: CaseView): ReadingState {
  return {
    case: opened,
    stage: opened.stage,
    text: opened.text,
    form: openForm(itemsOfStage(items, opened.stage)),
    lockedAnswers: null,
    clock: STOPPED_CLOCK,
    submission: { kind: 'none' },
    paused: false,
  };
}

/** The screen after an action; `items` is the whole instrument. */
export function reduceReading(
  items: readonly InstrumentItemView[],
  state: ReadingState,
  action: ReadingAction,
): ReadingState {
  switch (action.kind) {
    case 'painted':
      return { ...state, clock: filmPainted(state.clock, action.atMs) };
    case 'form':
      return isEditable(state) ? { ...state, form: action.form } : state;
    case 'pause':
      return { ...state, paused: true, clock: pauseClock(state.clock, action.atMs) };
    case 'resume':
      return { ...state, paused: false, clock: resumeClock(state.clock, action.atMs) };
    case 'send':
      return { ...state, submission: { kind: 'sending', submission: action.submission } };
    case 'failed':
      return failSubmission(state, action.error);
    case 'locked':
      return {
        ...state,
        stage: 'alignment',
        text: action.text,
        lockedAnswers: state.form.answers,
        form: openForm(itemsOfStage(items, 'alignment')),
        clock: restartClock(state.clock, action.atMs),
        submission: { kind: 'none' },
      };
    case 'opened':
      return openCase(items, action.case);
  }
}

function failSubmission(state: ReadingState, error: LightboxError): ReadingState {
  if (state.submission.kind === 'none') return state;
  return { ...state, submission: { kind: 'failed', submission: state.submission.submission, error } };
}

/** Answers can change until they are sent; after a failure they stay as sent, so that a retry is the same. */
export function isEditable(state: ReadingState): boolean {
  return state.submission.kind === 'none' && !state.paused;
}

/** The submission that could be sent now: everything required answered, the film seen. Else null. */
export function readySubmission(
  items: readonly InstrumentItemView[],
  state: ReadingState,
  atMs: number,
  newId: () => string,
): Submission | null {
  if (state.paused || state.submission.kind === 'sending') return null;
  if (state.submission.kind === 'failed') return state.submission.submission;
  if (missingItems(itemsOfStage(items, state.stage), state.form.answers).length > 0) return null;
  const elapsedMs = readingTimeMs(state.clock, atMs);
  if (elapsedMs === null) return null;
  return { submissionId: newId(), answers: state.form.answers, readingTimeMs: elapsedMs };
}
