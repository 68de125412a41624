import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import type { ReaderPlan } from '../../src-core/study/reader-plan.ts';
import { applyEvent, replaySession } from '../../src-core/study/session.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import type { SessionState } from '../../src-core/study/session-state.ts';
import { nextStep } from '../../src-core/study/session-steps.ts';
import type { Assignment, Store } from '../store/ports.ts';

/** One stay at the screen, a sign-in, at a moment of it: what every event states. */
export type Stay = Pick<SessionEvent, 'runId' | 'at'>;

/** A study as one reader has it, and what the reader's events have made of it. */
export interface ReaderStudy {
  readonly assignment: Assignment;
  readonly plan: ReaderPlan;
  readonly state: SessionState;
  /** Rows of the chain that `state` was made of. */
  readonly rows: number;
}

/**
 * Readers' studies, replayed from their events. A state is kept until the chain or the plan has grown by other hands,
 * so that a submission costs the same at the end of a long study as at its beginning; the events alone decide.
 */
export class ReaderStudies {
  readonly #store: Pick<Store, 'assignments' | 'events' | 'users'>;
  readonly #held = new Map<string, ReaderStudy>();

  constructor(store: Pick<Store, 'assignments' | 'events' | 'users'>) {
    this.#store = store;
  }

  /** @throws LightboxError NOT_FOUND where the reader has no such study. */
  of(studyId: StudyId, readerId: UserId): ReaderStudy {
    return this.view(this.#store.assignments.get(studyId, readerId));
  }

  view(assignment: Assignment): ReaderStudy {
    const { studyId, readerId, plan, packageId } = assignment;
    const { events } = this.#store;
    const rows = events.count(studyId, readerId);
    const held = this.#held.get(keyOf(assignment));
    const isHeld = held?.rows === rows && held.assignment.packageId === packageId;
    const state = isHeld ? held.state : replaySession(plan, events.events(studyId, readerId));
    return this.#keep({ assignment, plan, state, rows });
  }

  /**
   * Judges an event by the study's state and puts it on disk, with the opening of the case that comes up then; a
   * submission that is held already changes nothing.
   *
   * @param stay who does it, and when. @param event null: what is due is looked at. @param opens false: no case comes up.
   * @throws LightboxError as `applyEvent`; CONFLICT where the study takes no more readings.
   */
  commit(study: ReaderStudy, stay: Stay, event: SessionEvent | null, opens = true): ReaderStudy {
    const { assignment, plan, rows } = study;
    const { studyId, readerId } = assignment;
    requireTaken(study, stay);
    let { state } = study;
    const fresh: SessionEvent[] = [];
    const take = (taken: SessionEvent): void => {
      const next = applyEvent(plan, state, taken);
      if (next !== state) fresh.push(taken);
      state = next;
    };
    if (event !== null) take(event);
    const opening = opens ? openingOf(plan, state, stay) : null;
    if (opening !== null) take(opening);
    if (fresh.length === 0) return study;
    const reader = { studyId, readerId, publicKey: publicKeyOf(this.#store, readerId) };
    return this.#keep({ ...study, state, rows: this.#store.events.append(reader, fresh, rows) });
  }

  #keep(study: ReaderStudy): ReaderStudy {
    this.#held.set(keyOf(study.assignment), study);
    return study;
  }
}

/** Whether the study's readers can still do something at this time. */
export function isTaken({ assignment, plan, state }: ReaderStudy, { runId, at }: Stay): boolean {
  if (!assignment.open) return false;
  const isOver = plan.stopsOn !== null && at.slice(0, 10) > plan.stopsOn;
  // Who has read everything in time may answer what is asked at its end, and sign, later.
  return !isOver || ['questionnaire', 'sign', 'done'].includes(nextStep(plan, state, runId, at).kind);
}

/** @throws LightboxError CONFLICT where the coordinator has closed the reading, or its last day is over. */
function requireTaken(study: ReaderStudy, stay: Stay): void {
  if (isTaken(study, stay)) return;
  const { assignment, plan } = study;
  throw new LightboxError(
    'CONFLICT',
    assignment.open
      ? `The reading of this study ended on ${plan.stopsOn}. What was read until then is kept.`
      : 'The reading of this study has been closed.',
  );
}

/** A case that is due counts as opened, in its sign-in, once; the reader then no longer looks at an earlier one. */
function openingOf(plan: ReaderPlan, state: SessionState, stay: Stay): SessionEvent | null {
  const due = nextStep(plan, state, stay.runId, stay.at);
  if (due.kind !== 'case' || (due.open && state.reviewing === null)) return null;
  return { type: 'opened', ...stay, readerCaseId: due.readerCaseId };
}

const keyOf = ({ studyId, readerId }: Assignment): string => `${studyId}/${readerId}`;

/** @throws LightboxError CONFLICT for an account that has no key yet. */
function publicKeyOf({ users }: Pick<Store, 'users'>, readerId: UserId): string {
  const secret = users.secret(readerId);
  if (secret !== null) return secret.publicKey;
  throw new LightboxError(
    'CONFLICT',
    'This account has no PIN yet. Sign out, sign in again and choose one; then read on.',
  );
}
