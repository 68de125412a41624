import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import { chainStart, eventRow, readChain } from '../../src-core/study/readings-format.ts';
import { isSameSubmission } from '../../src-core/study/session.ts';
import { type SessionEvent, sessionEventSchema } from '../../src-core/study/session-events.ts';
import type { Driver, Row } from './driver.ts';
import type {
  AssignmentsReadable,
  EventsReadable,
  EventsWritable,
  ExchangeReadable,
} from './ports-assignments.ts';
import { headerOf, requireAppendable, requireContinuation, verifyReaderChain } from './reader-chains.ts';
import { countOf, jsonColumn, parseRow } from './rows.ts';
import { sha256Hex } from './sha256.ts';

const chainRowColumns = z.object({ prev: z.string(), content: z.string(), hash: z.string() });
const eventColumns = z.object({ content: jsonColumn<SessionEvent>(sessionEventSchema) });

const OF_READER = 'study_id = @studyId AND reader_id = @readerId';

interface Ids {
  readonly studyId: StudyId;
  readonly readerId: UserId;
}

const toChainRow = (row: Row): ChainRow => parseRow(chainRowColumns, row, 'reader_events');

/** What readers did: one hash chain for each reader of a study, so that a reader's share can be checked alone. */
export function createEvents(
  driver: Driver,
  assignments: AssignmentsReadable,
  exchange: ExchangeReadable,
): EventsReadable & EventsWritable {
  const rows = (studyId: StudyId, readerId: UserId): readonly ChainRow[] =>
    driver
      .prepare(`SELECT prev, content, hash FROM reader_events WHERE ${OF_READER} ORDER BY number`)
      .all({ studyId, readerId })
      .map(toChainRow);
  const count = (studyId: StudyId, readerId: UserId): number =>
    countOf(
      driver
        .prepare(`SELECT COUNT(*) AS count FROM reader_events WHERE ${OF_READER}`)
        .get({ studyId, readerId }),
    );
  const rowAt = ({ studyId, readerId }: Ids, number: number): ChainRow | undefined => {
    const row = driver
      .prepare(`SELECT prev, content, hash FROM reader_events WHERE ${OF_READER} AND number = @number`)
      .get({ studyId, readerId, number });
    return row && toChainRow(row);
  };
  const submission = ({ studyId, readerId }: Ids, submissionId: SubmissionId): SessionEvent | undefined => {
    const row = driver
      .prepare(`SELECT content FROM reader_events WHERE ${OF_READER} AND submission_id = @submissionId`)
      .get({ studyId, readerId, submissionId });
    return row && parseRow(eventColumns, row, 'reader_events').content;
  };
  const insert = (
    { studyId, readerId }: Ids,
    number: number,
    { prev, content, hash }: ChainRow,
    event: SessionEvent | null,
  ): void => {
    driver
      .prepare(
        `INSERT INTO reader_events (study_id, reader_id, number, submission_id, prev, content, hash)
         VALUES (@studyId, @readerId, @number, @submissionId, @prev, @content, @hash)`,
      )
      .run({
        studyId,
        readerId,
        number,
        submissionId: event !== null && 'submissionId' in event ? event.submissionId : null,
        prev,
        content,
        hash,
      });
  };

  /** Whether the event's submission is held already. @throws LightboxError READING_CONFLICT with other content. */
  const isRepeat = (reader: Ids, event: SessionEvent): boolean => {
    if (!('submissionId' in event)) return false;
    const held = submission(reader, event.submissionId);
    if (held === undefined) return false;
    if ('submissionId' in held && isSameSubmission(held, event)) return true;
    throw new LightboxError(
      'READING_CONFLICT',
      'This submission was received before with other answers. The first ones stand.',
      { submissionId: event.submissionId },
    );
  };

  return {
    rows,
    count,
    events: (studyId, readerId, after = 0) =>
      driver
        .prepare(
          `SELECT content FROM reader_events WHERE ${OF_READER} AND number > MAX(@after, 0) ORDER BY number`,
        )
        .all({ studyId, readerId, after })
        .map((row) => parseRow(eventColumns, row, 'reader_events').content),
    verify(studyId) {
      const receipts = exchange.receipts(studyId);
      for (const assignment of assignments.ofStudy(studyId)) {
        verifyReaderChain(assignment, rows(studyId, assignment.readerId), receipts);
      }
    },
    append(reader, events, expected) {
      if (driver.inTransaction()) {
        throw new LightboxError(
          'INTERNAL',
          'A reading is acknowledged after its own commit: append events outside transactions.',
        );
      }
      return driver.transaction(() => {
        const { studyId, readerId } = reader;
        const assignment = assignments.get(studyId, readerId);
        const held = count(studyId, readerId);
        const fresh = events.filter((event) => !isRepeat(reader, event));
        if (fresh.length === 0) return held;
        requireAppendable(assignment, held, expected);
        const header = chainStart(sha256Hex, headerOf(assignment, reader.publicKey));
        if (held === 0) insert(reader, 0, header, null);
        else if (rowAt(reader, 0)?.hash !== header.hash) {
          throw new LightboxError('CONFLICT', 'The readings held of this reader are under another key.', {
            studyId,
            readerId,
          });
        }
        let last = rowAt(reader, Math.max(held, 1) - 1) ?? header;
        let number = Math.max(held, 1);
        for (const event of fresh) {
          // Once more: the batch itself may hold a submission twice.
          if (isRepeat(reader, event)) continue;
          last = eventRow(sha256Hex, last, event);
          insert(reader, number, last, event);
          number += 1;
        }
        return number;
      });
    },
    takeIn: (studyId, readerId, given) =>
      driver.transaction(() => {
        const assignment = assignments.get(studyId, readerId);
        const { header, events } = readChain(given);
        const held = rows(studyId, readerId);
        requireContinuation(assignment, header, held, given);
        const added = given.slice(held.length);
        added.forEach((row, index) => {
          const number = held.length + index;
          insert({ studyId, readerId }, number, row, events[number - 1] ?? null);
        });
        return added.length;
      }),
  };
}
