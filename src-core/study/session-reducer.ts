import { LightboxError } from '../base/errors.ts';
import type { ReaderCaseId } from '../base/ids.ts';
import { unreachable } from '../base/unreachable.ts';
import { isExpected, type ReaderPlan } from './reader-plan.ts';
import type { SessionEvent } from './session-events.ts';
import { reviewableCases } from './session-review.ts';
import { type SessionDraft, type Submission, type TrialState, trialOf } from './session-state.ts';
import { nextStep, phaseOf, type SessionStep } from './session-steps.ts';
import { isTrainingPassed } from './training-feedback.ts';

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** Changes the draft as one new event does. @throws LightboxError as `applyEvent`. */
export function reduce(plan: ReaderPlan, draft: SessionDraft, event: SessionEvent): void {
  if (draft.paused !== null && draft.paused.runId !== event.runId) draft.paused = null;
  const due = nextStep(plan, draft, event.runId, event.at);
  switch (event.type) {
    case 'session-begun':
      begin(draft, due, event);
      break;
    case 'session-ended':
      endByReader(draft, due, event);
      break;
    case 'gate-passed':
      passGate(draft, due, event);
      break;
    case 'training-locked':
      train(plan, draft, due, event);
      break;
    case 'training-waived':
      waive(draft, due, event);
      break;
    case 'opened':
      open(plan, draft, due, event);
      break;
    case 'stage-locked':
      lock(plan, draft, due, event);
      break;
    case 'went-back':
      goBack(plan, draft, due, event);
      break;
    case 'revised':
      revise(plan, draft, event);
      break;
    case 'paused':
    case 'resumed':
      pause(plan, draft, due, event);
      break;
    case 'questionnaire-submitted':
      answerQuestionnaire(draft, due, event);
      break;
    case 'signed':
      sign(draft, due, event);
      break;
    case 'unlocked':
      unlock(draft, due, event);
      break;
    default:
      unreachable(event);
  }
}

function begin(draft: SessionDraft, due: SessionStep, event: EventOf<'session-begun'>): void {
  if (due.kind === 'wait' && due.session === event.session) {
    throw new LightboxError(
      'READING_OUT_OF_ORDER',
      `Session ${event.session} may begin at ${due.until}: the time between sessions is part of the study.`,
      { session: event.session, until: due.until },
    );
  }
  if (due.kind !== 'begin-session' || due.session !== event.session) throw notDue(event, due);
  draft.session = event.session;
  draft.begunAt = [...draft.begunAt, event.at];
  draft.cursor = 0;
}

function endByReader(draft: SessionDraft, due: SessionStep, event: EventOf<'session-ended'>): void {
  if (due.kind !== 'end-session' || due.session !== event.session) throw notDue(event, due);
  end(draft, event.at);
}

function end(draft: SessionDraft, at: string): void {
  draft.endedAt = [...draft.endedAt, at];
  draft.reviewing = null;
}

function passGate(draft: SessionDraft, due: SessionStep, event: EventOf<'gate-passed'>): void {
  if (due.kind !== event.gate) throw notDue(event, due);
  if (due.kind === 'instructions') draft.instructed = [...draft.instructed, due.phase];
  else draft.displayCheckedIn = { session: draft.session, runId: event.runId };
}

function train(
  plan: ReaderPlan,
  draft: SessionDraft,
  due: SessionStep,
  event: EventOf<'training-locked'>,
): void {
  const fits =
    due.kind === 'training' &&
    due.readerCaseId === event.readerCaseId &&
    due.stage === event.stage &&
    due.attempt === event.attempt;
  const session = plan.sessions[draft.session - 1];
  const trial = session?.training.find(({ readerCaseId }) => readerCaseId === event.readerCaseId);
  if (!fits || session === undefined || trial === undefined) throw notDue(event, due);
  const asked = Object.entries(trial.expected).filter(([item]) => item in event.answers);
  const right = asked.filter(([item, value]) => isExpected(event.answers[item] ?? null, value)).length;
  const training = {
    ...draft.training,
    answered: draft.training.answered + 1,
    expected: draft.training.expected + asked.length,
    right: draft.training.right + right,
  };
  draft.training = training;
  if (training.answered < session.training.length * phaseOf(plan, session).stages.length) return;
  const share = training.expected === 0 ? null : training.right / training.expected;
  const passed = isTrainingPassed(plan, share);
  const last = training.attempt >= (plan.training?.maxAttempts ?? 1);
  draft.training = {
    attempt: passed || last ? training.attempt : training.attempt + 1,
    answered: 0,
    expected: 0,
    right: 0,
    shares: [...training.shares, share],
    outcome: passed ? 'passed' : last ? 'failed' : 'open',
  };
}

function waive(draft: SessionDraft, due: SessionStep, event: EventOf<'training-waived'>): void {
  // Judged by the training itself: what is due for the coordinator's own stay may be the display check.
  if (draft.training.outcome !== 'failed') throw notDue(event, due);
  draft.training = { ...draft.training, outcome: 'waived' };
}

function open(plan: ReaderPlan, draft: SessionDraft, due: SessionStep, event: EventOf<'opened'>): void {
  const { readerCaseId, runId, at } = event;
  if (due.kind !== 'case' || due.readerCaseId !== readerCaseId)
    throw caseNotDue(plan, readerCaseId, event, due);
  draft.reviewing = null;
  const trial = trialOf(draft, readerCaseId);
  if (trial.lastRunId === runId) return;
  draft.trials[readerCaseId] = {
    ...trial,
    interrupted: due.interrupted,
    firstOpenedAt: trial.firstOpenedAt ?? at,
    lastOpenedAt: at,
    lastRunId: runId,
  };
}

function lock(plan: ReaderPlan, draft: SessionDraft, due: SessionStep, event: EventOf<'stage-locked'>): void {
  const { readerCaseId, stage } = event;
  if (due.kind !== 'case' || due.readerCaseId !== readerCaseId)
    throw caseNotDue(plan, readerCaseId, event, due);
  if (due.stage !== stage) throw outOfOrder(`The case ${readerCaseId} is at "${due.stage}", not "${stage}".`);
  if (!due.open) throw outOfOrder(`The case ${readerCaseId} must be opened again in this run first.`);
  if (draft.reviewing !== null) throw outOfOrder('The reader has gone back to an earlier case.');
  const trial = trialOf(draft, readerCaseId);
  draft.trials[readerCaseId] = { ...trial, locked: [...trial.locked, submissionOf(event, trial)] };
  const session = plan.sessions[draft.session - 1];
  if (session === undefined || trial.locked.length + 1 < phaseOf(plan, session).stages.length) return;
  draft.cursor += 1;
  // Where nobody can go back, a session is over with its last case.
  if (plan.backNavigation === 'forbidden' && draft.cursor === session.trials.length) end(draft, event.at);
}

function goBack(plan: ReaderPlan, draft: SessionDraft, due: SessionStep, event: EventOf<'went-back'>): void {
  const { readerCaseId } = event;
  if (plan.backNavigation === 'forbidden' && !draft.unlocked)
    throw outOfOrder('This study allows no going back.');
  const inSession = due.kind === 'case' || due.kind === 'end-session';
  if (!inSession && !(draft.unlocked && due.kind === 'sign')) throw notDue(event, due);
  if (!reviewableCases(plan, draft).includes(readerCaseId)) throw caseNotDue(plan, readerCaseId, event, due);
  const trial = trialOf(draft, readerCaseId);
  draft.reviewing = readerCaseId;
  draft.trials[readerCaseId] = { ...trial, visits: trial.visits + 1 };
}

/** Only the last stage may change: what came before it was judged without what it showed. */
function revise(plan: ReaderPlan, draft: SessionDraft, event: EventOf<'revised'>): void {
  const { readerCaseId, stage } = event;
  if (draft.reviewing !== readerCaseId) {
    throw outOfOrder(`The case ${readerCaseId} is not the one the reader went back to.`);
  }
  if (draft.paused !== null) throw outOfOrder('The reading is paused.');
  const trial = trialOf(draft, readerCaseId);
  const last = trial.locked.at(-1)?.stage;
  const home = plan.sessions.find(({ trials }) =>
    trials.some((entry) => entry.readerCaseId === readerCaseId),
  );
  if (home === undefined || last !== stage) {
    throw outOfOrder(
      `The stage "${stage}" of the case ${readerCaseId} is locked: a later one has been shown.`,
    );
  }
  draft.trials[readerCaseId] = { ...trial, revisions: [...trial.revisions, submissionOf(event, trial)] };
}

function pause(
  plan: ReaderPlan,
  draft: SessionDraft,
  due: SessionStep,
  event: EventOf<'paused' | 'resumed'>,
): void {
  if (event.type === 'resumed') {
    if (due.kind !== 'paused') throw notDue(event, due);
    draft.paused = null;
    return;
  }
  if (!plan.pauses.allowed && !event.idle) throw outOfOrder('This study allows no pauses.');
  if (due.kind === 'paused' || due.kind === 'done') throw notDue(event, due);
  draft.paused = { since: event.at, runId: event.runId };
}

function answerQuestionnaire(
  draft: SessionDraft,
  due: SessionStep,
  event: EventOf<'questionnaire-submitted'>,
): void {
  if (due.kind !== 'questionnaire' || due.phase !== event.phase) throw notDue(event, due);
  const { submissionId, answers, at } = event;
  draft.questionnaires = { ...draft.questionnaires, [event.phase]: { submissionId, answers, at } };
}

function unlock(draft: SessionDraft, due: SessionStep, event: EventOf<'unlocked'>): void {
  if (draft.signature === null) throw notDue(event, due);
  draft.voided = [...draft.voided, draft.signature];
  draft.signature = null;
  draft.unlocked = true;
}

function sign(draft: SessionDraft, due: SessionStep, event: EventOf<'signed'>): void {
  if (due.kind !== 'sign') throw notDue(event, due);
  const { at, statement, publicKey, signature } = event;
  draft.signature = { at, statement, publicKey, signature };
  draft.unlocked = false;
  draft.reviewing = null;
}

function submissionOf(event: EventOf<'stage-locked' | 'revised'>, trial: TrialState): Submission {
  const { submissionId, stage, answers, at, timing } = event;
  return { submissionId, stage, answers, at, timing, shownAt: shownAt(trial) ?? at };
}

/** The later of the last opening and the lock before: in a resumed case the film came up after the lock. */
function shownAt({ lastOpenedAt, locked }: TrialState): string | null {
  const lockedAt = locked.at(-1)?.at ?? null;
  if (lastOpenedAt === null || lockedAt === null) return lastOpenedAt ?? lockedAt;
  return Date.parse(lastOpenedAt) > Date.parse(lockedAt) ? lastOpenedAt : lockedAt;
}

function caseNotDue(
  plan: ReaderPlan,
  readerCaseId: ReaderCaseId,
  event: SessionEvent,
  due: SessionStep,
): LightboxError {
  const known = plan.sessions.some(({ trials }) =>
    trials.some((trial) => trial.readerCaseId === readerCaseId),
  );
  if (known) return notDue(event, due);
  return new LightboxError('NOT_FOUND', `The session has no case ${readerCaseId}.`, { readerCaseId });
}

function notDue(event: SessionEvent, due: SessionStep): LightboxError {
  const what = 'readerCaseId' in event ? ` of the case ${event.readerCaseId}` : '';
  const now = due.kind === 'case' ? `the case ${due.readerCaseId} at "${due.stage}"` : due.kind;
  return outOfOrder(`"${event.type}"${what} is not due: ${now} is.`);
}

function outOfOrder(message: string): LightboxError {
  return new LightboxError('READING_OUT_OF_ORDER', message);
}
