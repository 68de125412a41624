import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import { chainHash, GENESIS_HASH } from '../../src-core/study/audit-chain.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { NewReading, Reading, ReadingsReadable, ReadingsWritable } from './ports-readings.ts';
import { flagColumn, idColumn, jsonObjectColumn, notFound, parseRow } from './rows.ts';
import { sha256Hex } from './sha256.ts';
import { requireChain } from './sqlite-audit.ts';

const COLUMNS = `sequence, id, submission_id AS submissionId, study_id AS studyId, reader_id AS readerId,
  reader_case_id AS readerCaseId, stage, answers, opened_at AS openedAt, submitted_at AS submittedAt,
  reading_time_ms AS readingTimeMs, interrupted, prev_hash AS prevHash, hash`;

const readingRow = z.object({
  sequence: z.int(),
  id: z.string(),
  submissionId: idColumn<SubmissionId>(),
  studyId: idColumn<StudyId>(),
  readerId: idColumn<UserId>(),
  readerCaseId: idColumn<ReaderCaseId>(),
  stage: z.enum(['realism', 'alignment']),
  answers: jsonObjectColumn,
  openedAt: z.string(),
  submittedAt: z.string(),
  readingTimeMs: z.int(),
  interrupted: flagColumn,
  prevHash: z.string(),
  hash: z.string(),
});
const placeRow = z.object({ studyId: idColumn<StudyId>(), state: z.string(), interrupted: flagColumn });

const toReading = (row: Row) => parseRow(readingRow, row, 'readings');

/** What a reading's hash covers: all it states, but not its place in the table. */
function content(reading: Omit<Reading, 'prevHash' | 'hash'>): string {
  const { id, submissionId, studyId, readerId, readerCaseId, stage, answers } = reading;
  const { openedAt, submittedAt, readingTimeMs, interrupted } = reading;
  return canonicalJson({
    id,
    submissionId,
    studyId,
    readerId,
    readerCaseId,
    stage,
    answers,
    openedAt,
    submittedAt,
    readingTimeMs,
    interrupted,
  });
}

/** Readings: one hash chain for each reader of a study, so that a reader's share can be checked alone. */
export function createReadings(
  driver: Driver,
  environment: StoreEnvironment,
): ReadingsReadable & ReadingsWritable {
  const rows = (studyId: StudyId) =>
    driver
      .prepare(`SELECT ${COLUMNS} FROM readings WHERE study_id = @studyId ORDER BY sequence`)
      .all({ studyId })
      .map(toReading);
  const find = (condition: string, bindings: Record<string, string>) => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM readings WHERE ${condition}`).get(bindings);
    return row && toReading(row);
  };
  const ofStage = (readerCaseId: ReaderCaseId, stage: NewReading['stage']) =>
    find('reader_case_id = @readerCaseId AND stage = @stage', { readerCaseId, stage });

  const insert = (reading: NewReading) => {
    const { readerId, readerCaseId, stage } = reading;
    const place = placeOf(driver, reading);
    if (ofStage(readerCaseId, stage) !== undefined) {
      throw new LightboxError(
        'READING_CONFLICT',
        `The ${stage} stage of this case is answered already and locked.`,
        {
          readerCaseId,
          stage,
        },
      );
    }
    if (stage === 'alignment' && ofStage(readerCaseId, 'realism') === undefined) {
      throw new LightboxError('READING_OUT_OF_ORDER', 'Realism is answered and locked before alignment.', {
        readerCaseId,
      });
    }
    if (place.state !== 'frozen') {
      throw new LightboxError('CONFLICT', `The study is ${place.state} and takes no more readings.`, {
        state: place.state,
      });
    }
    const previous = find(
      `sequence = (SELECT MAX(sequence) FROM readings WHERE study_id = @studyId AND reader_id = @readerId)`,
      { studyId: place.studyId, readerId },
    );
    const prevHash = previous?.hash ?? GENESIS_HASH;
    const complete = {
      id: environment.randomId(),
      submissionId: reading.submissionId,
      studyId: place.studyId,
      readerId,
      readerCaseId,
      stage,
      answers: reading.answers,
      openedAt: reading.openedAt,
      submittedAt: environment.now(),
      readingTimeMs: reading.readingTimeMs,
      interrupted: place.interrupted,
    };
    driver
      .prepare(
        `INSERT INTO readings (id, submission_id, study_id, reader_id, reader_case_id, stage, answers, opened_at,
           submitted_at, reading_time_ms, interrupted, prev_hash, hash)
         VALUES (@id, @submissionId, @studyId, @readerId, @readerCaseId, @stage, @answers, @openedAt,
           @submittedAt, @readingTimeMs, @interrupted, @prevHash, @hash)`,
      )
      .run({
        ...complete,
        answers: canonicalJson(complete.answers),
        interrupted: complete.interrupted ? 1 : 0,
        prevHash,
        hash: chainHash(sha256Hex, prevHash, content(complete)),
      });
    return complete;
  };

  return {
    list: (studyId) => rows(studyId).map(({ sequence: _place, ...reading }) => reading),
    verify(studyId) {
      const all = rows(studyId);
      for (const readerId of new Set(all.map((row) => row.readerId))) {
        const own = all.filter((row) => row.readerId === readerId);
        requireChain(
          'readings',
          own.map(({ sequence }) => sequence),
          own.map((row) => ({ prev: row.prevHash, content: content(row), hash: row.hash })),
        );
      }
    },
    insertReading(reading) {
      if (driver.inTransaction()) {
        throw new LightboxError(
          'INTERNAL',
          'A reading is acknowledged after its own commit: submit it outside transactions.',
        );
      }
      return driver.transaction(() => {
        const repeated = find('submission_id = @submissionId', { submissionId: reading.submissionId });
        if (repeated === undefined) {
          const { interrupted } = insert(reading);
          return { acknowledged: true, duplicate: false, interrupted };
        }
        if (!sameAnswer(repeated, reading)) {
          throw new LightboxError(
            'READING_CONFLICT',
            'This submission was received before with other answers. The first ones stand.',
            { submissionId: reading.submissionId },
          );
        }
        return { acknowledged: true, duplicate: true, interrupted: repeated.interrupted };
      });
    },
  };
}

/** Times may differ between a submission and its repeat; who answered what may not. */
function sameAnswer(stored: Reading, repeat: NewReading): boolean {
  return (
    stored.readerId === repeat.readerId &&
    stored.readerCaseId === repeat.readerCaseId &&
    stored.stage === repeat.stage &&
    canonicalJson(stored.answers) === canonicalJson(repeat.answers)
  );
}

function placeOf(driver: Driver, { readerId, readerCaseId, sessionId }: NewReading) {
  const row = driver
    .prepare(
      `SELECT reader_cases.study_id AS studyId, studies.state AS state,
         EXISTS (SELECT 1 FROM openings WHERE openings.reader_case_id = @readerCaseId
           AND openings.session_id <> @sessionId) AS interrupted
       FROM reader_cases JOIN studies ON studies.id = reader_cases.study_id
       WHERE reader_cases.reader_case_id = @readerCaseId AND reader_cases.reader_id = @readerId`,
    )
    .get({ readerId, readerCaseId, sessionId });
  if (row === undefined) throw notFound('case', readerCaseId);
  return parseRow(placeRow, row, 'reader_cases');
}
