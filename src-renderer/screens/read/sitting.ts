import type { LightboxError } from '../../../src-core/base/errors.ts';
import type {
  ReadingStep,
  ReadingStudy,
  ShownCase,
  TrainingFeedback,
} from '../../../src-core/contract/reader-calls.ts';
import { type CaseWork, isEditable, openWork, type Submission, workKey } from './case-work.ts';
import type { FormState } from './form-model.ts';
import { cameBack, cameIntoSight, interacted, type ReadingClock, wentAway } from './reading-clock.ts';

/** What a command that is no submission came to. */
export interface CommandFailure {
  readonly error: LightboxError;
  readonly retry: () => void;
}

/** One stay with one study. */
export interface Sitting {
  readonly study: ReadingStudy;
  /** What is due, as main said it last. */
  readonly step: ReadingStep;
  /** The case on the screen; it stays through a pause and while the feedback on it is read. */
  readonly work: CaseWork | null;
  /** What lies over the films. */
  readonly cover: 'none' | 'pause' | 'idle';
  /** On the training case on the screen; what is due after it waits. */
  readonly feedback: { readonly of: TrainingFeedback; readonly next: ReadingStep } | null;
  /** A command is on its way. */
  readonly busy: boolean;
  readonly failure: CommandFailure | null;
}

export type SittingAction =
  | {
      readonly kind: 'step';
      readonly step: ReadingStep;
      readonly study?: ReadingStudy;
      /** Work that was left at the case that comes. */
      readonly kept: CaseWork | null;
      /** The films are to be fetched anew. */
      readonly fresh?: boolean;
      readonly atMs: number;
    }
  | { readonly kind: 'feedback'; readonly of: TrainingFeedback; readonly next: ReadingStep }
  | { readonly kind: 'form'; readonly form: FormState }
  | { readonly kind: 'painted'; readonly atMs: number }
  | { readonly kind: 'interacted'; readonly atMs: number }
  /** @property sinceMs when the absence began. */
  | { readonly kind: 'cover'; readonly cover: 'pause' | 'idle'; readonly sinceMs: number }
  | { readonly kind: 'send'; readonly submission: Submission }
  | { readonly kind: 'failed'; readonly error: LightboxError }
  /** After a refusal for what was entered: nothing was stored, so that it can be changed. */
  | { readonly kind: 'edit-again' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'command-failed'; readonly failure: CommandFailure }
  | { readonly kind: 'dismiss' };

export function shownCase(step: ReadingStep): ShownCase | null {
  return step.kind === 'case' || step.kind === 'training' || step.kind === 'review' ? step : null;
}

export function openSitting(
  study: ReadingStudy,
  step: ReadingStep,
  kept: CaseWork | null,
  atMs: number,
): Sitting {
  const shown = shownCase(step);
  return {
    study,
    step,
    work: shown === null ? null : workAt(study, shown, null, kept, atMs),
    cover: step.kind === 'paused' ? 'pause' : 'none',
    feedback: null,
    busy: false,
    failure: null,
  };
}

/** The case that comes: as it was left, or new. */
function workAt(
  study: ReadingStudy,
  shown: ShownCase,
  before: CaseWork | null,
  kept: CaseWork | null,
  atMs: number,
): CaseWork {
  if (kept !== null && workKey(kept.step) === workKey(shown)) {
    // Its films come up anew, at new places; the time without them is an absence until they are painted.
    return { ...kept, step: shown };
  }
  return openWork(study, shown, before, atMs);
}

export function reduceSitting(sitting: Sitting, action: SittingAction): Sitting {
  switch (action.kind) {
    case 'step':
      return takeStep(sitting, action);
    case 'feedback':
      return { ...sitting, feedback: { of: action.of, next: action.next }, busy: false, failure: null };
    case 'form':
      return sitting.work !== null && isEditable(sitting.work) && sitting.cover === 'none'
        ? withWork(sitting, { form: action.form })
        : sitting;
    case 'painted':
      return onClock(sitting, (clock) => {
        const seen = cameIntoSight(clock, action.atMs);
        return sitting.cover === 'none' ? cameBack(seen, action.atMs) : seen;
      });
    case 'interacted':
      return onClock(sitting, (clock) => interacted(clock, action.atMs));
    case 'cover':
      return {
        ...onClock(sitting, (clock) => wentAway(clock, action.sinceMs)),
        cover: action.cover,
      };
    case 'send':
      return withWork(sitting, { submission: { kind: 'sending', submission: action.submission } });
    case 'failed': {
      const sent = sitting.work?.submission;
      if (sent === undefined || sent.kind === 'none') return sitting;
      return withWork(sitting, {
        submission: { kind: 'failed', submission: sent.submission, error: action.error },
      });
    }
    case 'edit-again':
      return withWork(sitting, { submission: { kind: 'none' } });
    case 'busy':
      return { ...sitting, busy: true, failure: null };
    case 'command-failed':
      return { ...sitting, busy: false, failure: action.failure };
    case 'dismiss':
      return { ...sitting, failure: null };
  }
}

function takeStep(sitting: Sitting, action: Extract<SittingAction, { kind: 'step' }>): Sitting {
  const { step, kept, atMs } = action;
  const study = action.study ?? sitting.study;
  const settled = { ...sitting, study, step, feedback: null, busy: false, failure: null };
  // The case stays under the cover, its clock stopped.
  if (step.kind === 'paused')
    return { ...settled, cover: sitting.cover === 'none' ? 'pause' : sitting.cover };
  const shown = shownCase(step);
  if (shown === null) return { ...settled, work: null, cover: 'none' };
  const { work } = sitting;
  if (work === null || workKey(work.step) !== workKey(shown))
    return { ...settled, cover: 'none', work: workAt(study, shown, work, kept, atMs) };
  if (action.fresh === true)
    return { ...settled, cover: 'none', work: { ...work, step: shown, submission: { kind: 'none' } } };
  // What changes while a case stands: that it was interrupted, the case to go back to.
  const stays = { ...work, step: { ...shown, films: work.step.films }, clock: cameBack(work.clock, atMs) };
  return { ...settled, cover: 'none', work: stays };
}

function withWork(sitting: Sitting, part: Partial<CaseWork>): Sitting {
  return sitting.work === null ? sitting : { ...sitting, work: { ...sitting.work, ...part } };
}

/** Most input changes nothing: the window must not be drawn anew for it. */
function onClock(sitting: Sitting, change: (clock: ReadingClock) => ReadingClock): Sitting {
  if (sitting.work === null) return sitting;
  const clock = change(sitting.work.clock);
  return clock === sitting.work.clock ? sitting : withWork(sitting, { clock });
}

/** Work as it is kept while its reader is elsewhere: no time passes in it. */
export function leftWork(work: CaseWork, atMs: number): CaseWork {
  return { ...work, submission: { kind: 'none' }, clock: wentAway(work.clock, atMs) };
}
