import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId } from '../../src-core/base/ids.ts';
import { type SealedTruth, sealedTruthSchema } from '../../src-core/study/sealed-truth.ts';
import { eraseLog } from './configure-connection.ts';
import type { Driver } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { AssignmentsWritable } from './ports-assignments.ts';
import type { AuditWritable } from './ports-audit.ts';
import type {
  SealedContent,
  SealedStudiesReadable,
  SealedStudiesWritable,
  StudiesReadable,
  StudiesWritable,
} from './ports-studies.ts';
import { jsonColumn, jsonObjectColumn, parseRow } from './rows.ts';
import type { JsonObject } from './schemas.ts';
import { readerFilmBlobs } from './sqlite-assignments.ts';
import { recordOfStudy, requireStudyState } from './sqlite-studies.ts';

const sealedRow = z.object({ sealedTruth: jsonColumn<SealedTruth>(sealedTruthSchema) });
const openingRow = z.object({ truth: z.string() });
const viewRow = z.object({ openView: jsonObjectColumn });

/** Studies frozen into sealed truth and readers' shares. */
export function createSealedStudies(
  driver: Driver,
  environment: StoreEnvironment,
  audit: AuditWritable,
  studies: StudiesReadable & StudiesWritable,
  assignments: AssignmentsWritable,
): SealedStudiesReadable & SealedStudiesWritable {
  const openView = (id: StudyId): JsonObject | null => {
    const row = driver
      .prepare('SELECT open_view AS openView FROM study_views WHERE study_id = @id')
      .get({ id });
    return row === undefined ? null : parseRow(viewRow, row, 'study_views').openView;
  };
  const sealedTruth = (id: StudyId): SealedTruth => {
    const study = studies.get(id);
    requireStudyState(study, ['frozen', 'closed', 'unblinded'], 'opened');
    const row = driver
      .prepare('SELECT sealed_truth AS sealedTruth FROM sealed_studies WHERE study_id = @id')
      .get({ id });
    if (row !== undefined) return parseRow(sealedRow, row, 'sealed_studies').sealedTruth;
    throw new LightboxError(
      'NOT_FOUND',
      `The study "${study.name}" was frozen by an earlier build: it has no sealed truth.`,
      { id },
    );
  };

  const setView = (id: StudyId, view: JsonObject): void => {
    const changed = driver
      .prepare('UPDATE study_views SET open_view = @view WHERE study_id = @id')
      .run({ id, view: canonicalJson(view) });
    if (changed > 0) return;
    throw new LightboxError('NOT_FOUND', `The study ${id} has no part that lies open.`, { id });
  };

  return {
    openView,
    sealedTruth,
    filmBlobs: (id, readerId) => readerFilmBlobs(driver, id, readerId),
    openedTruth(id) {
      const row = driver.prepare('SELECT truth FROM study_openings WHERE study_id = @id').get({ id });
      return row === undefined ? null : parseRow(openingRow, row, 'study_openings').truth;
    },
    freezeSealed(id, content, by) {
      if (driver.inTransaction()) {
        throw new LightboxError(
          'INTERNAL',
          'The draft is erased from the log after the freeze: freeze outside transactions.',
        );
      }
      const study = driver.transaction(() => {
        requireStudyState(studies.get(id), ['draft'], 'frozen again');
        requireSameStudy(id, content);
        studies.setReaders(
          id,
          content.assignments.map(({ facts }) => facts.readerId),
        );
        driver
          .prepare(
            `UPDATE studies SET state = 'frozen', protocol = '{}', seed = 0, reader_view = '{}',
               protocol_hash = @protocolHash, frozen_at = @at WHERE id = @id`,
          )
          .run({ id, protocolHash: content.protocolHash, at: environment.now() });
        driver
          .prepare('INSERT INTO sealed_studies (study_id, sealed_truth) VALUES (@id, @sealed)')
          .run({ id, sealed: canonicalJson(content.sealedTruth) });
        driver
          .prepare('INSERT INTO study_views (study_id, open_view) VALUES (@id, @openView)')
          .run({ id, openView: canonicalJson(content.openView) });
        for (const assignment of content.assignments) assignments.add(assignment.facts, assignment.content);
        recordOfStudy(audit, 'studies.freeze', id, by, {
          protocolHash: content.protocolHash,
          readers: content.assignments.length,
        });
        return studies.get(id);
      });
      eraseLog(driver);
      return study;
    },
    unblindSealed: (id, truthText, by) =>
      driver.transaction(() => {
        sealedTruth(id);
        requireStudyState(studies.get(id), ['frozen', 'closed'], 'unblinded');
        driver
          .prepare('INSERT INTO study_openings (study_id, truth) VALUES (@id, @truth)')
          .run({ id, truth: truthText });
        driver
          .prepare("UPDATE studies SET state = 'unblinded', unblinded_at = @at WHERE id = @id")
          .run({ id, at: environment.now() });
        recordOfStudy(audit, 'studies.unblind', id, by, {});
        return studies.get(id);
      }),
    reseal: (id, resealed, view, by) =>
      driver.transaction(() => {
        const { studyId, protocolHash } = sealedTruth(id);
        if (resealed.studyId !== studyId || resealed.protocolHash !== protocolHash) {
          throw new LightboxError('STUDY_INVALID', 'What was sealed anew is of another study.', { id });
        }
        driver
          .prepare('UPDATE sealed_studies SET sealed_truth = @sealed WHERE study_id = @id')
          .run({ id, sealed: canonicalJson(resealed) });
        setView(id, view);
        recordOfStudy(audit, 'studies.reseal', id, by, {});
      }),
    setOpenView: (id, view, action, by, facts = {}) =>
      driver.transaction(() => {
        setView(id, view);
        recordOfStudy(audit, action, id, by, facts);
      }),
  };
}

/** @throws LightboxError STUDY_INVALID where what is frozen together is not of one study. */
function requireSameStudy(id: StudyId, { protocolHash, sealedTruth, assignments }: SealedContent): void {
  const fault =
    assignments.length === 0
      ? 'no reader has a share in it'
      : sealedTruth.studyId !== id || sealedTruth.protocolHash !== protocolHash
        ? 'its sealed truth is of another study or protocol'
        : assignments.some(
              ({ facts }) =>
                facts.studyId !== id || facts.protocolHash !== protocolHash || facts.origin !== 'here',
            )
          ? "a reader's share is of another study or protocol"
          : null;
  if (fault === null) return;
  throw new LightboxError('STUDY_INVALID', `The study cannot be frozen: ${fault}.`, { studyId: id });
}
