import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { ReaderPlan } from './reader-plan.ts';
import type { SessionEvent, SubmissionEvent } from './session-events.ts';
import { reduce } from './session-reducer.ts';
import {
  type SessionDraft,
  type SessionState,
  type SubmissionContent,
  startSession,
} from './session-state.ts';

/** The state that a reader's events lead to. @throws LightboxError as `applyEvent`. */
export function replaySession(plan: ReaderPlan, events: Iterable<SessionEvent>): SessionState {
  // Collected in place: with a copy for each event, the time would grow with the square of the cases.
  const state = ownContainers(startSession());
  for (const event of events) step(plan, state, event);
  return state;
}

/**
 * The state after one event. A repeat of a submission that is already held (same id, same content) changes nothing,
 * so that an acknowledgement that was lost can be asked for again.
 *
 * @throws LightboxError READING_OUT_OF_ORDER for what is not due (a case, a stage, a gate, a session before its
 * washout is over); READING_CONFLICT for a submission id used with other content; NOT_FOUND for a case that is not
 * of this plan.
 */
export function applyEvent(plan: ReaderPlan, state: SessionState, event: SessionEvent): SessionState {
  const { submissions } = state;
  // Thousands in a long study: copied where the event adds one.
  const next = 'submissionId' in event ? ownContainers(state) : { ...ownTrials(state), submissions };
  return step(plan, next, event) ? next : state;
}

function ownContainers(state: SessionState): SessionDraft {
  return { ...ownTrials(state), submissions: { ...state.submissions } };
}

function ownTrials(state: SessionState): SessionState & Pick<SessionDraft, 'trials'> {
  return { ...state, trials: { ...state.trials } };
}

/** Whether the event was new. */
function step(plan: ReaderPlan, state: SessionDraft, event: SessionEvent): boolean {
  const content = 'submissionId' in event ? contentOf(event) : null;
  if ('submissionId' in event && content !== null) {
    const held = state.submissions[event.submissionId];
    if (held !== undefined && isSame(held, content)) return false;
    if (held !== undefined) {
      throw new LightboxError(
        'READING_CONFLICT',
        `The submission ${event.submissionId} is already held with other content; the first one stands.`,
        { submissionId: event.submissionId },
      );
    }
    reduce(plan, state, event);
    state.submissions[event.submissionId] = content;
  } else {
    reduce(plan, state, event);
  }
  if (state.latestAt === null || Date.parse(event.at) >= Date.parse(state.latestAt))
    state.latestAt = event.at;
  else state.clockWentBack += 1;
  return true;
}

/** Whether two submissions of one id state the same: times and what was done with the view may differ. */
export function isSameSubmission(held: SubmissionEvent, given: SubmissionEvent): boolean {
  return isSame(contentOf(held), contentOf(given));
}

function contentOf(event: SubmissionEvent): SubmissionContent {
  const { type, answers } = event;
  const of =
    type === 'questionnaire-submitted' ? String(event.phase) : `${event.readerCaseId}/${event.stage}`;
  return { type, of, answers };
}

function isSame(held: SubmissionContent, given: SubmissionContent): boolean {
  return (
    held.type === given.type &&
    held.of === given.of &&
    canonicalJson(held.answers) === canonicalJson(given.answers)
  );
}
