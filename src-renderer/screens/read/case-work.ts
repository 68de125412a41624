import type { LightboxError } from '../../../src-core/base/errors.ts';
import type { SubmissionId } from '../../../src-core/base/ids.ts';
import type { ReadingStudy, ShownCase } from '../../../src-core/contract/reader-calls.ts';
import type { Answers } from '../../../src-core/study/answers.ts';
import type { Timing, ViewStep } from '../../../src-core/study/session-events.ts';
import {
  askedItems,
  type FormStage,
  type FormState,
  givenAnswers,
  missingItems,
  openForm,
} from './form-model.ts';
import { cameIntoSight, type ReadingClock, STOPPED_CLOCK, timingOf } from './reading-clock.ts';

/** What is sent for one stage of one case; a retry sends exactly this again, id included. */
export interface Submission {
  readonly submissionId: SubmissionId;
  readonly answers: Answers;
  readonly timing: Timing;
  readonly trace: ViewStep[] | null;
}

export type SubmissionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly submission: Submission }
  | { readonly kind: 'failed'; readonly submission: Submission; readonly error: LightboxError };

/** One stage of one case on the screen. */
export interface CaseWork {
  readonly step: ShownCase;
  readonly form: FormState;
  readonly clock: ReadingClock;
  readonly submission: SubmissionState;
}

/** The same stage of the same case, however often it comes up. */
export function workKey({ kind, readerCaseId, stage, ...rest }: ShownCase): string {
  return `${kind} ${readerCaseId} ${stage} ${'attempt' in rest ? rest.attempt : ''}`;
}

export function formStage(study: ReadingStudy, { stage, locked }: ShownCase): FormStage {
  const earlier: Answers = Object.assign({}, ...locked.map(({ answers }) => answers));
  return { items: study.instrument.items, stage, earlier };
}

/**
 * A stage as it comes up.
 * @param before what stood on the screen: the films of the same case stay, and their next stage is in sight at once.
 */
export function openWork(
  study: ReadingStudy,
  step: ShownCase,
  before: CaseWork | null,
  atMs: number,
): CaseWork {
  const stays = before?.step.readerCaseId === step.readerCaseId && before.step.kind === step.kind;
  const films = stays ? before.step.films : step.films;
  const inSight = stays && before.clock.firstSightAtMs !== null;
  const of = formStage(study, step);
  return {
    step: { ...step, films },
    form: step.kind === 'review' ? openForm(of, answersGiven(step.answers)) : openForm(of),
    clock: inSight ? cameIntoSight(STOPPED_CLOCK, atMs) : STOPPED_CLOCK,
    submission: { kind: 'none' },
  };
}

/** Stored answers as a form holds them: without what was not answered. */
function answersGiven(answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Answers can change until they are sent; after a failure they stay as sent, so that a retry is the same. */
export function isEditable({ submission }: CaseWork): boolean {
  return submission.kind === 'none';
}

/** How many questions still need an answer before the stage can be sent. */
export function missingCount(study: ReadingStudy, { step, form }: CaseWork): number {
  return missingItems(formStage(study, step), form.answers).length;
}

/** Whether a case under review would be sent with other answers than it has. */
export function isRevised(study: ReadingStudy, { step, form }: CaseWork): boolean {
  if (step.kind !== 'review') return false;
  const of = formStage(study, step);
  const [now, then] = [form.answers, answersGiven(step.answers)];
  return askedItems(of, now).some(
    ({ id }) => JSON.stringify(now[id] ?? null) !== JSON.stringify(then[id] ?? null),
  );
}

/** What could be sent now: everything required answered, the films seen. Else null. */
export function readySubmission(
  study: ReadingStudy,
  work: CaseWork,
  trace: readonly ViewStep[],
  atMs: number,
  newId: () => SubmissionId,
): Submission | null {
  if (work.submission.kind === 'sending') return null;
  if (work.submission.kind === 'failed') return work.submission.submission;
  if (missingCount(study, work) > 0) return null;
  const timing = timingOf(work.clock, atMs);
  if (timing === null) return null;
  const answers = givenAnswers(formStage(study, work.step), work.form.answers);
  return { submissionId: newId(), answers, timing, trace: work.step.kind === 'case' ? [...trace] : null };
}
