import { z } from 'zod';
import type { ReaderCaseId, UserId } from '../../src-core/base/ids.ts';
import type { Answers } from '../../src-core/study/answers.ts';
import { instrument1Schema } from '../../src-core/study/format-1/instrument.ts';
import { upgradeInstrument } from '../../src-core/study/format-1/upgrade.ts';
import { instrumentSchema } from '../../src-core/study/instrument.ts';
import { type ReaderPlan, singleSessionPlan } from '../../src-core/study/reader-plan.ts';
import { replaySession } from '../../src-core/study/session.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { type SessionState, trialOf } from '../../src-core/study/session-state.ts';
import type { OwnReading, ReaderStudy, Store } from '../store/ports.ts';

/** What a frozen study lets its readers know; written at freeze. Instruments of format 1 are read as format 2. */
export const readerViewSchema = z.strictObject({
  matrixSizePx: z.number().int().positive(),
  instrument: z.union([instrumentSchema, instrument1Schema.transform(upgradeInstrument)]),
});
export type ReaderView = z.infer<typeof readerViewSchema>;

/** A reader's study: what is planned and what its readings have made of it. */
export interface ReaderSessionView {
  readonly plan: ReaderPlan;
  readonly state: SessionState;
}

/**
 * A reader's session as the state machine has it, replayed from the readings that the store holds; each counts as
 * made in the sign-in that opened it. @param begunAt when the session counts as begun if it has no reading yet.
 */
export function sessionFromReadings(
  plan: ReaderPlan,
  readings: readonly OwnReading[],
  interrupted: ReadonlySet<ReaderCaseId>,
  begunAt: string,
): SessionState {
  const begun: SessionEvent = {
    type: 'session-begun',
    session: 1,
    runId: STORED_RUN,
    at: readings[0]?.openedAt ?? begunAt,
  };
  const state = replaySession(plan, [begun, ...readings.flatMap(eventsOf)]);
  const flagged = [...interrupted].map(
    (readerCaseId): [ReaderCaseId, SessionState['trials'][ReaderCaseId]] => [
      readerCaseId,
      { ...trialOf(state, readerCaseId), interrupted: true },
    ],
  );
  return { ...state, trials: { ...state.trials, ...Object.fromEntries(flagged) } };
}

/** The session of one reader in one study; `signInId` is the sign-in that asks. */
export function readerSession(
  store: Store,
  readerId: UserId,
  { studyId, name, readerView }: ReaderStudy,
  signInId: string,
  now: string,
): ReaderSessionView {
  const cases = store.reader.cases(readerId, studyId, signInId);
  const { matrixSizePx, instrument } = readerViewSchema.parse(readerView);
  const plan = singleSessionPlan(
    name,
    matrixSizePx,
    instrument,
    cases.map(({ readerCaseId }) => readerCaseId),
  );
  const state = sessionFromReadings(
    plan,
    store.reader.readings(readerId, studyId),
    new Set(cases.filter((entry) => entry.interrupted).map(({ readerCaseId }) => readerCaseId)),
    now,
  );
  return { plan, state };
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
      type: 'stage-locked',
      readerCaseId,
      stage: reading.stage,
      runId,
      at: reading.submittedAt,
      submissionId,
      // Answers were validated against the instrument before they were stored.
      answers: reading.answers as Answers,
      timing: { readingTimeMs, firstInteractionMs: null, awayMs: null },
      trace: null,
    },
  ];
}
