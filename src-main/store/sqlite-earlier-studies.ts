import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { groupBy } from '../../src-core/base/collections.ts';
import type { Driver } from './driver.ts';
import type { EarlierStudiesReadable } from './ports-studies.ts';
import { flagColumn, jsonObjectColumn, parseRow } from './rows.ts';
import { requireChain } from './sqlite-audit.ts';

const readingRow = z.object({
  sequence: z.int(),
  id: z.string(),
  submissionId: z.string(),
  studyId: z.string(),
  readerId: z.string(),
  readerCaseId: z.string(),
  stage: z.enum(['realism', 'alignment']),
  answers: jsonObjectColumn,
  openedAt: z.string(),
  submittedAt: z.string(),
  readingTimeMs: z.int(),
  interrupted: flagColumn,
  prevHash: z.string(),
  hash: z.string(),
});
const countsRow = z.object({ films: z.int(), readers: z.int(), done: z.int(), total: z.int() });

/** Studies frozen before truth was sealed; nothing is added to them. */
export function createEarlierStudies(driver: Driver): EarlierStudiesReadable {
  return {
    counts: (id) =>
      parseRow(
        countsRow,
        driver
          .prepare(
            `SELECT (SELECT COUNT(*) FROM truth_cases WHERE study_id = @id) AS films,
               (SELECT COUNT(*) FROM study_readers WHERE study_id = @id) AS readers,
               (SELECT COUNT(*) FROM readings WHERE study_id = @id AND stage = 'alignment') AS done,
               (SELECT COUNT(*) FROM reader_cases WHERE study_id = @id) AS total`,
          )
          .get({ id }) ?? {},
        'truth_cases',
      ),
    verifyReadings(id) {
      const rows = driver
        .prepare(
          `SELECT sequence, id, submission_id AS submissionId, study_id AS studyId, reader_id AS readerId,
             reader_case_id AS readerCaseId, stage, answers, opened_at AS openedAt, submitted_at AS submittedAt,
             reading_time_ms AS readingTimeMs, interrupted, prev_hash AS prevHash, hash
           FROM readings WHERE study_id = @id ORDER BY sequence`,
        )
        .all({ id })
        .map((row) => parseRow(readingRow, row, 'readings'));
      for (const own of groupBy(rows, ({ readerId }) => readerId).values()) {
        requireChain(
          'readings',
          own.map(({ sequence }) => sequence),
          // A reading's hash covers all it states, but not its place in the table.
          own.map(({ sequence: _place, prevHash, hash, ...content }) => ({
            prev: prevHash,
            content: canonicalJson(content),
            hash,
          })),
        );
      }
    },
  };
}
