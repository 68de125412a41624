import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { OwnReading, ReaderCase, ReaderStore, ReaderStudy } from './ports-readings.ts';
import { blobColumn, flagColumn, idColumn, jsonObjectColumn, notFound, parseRow } from './rows.ts';

const answered = (stage: 'realism' | 'alignment') =>
  `EXISTS (SELECT 1 FROM readings WHERE readings.reader_case_id = reader_cases.reader_case_id AND stage = '${stage}')`;

const STUDIES = `
  SELECT studies.id AS studyId, studies.name AS name, studies.state AS state, studies.reader_view AS readerView,
    COUNT(*) AS cases, SUM(${answered('alignment')}) AS complete
  FROM reader_cases JOIN studies ON studies.id = reader_cases.study_id
  WHERE reader_cases.reader_id = @readerId GROUP BY studies.id ORDER BY studies.sequence`;

const CASES = `
  SELECT reader_case_id AS readerCaseId, position,
    CASE WHEN ${answered('alignment')} THEN 'complete' WHEN ${answered('realism')} THEN 'alignment' ELSE 'realism' END AS next,
    (EXISTS (SELECT 1 FROM readings WHERE readings.reader_case_id = reader_cases.reader_case_id AND interrupted = 1)
     OR (NOT ${answered('alignment')} AND EXISTS (SELECT 1 FROM openings
       WHERE openings.reader_case_id = reader_cases.reader_case_id AND openings.session_id <> @sessionId))) AS interrupted
  FROM reader_cases WHERE reader_id = @readerId AND study_id = @studyId ORDER BY position`;

const CASE = `
  SELECT reader_cases.text AS text, reader_cases.pixels_blob AS pixelsBlob, studies.state AS state,
    ${answered('realism')} AS realismLocked, ${answered('alignment')} AS complete
  FROM reader_cases JOIN studies ON studies.id = reader_cases.study_id
  WHERE reader_cases.reader_case_id = @readerCaseId AND reader_cases.reader_id = @readerId`;

const READINGS = `
  SELECT submission_id AS submissionId, reader_case_id AS readerCaseId, stage, answers, opened_at AS openedAt,
    submitted_at AS submittedAt,
    reading_time_ms AS readingTimeMs, interrupted
  FROM readings WHERE reader_id = @readerId AND study_id = @studyId ORDER BY sequence`;

const studyRow = z.object({
  studyId: idColumn<StudyId>(),
  name: z.string(),
  state: z.enum(['frozen', 'closed', 'unblinded']),
  readerView: jsonObjectColumn,
  cases: z.int(),
  complete: z.int(),
});
const caseRow = z.object({
  readerCaseId: idColumn<ReaderCaseId>(),
  position: z.int(),
  next: z.enum(['realism', 'alignment', 'complete']),
  interrupted: flagColumn,
});
const insideRow = z.object({
  text: z.string(),
  pixelsBlob: blobColumn,
  state: z.string(),
  realismLocked: flagColumn,
  complete: flagColumn,
});
const ownReadingRow = z.object({
  submissionId: idColumn<SubmissionId>(),
  openedAt: z.string(),
  readerCaseId: idColumn<ReaderCaseId>(),
  stage: z.enum(['realism', 'alignment']),
  answers: jsonObjectColumn,
  submittedAt: z.string(),
  readingTimeMs: z.int(),
  interrupted: flagColumn,
});
const openingRow = z.object({ at: z.string() });

/** The reader's side: reads reader_cases, readings and openings, never the tables of truth. */
export function createReaderStore(driver: Driver, environment: StoreEnvironment): ReaderStore {
  const inside = (readerId: UserId, readerCaseId: ReaderCaseId) => {
    const row = driver.prepare(CASE).get({ readerId, readerCaseId });
    if (row === undefined) throw notFound('case', readerCaseId);
    return parseRow(insideRow, row, 'reader_cases');
  };
  const opening = (
    readerCaseId: ReaderCaseId,
    sessionId: string,
    event: 'opened' | 'shown',
  ): string | undefined => {
    const row = driver
      .prepare(
        `SELECT at FROM openings WHERE reader_case_id = @readerCaseId AND session_id = @sessionId AND event = @event
         ORDER BY sequence LIMIT 1`,
      )
      .get({ readerCaseId, sessionId, event });
    return row && parseRow(openingRow, row, 'openings').at;
  };
  const log = (readerCaseId: ReaderCaseId, sessionId: string, event: 'opened' | 'shown'): string => {
    const known = opening(readerCaseId, sessionId, event);
    if (known !== undefined) return known;
    const at = environment.now();
    driver
      .prepare(
        'INSERT INTO openings (reader_case_id, session_id, event, at) VALUES (@readerCaseId, @sessionId, @event, @at)',
      )
      .run({ readerCaseId, sessionId, event, at });
    return at;
  };
  const openedElsewhere = (readerCaseId: ReaderCaseId, sessionId: string): boolean =>
    driver
      .prepare(
        'SELECT 1 FROM openings WHERE reader_case_id = @readerCaseId AND session_id <> @sessionId LIMIT 1',
      )
      .get({ readerCaseId, sessionId }) !== undefined;

  return {
    studies: (readerId) =>
      driver
        .prepare(STUDIES)
        .all({ readerId })
        .map((row: Row): ReaderStudy => parseRow(studyRow, row, 'studies')),
    cases: (readerId, studyId, sessionId) =>
      driver
        .prepare(CASES)
        .all({ readerId, studyId, sessionId })
        .map((row: Row): ReaderCase => parseRow(caseRow, row, 'reader_cases')),
    openCase: (readerId, readerCaseId, sessionId) =>
      driver.transaction(() => {
        const { state, complete } = inside(readerId, readerCaseId);
        if (state !== 'frozen' || complete) {
          throw new LightboxError(
            'CONFLICT',
            complete ? 'This case is read and locked.' : `The study is ${state} and takes no more readings.`,
            { state, complete },
          );
        }
        return {
          openedAt: log(readerCaseId, sessionId, 'opened'),
          interrupted: openedElsewhere(readerCaseId, sessionId),
        };
      }),
    firstShown: (readerId, readerCaseId, sessionId) =>
      driver.transaction(() => {
        inside(readerId, readerCaseId);
        log(readerCaseId, sessionId, 'shown');
      }),
    async pixels(readerId, readerCaseId) {
      return environment.blobs.get(inside(readerId, readerCaseId).pixelsBlob);
    },
    text(readerId, readerCaseId) {
      const { text, realismLocked } = inside(readerId, readerCaseId);
      if (realismLocked) return text;
      throw new LightboxError(
        'READING_OUT_OF_ORDER',
        'The text is shown after realism is answered and locked.',
        {
          readerCaseId,
        },
      );
    },
    readings: (readerId, studyId) =>
      driver
        .prepare(READINGS)
        .all({ readerId, studyId })
        .map((row: Row): OwnReading => parseRow(ownReadingRow, row, 'readings')),
  };
}
