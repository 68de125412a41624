import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { AuditWritable } from './ports-audit.ts';
import type {
  AuditedBy,
  StudiesReadable,
  StudiesWritable,
  Study,
  StudyDraft,
  StudyState,
} from './ports-studies.ts';
import { idColumn, jsonObjectColumn, notFound, parseRow, requireName } from './rows.ts';
import type { JsonObject } from './schemas.ts';

const COLUMNS = `id, name, state, protocol, protocol_hash AS protocolHash, reader_view AS readerView, seed,
  created_at AS createdAt, frozen_at AS frozenAt, unblinded_at AS unblindedAt`;

const studyRow = z.object({
  id: idColumn<StudyId>(),
  name: z.string(),
  state: z.enum(['draft', 'frozen', 'closed', 'unblinded']),
  protocol: jsonObjectColumn,
  protocolHash: z.string().nullable(),
  readerView: jsonObjectColumn.nullable(),
  seed: z.int(),
  createdAt: z.string(),
  frozenAt: z.string().nullable(),
  unblindedAt: z.string().nullable(),
});
const readerRow = z.object({ userId: idColumn<UserId>() });
const toStudy = (row: Row): Study => parseRow(studyRow, row, 'studies');

export function createStudies(
  driver: Driver,
  environment: StoreEnvironment,
  audit: AuditWritable,
): StudiesReadable & StudiesWritable {
  const get = (id: StudyId): Study => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM studies WHERE id = @id`).get({ id });
    if (row === undefined) throw notFound('study', id);
    return toStudy(row);
  };
  const readers = (id: StudyId): readonly UserId[] =>
    driver
      .prepare('SELECT user_id AS userId FROM study_readers WHERE study_id = @id ORDER BY user_id')
      .all({ id })
      .map((row) => parseRow(readerRow, row, 'study_readers').userId);

  const requireState = (id: StudyId, allowed: readonly StudyState[], wanted: string): void =>
    requireStudyState(get(id), allowed, wanted);

  const setReaders = (id: StudyId, userIds: readonly UserId[]): void =>
    driver.transaction(() => {
      requireState(id, ['draft'], 'given other readers');
      driver.prepare('DELETE FROM study_readers WHERE study_id = @id').run({ id });
      for (const userId of new Set(userIds)) {
        const reader = driver
          .prepare("SELECT id FROM users WHERE id = @userId AND role = 'reader'")
          .get({ userId });
        if (reader === undefined)
          throw new LightboxError('BAD_INPUT', `User ${userId} is no reader.`, { userId });
        driver
          .prepare('INSERT INTO study_readers (study_id, user_id) VALUES (@id, @userId)')
          .run({ id, userId });
      }
    });

  return {
    get,
    list: () => driver.prepare(`SELECT ${COLUMNS} FROM studies ORDER BY sequence DESC`).all().map(toStudy),
    readers,
    createDraft(draft) {
      const id = environment.randomId() as StudyId;
      driver
        .prepare(
          `INSERT INTO studies (id, name, state, protocol, seed, created_at)
           VALUES (@id, @name, 'draft', @protocol, @seed, @createdAt)`,
        )
        .run({ id, ...draftColumns(draft), createdAt: environment.now() });
      return get(id);
    },
    updateDraft: (id, draft) =>
      driver.transaction(() => {
        requireState(id, ['draft'], 'changed');
        driver
          .prepare('UPDATE studies SET name = @name, protocol = @protocol, seed = @seed WHERE id = @id')
          .run({ id, ...draftColumns(draft) });
        return get(id);
      }),
    setReaders,
    removeDraft: (id) =>
      driver.transaction(() => {
        requireState(id, ['draft'], 'removed');
        driver.prepare('DELETE FROM studies WHERE id = @id').run({ id });
      }),
    close: (id, by) =>
      driver.transaction(() => {
        requireState(id, ['frozen'], 'closed');
        driver.prepare("UPDATE studies SET state = 'closed' WHERE id = @id").run({ id });
        recordOfStudy(audit, 'studies.close', id, by, {});
        return get(id);
      }),
  };
}

/** @throws LightboxError STUDY_NOT_FROZEN for a draft that is no allowed state, STUDY_FROZEN for the others. */
export function requireStudyState(
  { id, name, state }: Study,
  allowed: readonly StudyState[],
  wanted: string,
): void {
  if (allowed.includes(state)) return;
  throw new LightboxError(
    state === 'draft' ? 'STUDY_NOT_FROZEN' : 'STUDY_FROZEN',
    `The study "${name}" is ${state} and cannot be ${wanted}.`,
    { id, state },
  );
}

/** An audit row about a study. */
export function recordOfStudy(
  audit: AuditWritable,
  action: string,
  id: StudyId,
  { actor, reason }: AuditedBy,
  facts: JsonObject,
): void {
  audit.append({ actor, action, details: { study: id, reason, ...facts } });
}

function draftColumns({ name, protocol, seed }: StudyDraft) {
  return { name: requireName(name, 'a study'), protocol: canonicalJson(protocol), seed };
}
