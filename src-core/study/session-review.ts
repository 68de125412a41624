import type { ReaderCaseId } from '../base/ids.ts';
import type { PlannedSession, ReaderPlan } from './reader-plan.ts';
import { type SessionState, trialOf } from './session-state.ts';
import { phaseOf } from './session-steps.ts';

/**
 * The done cases that a reader may go back to, in the order they were read: those of the open session where the study
 * allows it; once a coordinator has unlocked a signed study, those of the phase that was read last: earlier phases were
 * judged before it told more.
 */
export function reviewableCases(plan: ReaderPlan, state: SessionState): ReaderCaseId[] {
  const present = plan.sessions[state.session - 1];
  if (present === undefined || (plan.backNavigation === 'forbidden' && !state.unlocked)) return [];
  return plan.sessions
    .filter(({ number, phase }) => (state.unlocked ? phase === present.phase : number === present.number))
    .flatMap((session) => doneCases(plan, state, session));
}

/** The case before one, of those that may be gone back to; of the case that is due, the last one done. */
export function caseBefore(
  plan: ReaderPlan,
  state: SessionState,
  readerCaseId: ReaderCaseId | null,
): ReaderCaseId | null {
  const reviewable = reviewableCases(plan, state);
  const place = readerCaseId === null ? -1 : reviewable.indexOf(readerCaseId);
  return (place < 0 ? reviewable.at(-1) : reviewable[place - 1]) ?? null;
}

function doneCases(plan: ReaderPlan, state: SessionState, session: PlannedSession): ReaderCaseId[] {
  const stages = phaseOf(plan, session).stages.length;
  return session.trials
    .map(({ readerCaseId }) => readerCaseId)
    .filter((id) => trialOf(state, id).locked.length >= stages);
}
