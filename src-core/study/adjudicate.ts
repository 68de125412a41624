import { LightboxError } from '../base/errors.ts';
import type { FilmId } from '../base/ids.ts';
import { allocateAdjudication, type ReaderAllocation } from './allocation.ts';
import { disputedUnits } from './disagreement.ts';
import { type Protocol, readingPhases } from './protocol.ts';
import { wholePlan } from './reader-share.ts';
import { type FilmOrigin, joinResults, REAL_FILM_ORIGIN, type ReaderSession } from './results.ts';
import { replaySession } from './session.ts';
import type { SessionEvent } from './session-events.ts';

/** What one reader did, as it is held. */
export interface HeldEvents {
  readonly readerId: string;
  readonly events: readonly SessionEvent[];
}

/** The state of each reader of a study, replayed from the events; a reader without any has not begun. */
export function readerSessions(
  protocol: Protocol,
  allocations: readonly ReaderAllocation[],
  held: readonly HeldEvents[],
): ReaderSession[] {
  const eventsOf = new Map(held.map(({ readerId, events }) => [readerId, events]));
  return allocations.map((allocation) => ({
    readerId: allocation.readerId,
    allocation,
    state: replaySession(wholePlan(protocol, allocation), eventsOf.get(allocation.readerId) ?? []),
  }));
}

export interface Adjudication {
  /** On which readers disagree. */
  readonly cases: number;
  /** For each adjudicating reader the one session more. */
  readonly sessions: readonly ReaderAllocation[];
}

/**
 * Draws an adjudication: the cases on which readers disagree, in an order for each of its readers.
 *
 * @param newId draws a random id.
 * @throws LightboxError NOT_FOUND for a phase that is none of adjudication; CONFLICT where it was drawn before, where
 * a reader has not read everything yet, or where one of its readers has signed.
 */
export function drawAdjudication(
  protocol: Protocol,
  protocolHash: string,
  allocations: readonly ReaderAllocation[],
  held: readonly HeldEvents[],
  phaseId: string,
  newId: () => string,
): Adjudication {
  const phase = protocol.phases.find(({ id }) => id === phaseId);
  if (phase?.kind !== 'adjudication') {
    throw new LightboxError('NOT_FOUND', `The study has no adjudication "${phaseId}".`, { phase: phaseId });
  }
  if (allocations.some(({ sessions }) => sessions.some((session) => session.phase === phaseId))) {
    throw new LightboxError('CONFLICT', `The adjudication "${phaseId}" has been given out already.`, {
      phase: phaseId,
    });
  }
  const sessions = readerSessions(protocol, allocations, held);
  requireAllRead(protocol, sessions);
  requireUnsigned(protocol, sessions, phase.readers);
  const origins = new Map<FilmId, FilmOrigin>(protocol.cases.map(({ filmId }) => [filmId, REAL_FILM_ORIGIN]));
  const rows = joinResults({ protocol, protocolHash, sessions, films: origins });
  const units = disputedUnits(protocol, phase, rows);
  return {
    cases: units.length,
    sessions: allocations
      .filter(({ readerId }) => phase.readers.includes(readerId))
      .map(({ readerId, sessions: before }) => ({
        readerId,
        sessions: [
          {
            number: before.length + 1,
            phase: phaseId,
            training: [],
            trials: allocateAdjudication(protocol, phaseId, readerId, units, newId),
          },
        ],
      })),
  };
}

function requireAllRead(protocol: Protocol, sessions: readonly ReaderSession[]): void {
  const all = readingPhases(protocol).reduce((sum, phase) => sum + phase.sessions, 0);
  const reading = sessions.filter(({ state }) => state.endedAt.length < all);
  if (reading.length === 0) return;
  throw new LightboxError(
    'CONFLICT',
    `Disagreement is known when all have read everything: ${namesOf(protocol, reading)} have not finished.`,
    {},
  );
}

/** A signature ends a reader's study; what follows would need it voided first. */
function requireUnsigned(
  protocol: Protocol,
  sessions: readonly ReaderSession[],
  readers: readonly string[],
): void {
  const signed = sessions.filter(
    ({ readerId, state }) => readers.includes(readerId) && state.signature !== null,
  );
  if (signed.length === 0) return;
  throw new LightboxError(
    'CONFLICT',
    `${namesOf(protocol, signed)} have signed their reading: unlock it before they are given cases to adjudicate.`,
    {},
  );
}

function namesOf({ readers }: Protocol, sessions: readonly ReaderSession[]): string {
  return sessions
    .map(({ readerId }) => readers.find(({ id }) => id === readerId)?.name ?? readerId)
    .join(', ');
}
