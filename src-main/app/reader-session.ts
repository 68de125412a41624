import type { ReaderCaseId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { Answers } from '../../src-core/study/answers.ts';
import { replaySession, type SessionEvent, type SessionState } from '../../src-core/study/session.ts';
import type { OwnReading, Store } from '../store/ports.ts';

/**
 * A reader's session as the state machine has it, replayed from the readings that the store holds. The cases
 * come in reading order; each reading counts as made in the sign-in that opened it.
 */
export function sessionFromReadings(
  order: readonly ReaderCaseId[],
  readings: readonly OwnReading[],
  interrupted: ReadonlySet<ReaderCaseId>,
): SessionState {
  const own = new Map<ReaderCaseId, OwnReading[]>(order.map((readerCaseId) => [readerCaseId, []]));
  for (const reading of readings) own.get(reading.readerCaseId)?.push(reading);
  // Case by case: replayed as one session, the time would grow with the square of its cases.
  const cases = order.flatMap(
    (readerCaseId) => replaySession([readerCaseId], (own.get(readerCaseId) ?? []).flatMap(eventsOf)).cases,
  );
  return {
    cases: cases.map((entry) =>
      interrupted.has(entry.readerCaseId) ? { ...entry, interrupted: true } : entry,
    ),
  };
}

/** The session of one reader in one study; `signInId` is the sign-in that asks. */
export function readerSession(
  store: Store,
  readerId: UserId,
  studyId: StudyId,
  signInId: string,
): SessionState {
  const cases = store.reader.cases(readerId, studyId, signInId);
  return sessionFromReadings(
    cases.map(({ readerCaseId }) => readerCaseId),
    store.reader.readings(readerId, studyId),
    new Set(cases.filter((entry) => entry.interrupted).map(({ readerCaseId }) => readerCaseId)),
  );
}

/** One run for all that is stored: which cases were interrupted is known from the log of openings. */
const STORED_RUN = 'stored';

/** A stored reading is preceded by the opening that it states. */
function eventsOf(reading: OwnReading): readonly SessionEvent[] {
  const { readerCaseId, submissionId, readingTimeMs } = reading;
  const runId = STORED_RUN;
  return [
    { type: 'opened', readerCaseId, runId, at: reading.openedAt },
    {
      type: reading.stage === 'realism' ? 'realism-locked' : 'alignment-submitted',
      readerCaseId,
      runId,
      at: reading.submittedAt,
      submissionId,
      // Answers were validated against the instrument before they were stored.
      answers: reading.answers as Answers,
      readingTimeMs,
    },
  ];
}
