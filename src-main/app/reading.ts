import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import type {
  Answers,
  CaseView,
  InstrumentItemView,
  ReadingStage,
} from '../../src-core/contract/reading-calls.ts';
import { validateAnswers } from '../../src-core/study/answers.ts';
import { type InstrumentItem, instrumentSchema } from '../../src-core/study/instrument.ts';
import { applyEvent, nextCase, type SessionState } from '../../src-core/study/session.ts';
import type { ReaderStudy } from '../store/ports.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { readerSession } from './reader-session.ts';
import { type AppSession, signedIn } from './session.ts';

/** What a frozen study lets its readers know; written at freeze. */
export const readerViewSchema = z.strictObject({
  matrixSizePx: z.number().int().positive(),
  instrument: instrumentSchema,
});
export type ReaderView = z.infer<typeof readerViewSchema>;

interface Submission {
  readonly submissionId: SubmissionId;
  readonly readerCaseId: ReaderCaseId;
  readonly answers: Answers;
  readonly readingTimeMs: number;
}

/** The reader's calls. They go through the store's reader side, which has no method that returns truth. */
export function readingHandlers(ports: AppPorts): HandlersOf<'read'> {
  const { reader } = ports.store;

  const submit = (stage: ReadingStage, submission: Submission, session: AppSession): void => {
    const person = signedIn(session);
    const study = studyOf(ports, person.id, submission.readerCaseId, session);
    const answers = validateAnswers(viewOf(study).instrument, stage, submission.answers);
    const open = session.openCase;
    const now = ports.clock().toISOString();
    requireDue(ports, person.id, study.studyId, session, stage, { ...submission, answers }, now);
    ports.store.readings.insertReading({
      submissionId: submission.submissionId,
      readerId: person.id,
      readerCaseId: submission.readerCaseId,
      stage,
      answers: jsonAnswers(answers),
      sessionId: session.signInId,
      openedAt: open?.readerCaseId === submission.readerCaseId ? open.stageOpenedAt : now,
      readingTimeMs: submission.readingTimeMs,
    });
    // A late repeat of an earlier case's submission must not take the present case away.
    if (open?.readerCaseId === submission.readerCaseId)
      session.openCase = { readerCaseId: submission.readerCaseId, stageOpenedAt: now };
  };

  return {
    'read.assignments': (_input, session) =>
      reader.studies(signedIn(session).id).map(({ studyId, name, state, cases, complete }) => ({
        studyId,
        studyName: name,
        done: complete,
        total: cases,
        open: state === 'frozen',
      })),
    'read.instrument': ({ studyId }, session) =>
      viewOf(assigned(ports, signedIn(session).id, studyId)).instrument.items.map(toItemView),
    'read.next': ({ studyId }, session) => openNext(ports, studyId, session),
    'read.submitRealism': (submission, session) => {
      submit('realism', submission, session);
      return { acknowledged: true, text: reader.text(signedIn(session).id, submission.readerCaseId) };
    },
    'read.submitAlignment': (submission, session) => {
      submit('alignment', submission, session);
      return { acknowledged: true };
    },
  };
}

/**
 * The session's state machine decides whether this submission is due: the next case, the stage that comes now, a
 * case that this sign-in has opened; a repeat of a submission that is held passes.
 * @throws LightboxError READING_OUT_OF_ORDER, READING_CONFLICT
 */
function requireDue(
  ports: AppPorts,
  readerId: UserId,
  studyId: StudyId,
  session: AppSession,
  stage: ReadingStage,
  submission: Omit<Submission, 'answers'> & { readonly answers: ReturnType<typeof validateAnswers> },
  at: string,
): void {
  const { readerCaseId, submissionId, answers, readingTimeMs } = submission;
  const runId = session.signInId;
  let state = readerSession(ports.store, readerId, studyId, runId);
  if (session.openCase?.readerCaseId === readerCaseId && !isDone(state, readerCaseId)) {
    state = applyEvent(state, { type: 'opened', readerCaseId, runId, at: session.openCase.stageOpenedAt });
  }
  const type = stage === 'realism' ? 'realism-locked' : 'alignment-submitted';
  applyEvent(state, { type, readerCaseId, runId, at, submissionId, answers, readingTimeMs });
}

function isDone(state: SessionState, readerCaseId: ReaderCaseId): boolean {
  return state.cases.some((entry) => entry.readerCaseId === readerCaseId && entry.phase === 'done');
}

function openNext(ports: AppPorts, studyId: StudyId, session: AppSession): CaseView | null {
  const { reader } = ports.store;
  const readerId = signedIn(session).id;
  const study = assigned(ports, readerId, studyId);
  if (study.state !== 'frozen')
    throw new LightboxError('CONFLICT', 'The reading of this study has been closed.');
  const state = readerSession(ports.store, readerId, studyId, session.signInId);
  const next = nextCase(state, session.signInId);
  if (next === null) {
    session.openCase = null;
    return null;
  }
  const stage = next.phase === 'realism-locked' ? 'alignment' : 'realism';
  const opening = reader.openCase(readerId, next.readerCaseId, session.signInId);
  session.openCase = { readerCaseId: next.readerCaseId, stageOpenedAt: opening.openedAt };
  return {
    readerCaseId: next.readerCaseId,
    pixelsUrl: session.caseUrl(next.readerCaseId),
    matrixSizePx: viewOf(study).matrixSizePx,
    position: next.position,
    total: state.cases.length,
    stage,
    text: stage === 'alignment' ? reader.text(readerId, next.readerCaseId) : null,
    interrupted: opening.interrupted,
  };
}

function assigned(ports: AppPorts, readerId: UserId, studyId: StudyId): ReaderStudy {
  const study = ports.store.reader.studies(readerId).find((candidate) => candidate.studyId === studyId);
  if (study === undefined) throw new LightboxError('NOT_FOUND', 'This study is not assigned to you.');
  return study;
}

function studyOf(
  ports: AppPorts,
  readerId: UserId,
  readerCaseId: ReaderCaseId,
  session: AppSession,
): ReaderStudy {
  const { reader } = ports.store;
  const study = reader
    .studies(readerId)
    .find(({ studyId }) =>
      reader.cases(readerId, studyId, session.signInId).some((entry) => entry.readerCaseId === readerCaseId),
    );
  if (study === undefined) throw new LightboxError('NOT_FOUND', 'This case is not one of yours.');
  return study;
}

const viewOf = (study: ReaderStudy): ReaderView => readerViewSchema.parse(study.readerView);

/** Answers as plain JSON values, lists copied so that they are not read-only. */
function jsonAnswers(
  answers: ReturnType<typeof validateAnswers>,
): Record<string, number | string | string[] | null> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, value]) => [
      id,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  );
}

function toItemView(item: InstrumentItem): InstrumentItemView {
  const common = { id: item.id, stage: item.stage, required: item.required, labelKey: item.label };
  switch (item.kind) {
    case 'likert':
      return {
        ...common,
        kind: 'likert',
        min: item.min,
        max: item.max,
        anchorKeys: Object.fromEntries(
          item.anchors.map((anchor, index) => [String(item.min + index), anchor]),
        ),
      };
    case 'forced-choice':
      return { ...common, kind: 'choice', options: item.options.map(toOptionView) };
    case 'multi-select':
      return { ...common, kind: 'multi-select', options: item.options.map(toOptionView) };
    case 'free-text':
      return { ...common, kind: 'text', maxLength: item.maxLength };
  }
}

const toOptionView = (option: { value: string; label: string; key: string | null }) => ({
  value: option.value,
  labelKey: option.label,
  key: option.key ?? '',
});
