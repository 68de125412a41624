import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import type {
  Answers,
  CaseView,
  InstrumentItemView,
  ReadingStage,
} from '../../src-core/contract/reading-calls.ts';
import { validateAnswers } from '../../src-core/study/answers.ts';
import type { InstrumentItem } from '../../src-core/study/instrument.ts';
import type { Label } from '../../src-core/study/label.ts';
import { applyEvent } from '../../src-core/study/session.ts';
import { trialOf } from '../../src-core/study/session-state.ts';
import { nextStep } from '../../src-core/study/session-steps.ts';
import type { ReaderStudy } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { type ReaderView, readerSession, readerViewSchema } from './reader-session.ts';
import { type AppSession, signedIn } from './session.ts';

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
    const open = session.openCase;
    const now = ports.clock().toISOString();
    const answers = dueAnswers(ports, person.id, study, session, stage, submission, now);
    ports.store.readings.insertReading({
      submissionId: submission.submissionId,
      readerId: person.id,
      readerCaseId: submission.readerCaseId,
      stage,
      answers: jsonObjectSchema.parse(answers),
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
 * The answers in the form that is stored. The session's state machine decides whether this submission is due: the
 * next case, the stage that comes now, a case that this sign-in has opened; a repeat of one that is held passes.
 * @throws LightboxError BAD_INPUT, READING_OUT_OF_ORDER, READING_CONFLICT
 */
function dueAnswers(
  ports: AppPorts,
  readerId: UserId,
  study: ReaderStudy,
  session: AppSession,
  stage: ReadingStage,
  submission: Submission,
  at: string,
): ReturnType<typeof validateAnswers> {
  const { readerCaseId, submissionId, readingTimeMs } = submission;
  const runId = session.signInId;
  const { plan, state: stored } = readerSession(ports.store, readerId, study, runId, at);
  const { locked } = trialOf(stored, readerCaseId);
  const answers = validateAnswers(plan.instrument, stage, submission.answers, {
    earlier: Object.assign({}, ...locked.filter((held) => held.stage !== stage).map((held) => held.answers)),
    matrixSizePx: plan.matrixSizePx,
    films: plan.filmsAtOnce,
  });
  const isDone = locked.length === plan.instrument.stages.length;
  const state =
    session.openCase?.readerCaseId === readerCaseId && !isDone
      ? applyEvent(plan, stored, { type: 'opened', readerCaseId, runId, at: session.openCase.stageOpenedAt })
      : stored;
  applyEvent(plan, state, {
    type: 'stage-locked',
    readerCaseId,
    stage,
    runId,
    at,
    submissionId,
    answers,
    timing: { readingTimeMs, firstInteractionMs: null, awayMs: null },
    trace: null,
  });
  return answers;
}

function openNext(ports: AppPorts, studyId: StudyId, session: AppSession): CaseView | null {
  const { reader } = ports.store;
  const readerId = signedIn(session).id;
  const study = assigned(ports, readerId, studyId);
  if (study.state !== 'frozen')
    throw new LightboxError('CONFLICT', 'The reading of this study has been closed.');
  const now = ports.clock().toISOString();
  const { plan, state } = readerSession(ports.store, readerId, study, session.signInId, now);
  const next = nextStep(plan, state, session.signInId, now);
  if (next.kind !== 'case') {
    session.openCase = null;
    return null;
  }
  const stage = stageOf(next.stage);
  const opening = reader.openCase(readerId, next.readerCaseId, session.signInId);
  session.openCase = { readerCaseId: next.readerCaseId, stageOpenedAt: opening.openedAt };
  return {
    readerCaseId: next.readerCaseId,
    pixelsUrl: session.caseUrl(next.readerCaseId),
    matrixSizePx: plan.matrixSizePx,
    position: next.position,
    total: next.total,
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

/** The stages that the reader's window shows so far. */
function stageOf(stage: string): ReadingStage {
  if (stage === 'realism' || stage === 'alignment') return stage;
  throw new LightboxError('STUDY_INVALID', `This version shows no stage "${stage}".`, { stage });
}

const viewOf = (study: ReaderStudy): ReaderView => readerViewSchema.parse(study.readerView);

function toItemView(item: InstrumentItem): InstrumentItemView {
  const common = {
    id: item.id,
    stage: stageOf(item.stage),
    required: item.required,
    labelKey: labelKey(item.label),
  };
  switch (item.kind) {
    case 'likert':
      return {
        ...common,
        kind: 'likert',
        min: item.min,
        max: item.max,
        anchorKeys: Object.fromEntries(
          item.anchors.map((anchor, index) => [
            String(item.min + index),
            anchor === null ? '' : labelKey(anchor),
          ]),
        ),
      };
    case 'forced-choice':
      return { ...common, kind: 'choice', options: item.options.map(toOptionView) };
    case 'multi-select':
      return { ...common, kind: 'multi-select', options: item.options.map(toOptionView) };
    case 'free-text':
      return { ...common, kind: 'text', maxLength: item.maxLength };
    default:
      throw new LightboxError('STUDY_INVALID', `This version shows no item of the kind "${item.kind}".`, {
        item: item.id,
      });
  }
}

const toOptionView = (option: { value: string; label: Label; key: string | null }) => ({
  value: option.value,
  labelKey: labelKey(option.label),
  key: option.key ?? '',
});

/** The window shows a key that has no text as it stands, so that a study's own words pass for one. */
const labelKey = (label: Label): string => ('key' in label ? label.key : label.text);
