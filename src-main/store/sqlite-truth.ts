import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { CaseId, FilmId, ReaderCaseId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { Driver } from './driver.ts';
import type { FrozenContent, TruthReadable } from './ports-studies.ts';
import { blobColumn, idColumn, parseRow } from './rows.ts';

const truthRow = z.object({
  caseId: idColumn<CaseId>(),
  filmId: idColumn<FilmId>(),
  arm: z.string(),
  text: z.string(),
  pixelsBlob: blobColumn,
});
const allocationRow = z.object({
  readerCaseId: idColumn<ReaderCaseId>(),
  readerId: idColumn<UserId>(),
  position: z.int(),
  caseId: idColumn<CaseId>(),
});

/** The coordinator's look at truth. No reader call holds this object. */
export function createTruth(driver: Driver): TruthReadable {
  return {
    cases: (id) =>
      driver
        .prepare(
          `SELECT case_id AS caseId, film_id AS filmId, arm, text, pixels_blob AS pixelsBlob
           FROM truth_cases WHERE study_id = @id ORDER BY case_id`,
        )
        .all({ id })
        .map((row) => parseRow(truthRow, row, 'truth_cases')),
    allocations: (id) =>
      driver
        .prepare(
          `SELECT reader_cases.reader_case_id AS readerCaseId, reader_cases.reader_id AS readerId,
             reader_cases.position AS position, allocations.case_id AS caseId
           FROM reader_cases JOIN allocations ON allocations.reader_case_id = reader_cases.reader_case_id
           WHERE reader_cases.study_id = @id ORDER BY reader_cases.reader_id, reader_cases.position`,
        )
        .all({ id })
        .map((row) => parseRow(allocationRow, row, 'allocations')),
  };
}

/** Writes cases and allocations; called inside the freeze's transaction. */
export function insertFrozenContent(
  driver: Driver,
  studyId: StudyId,
  readers: ReadonlySet<UserId>,
  { cases, allocations }: FrozenContent,
): void {
  if (cases.length === 0 || allocations.length === 0) {
    throw new LightboxError('STUDY_INVALID', 'A study needs at least one case and one allocation.', {
      studyId,
    });
  }
  const byId = new Map(cases.map((truth) => [truth.caseId, truth]));
  for (const { caseId, filmId, arm, text, pixelsBlob } of cases) {
    driver
      .prepare(
        `INSERT INTO truth_cases (case_id, study_id, film_id, arm, text, pixels_blob)
         VALUES (@caseId, @studyId, @filmId, @arm, @text, @pixelsBlob)`,
      )
      .run({ caseId, studyId, filmId, arm, text, pixelsBlob });
  }
  for (const { readerCaseId, readerId, position, caseId } of allocations) {
    const truth = byId.get(caseId);
    if (truth === undefined || !readers.has(readerId)) {
      const what =
        truth === undefined ? `case ${caseId} is not of this study` : `${readerId} does not read this study`;
      throw new LightboxError('STUDY_INVALID', `The allocation ${readerCaseId} cannot stand: ${what}.`, {
        studyId,
      });
    }
    driver
      .prepare(
        `INSERT INTO reader_cases (reader_case_id, study_id, reader_id, position, text, pixels_blob)
         VALUES (@readerCaseId, @studyId, @readerId, @position, @text, @pixelsBlob)`,
      )
      .run({ readerCaseId, studyId, readerId, position, text: truth.text, pixelsBlob: truth.pixelsBlob });
    driver
      .prepare('INSERT INTO allocations (reader_case_id, case_id) VALUES (@readerCaseId, @caseId)')
      .run({ readerCaseId, caseId });
  }
}
