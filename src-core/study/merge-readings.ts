import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import { type Answers, validateAnswers } from './answers.ts';
import type { ChainRow } from './audit-chain.ts';
import { QUESTIONNAIRE_STAGE } from './instrument.ts';
import type { ReaderPlan } from './reader-plan.ts';
import type { OpenedReadings } from './readings-format.ts';
import { replaySession } from './session.ts';
import type { SessionEvent } from './session-events.ts';

/** One reader's readings as the coordinator holds them. */
export interface HeldReadings {
  readonly readerId: string;
  readonly publicKey: string;
  readonly rows: readonly ChainRow[];
}

/** All readings of a study, by reader; the order of merging leaves no trace in it. */
export interface MergedReadings {
  readonly studyId: string;
  readonly protocolHash: string;
  readonly readers: Readonly<Record<string, HeldReadings>>;
}

export interface MergeOutcome {
  readonly merged: MergedReadings;
  /** Rows that were new; 0: all of them were held already. */
  readonly added: number;
}

/**
 * Takes a verified readings archive in. Of one reader, the longer chain is held where one continues the other, so
 * that files may come twice and in any order.
 *
 * @param plan the reader's plan, as it was handed out; null: the study has no such reader.
 * @throws LightboxError CONFLICT for another study or protocol; NOT_FOUND for a reader who is not of the study;
 * READING_CONFLICT when the file and what is held tell different stories, naming the first row that differs;
 * FILE_CORRUPT when the events could not have happened, naming the row.
 */
export function mergeReadings(
  held: MergedReadings,
  file: OpenedReadings,
  plan: ReaderPlan | null,
): MergeOutcome {
  const { header, rows, events } = file;
  if (header.studyId !== held.studyId || header.protocolHash !== held.protocolHash) {
    throw new LightboxError('CONFLICT', 'These readings are of another study or of another protocol.', {
      studyId: header.studyId,
    });
  }
  const { readerId, publicKey } = header;
  if (plan === null) {
    throw new LightboxError('NOT_FOUND', `The study has no reader ${readerId}.`, { readerId });
  }
  const known = held.readers[readerId];
  if (known !== undefined) requireSameStory(known, rows, readerId);
  requirePossible(plan, events);
  const before = known?.rows.length ?? 0;
  if (rows.length <= before) return { merged: held, added: 0 };
  return {
    merged: { ...held, readers: { ...held.readers, [readerId]: { readerId, publicKey, rows } } },
    added: rows.length - before,
  };
}

function requireSameStory(known: HeldReadings, rows: readonly ChainRow[], readerId: string): void {
  const shared = Math.min(known.rows.length, rows.length);
  for (let index = 0; index < shared; index += 1) {
    if (known.rows[index]?.hash === rows[index]?.hash) continue;
    throw new LightboxError(
      'READING_CONFLICT',
      `The file and the readings held of ${readerId} differ from row ${index + 1} on: one of them was altered, or the reader read at two workstations. Nothing was taken over.`,
      { readerId, row: index + 1 },
    );
  }
}

/** What only the coordinator does in a reader's chain. */
export function isOfCoordinator({ type }: SessionEvent): boolean {
  return type === 'training-waived' || type === 'unlocked';
}

/**
 * That a file brings nothing which only the coordinator may do, and does where the truth is kept: waiving a training,
 * voiding a signature.
 *
 * @param held rows of the file that are here already.
 * @throws LightboxError FILE_CORRUPT naming the row.
 */
export function requireReadersOwn({ events }: OpenedReadings, held: number): void {
  const index = events.findIndex((event, place) => place + 1 >= held && isOfCoordinator(event));
  if (index < 0) return;
  throw new LightboxError(
    'FILE_CORRUPT',
    `Row ${index + 2} of the readings says that the coordinator let the reader go on, which is not known here: it was added by somebody else.`,
    { row: index + 2 },
  );
}

/** Events that the plan allows, with answers that its questions allow. */
function requirePossible(plan: ReaderPlan, events: readonly SessionEvent[]): void {
  const earlier = new Map<string, Answers>();
  events.forEach((event, index) => {
    try {
      requireAnswers(plan, event, earlier);
    } catch (thrown) {
      throw impossible(index, thrown);
    }
  });
  let taken = 0;
  try {
    replaySession(
      plan,
      (function* () {
        for (const event of events) {
          taken += 1;
          yield event;
        }
      })(),
    );
  } catch (thrown) {
    throw impossible(taken - 1, thrown);
  }
}

/**
 * @param earlier the answers of each case's stages so far, which conditions look back at; added to.
 * @throws LightboxError BAD_INPUT for answers that are not what the stage asks, in their canonical form.
 */
function requireAnswers(plan: ReaderPlan, event: SessionEvent, earlier: Map<string, Answers>): void {
  if (!('answers' in event)) return;
  const context = { earlier: {}, matrixSizePx: plan.matrixSizePx, films: plan.filmsAtOnce };
  if (event.type === 'questionnaire-submitted') {
    const items = plan.phases[event.phase - 1]?.questionnaire?.items ?? [];
    requireSame(event.answers, validateAnswers({ items }, QUESTIONNAIRE_STAGE, event.answers, context));
    return;
  }
  const { readerCaseId, stage, answers, type } = event;
  const before = earlier.get(readerCaseId) ?? {};
  requireSame(answers, validateAnswers(plan.instrument, stage, answers, { ...context, earlier: before }));
  if (type !== 'revised') earlier.set(readerCaseId, { ...before, ...answers });
}

function requireSame(given: Answers, canonical: Answers): void {
  if (canonicalJson(given) === canonicalJson(canonical)) return;
  throw new LightboxError('BAD_INPUT', 'The answers are not in their canonical form.');
}

function impossible(index: number, thrown: unknown): LightboxError {
  const why = thrown instanceof LightboxError ? thrown.message : String(thrown);
  // The chain's first row is its header.
  return new LightboxError(
    'FILE_CORRUPT',
    `Row ${index + 2} of the readings could not have happened: ${why}`,
    {
      row: index + 2,
    },
  );
}
