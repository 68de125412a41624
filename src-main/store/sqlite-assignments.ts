import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, ReaderCaseId, ReaderFilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { PackageTexts } from '../../src-core/study/package-format.ts';
import { continuesPlan } from '../../src-core/study/plan-growth.ts';
import { type ReaderPlan, readerPlanSchema } from '../../src-core/study/reader-plan.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type {
  Assignment,
  AssignmentFacts,
  AssignmentsReadable,
  AssignmentsWritable,
  PlanContent,
} from './ports-assignments.ts';
import { blobColumn, flagColumn, idColumn, jsonColumn, parseRow } from './rows.ts';

/** With its latest plan's id. A study of this workstation takes readings while it is frozen, one of a package always. */
const ASSIGNMENTS = `
  SELECT assignments.study_id AS studyId, assignments.reader_id AS readerId, study_name AS studyName,
    assignments.protocol_hash AS protocolHash, origin, coordinator_key AS coordinatorKey, assigned_at AS assignedAt,
    (SELECT package_id FROM reader_plans AS plans WHERE plans.study_id = assignments.study_id
      AND plans.reader_id = assignments.reader_id ORDER BY plans.sequence DESC LIMIT 1) AS packageId,
    (origin = 'package' OR EXISTS (SELECT 1 FROM studies
      WHERE studies.id = assignments.study_id AND studies.state = 'frozen')) AS open
  FROM assignments JOIN users ON users.id = assignments.reader_id`;

const assignmentRow = z.object({
  studyId: idColumn<StudyId>(),
  readerId: idColumn<UserId>(),
  studyName: z.string(),
  protocolHash: z.string(),
  origin: z.enum(['here', 'package']),
  coordinatorKey: z.string(),
  assignedAt: z.string(),
  packageId: z.string(),
  open: flagColumn,
});
const planRow = z.object({ plan: jsonColumn<ReaderPlan>(readerPlanSchema) });
const filmRow = z.object({ readerFilmId: idColumn<ReaderFilmId>(), pixelsBlob: blobColumn });
const textRow = z.object({ readerCaseId: idColumn<ReaderCaseId>(), text: z.string() });

/** What a reader was given. Its queries name no table of truth and none of the library. */
export function createAssignments(
  driver: Driver,
  environment: StoreEnvironment,
): AssignmentsReadable & AssignmentsWritable {
  // A plan does not change once it is stored, and reading a long one takes longer than a submission may.
  const plans = new Map<string, ReaderPlan>();
  const planOf = (packageId: string): ReaderPlan => {
    const held = plans.get(packageId);
    if (held !== undefined) return held;
    const row = driver
      .prepare('SELECT plan FROM reader_plans WHERE package_id = @packageId')
      .get({ packageId });
    const { plan } = parseRow(planRow, row ?? {}, 'reader_plans');
    plans.set(packageId, plan);
    return plan;
  };
  const toAssignment = (row: Row): Assignment => {
    const facts = parseRow(assignmentRow, row, 'assignments');
    return { ...facts, plan: planOf(facts.packageId) };
  };

  const find = (studyId: StudyId, readerId: UserId): Assignment | undefined => {
    const row = driver
      .prepare(`${ASSIGNMENTS} WHERE assignments.study_id = @studyId AND assignments.reader_id = @readerId`)
      .get({ studyId, readerId });
    return row && toAssignment(row);
  };
  const get = (studyId: StudyId, readerId: UserId): Assignment => {
    const found = find(studyId, readerId);
    if (found !== undefined) return found;
    throw new LightboxError('NOT_FOUND', `The reader ${readerId} has no study ${studyId} here.`, {
      studyId,
      readerId,
    });
  };
  const texts = (studyId: StudyId, readerId: UserId): PackageTexts =>
    Object.fromEntries(
      driver
        .prepare(
          `SELECT reader_case_id AS readerCaseId, text FROM reader_texts
           WHERE study_id = @studyId AND reader_id = @readerId`,
        )
        .all({ studyId, readerId })
        .map((row) => parseRow(textRow, row, 'reader_texts'))
        .map(({ readerCaseId, text }) => [readerCaseId, text]),
    );
  const insertContent = (studyId: StudyId, readerId: UserId, content: PlanContent): void => {
    const ids = { studyId, readerId };
    const heldFilms = readerFilmBlobs(driver, studyId, readerId);
    const heldTexts = new Map(Object.entries(texts(studyId, readerId)));
    requirePixels(content, heldFilms);
    driver
      .prepare(
        `INSERT INTO reader_plans (package_id, study_id, reader_id, plan)
         VALUES (@packageId, @studyId, @readerId, @plan)`,
      )
      .run({ ...ids, packageId: content.packageId, plan: canonicalJson(content.plan) });
    for (const [film, pixelsBlob] of news(heldFilms, content.films, 'film')) {
      driver
        .prepare(
          `INSERT INTO reader_films (reader_film_id, study_id, reader_id, pixels_blob)
           VALUES (@film, @studyId, @readerId, @pixelsBlob)`,
        )
        .run({ ...ids, film, pixelsBlob });
    }
    for (const [readerCase, text] of news(
      heldTexts,
      new Map(Object.entries(content.texts)),
      'text of case',
    )) {
      driver
        .prepare(
          `INSERT INTO reader_texts (reader_case_id, study_id, reader_id, text)
           VALUES (@readerCase, @studyId, @readerId, @text)`,
        )
        .run({ ...ids, readerCase, text });
    }
  };

  return {
    list: (readerId) =>
      driver
        .prepare(`${ASSIGNMENTS} WHERE assignments.reader_id = @readerId ORDER BY assignments.sequence DESC`)
        .all({ readerId })
        .map(toAssignment),
    ofStudy: (studyId) =>
      driver
        .prepare(`${ASSIGNMENTS} WHERE assignments.study_id = @studyId ORDER BY users.name`)
        .all({ studyId })
        .map(toAssignment),
    get,
    async film(studyId, readerId, film) {
      const row = driver
        .prepare(
          `SELECT reader_film_id AS readerFilmId, pixels_blob AS pixelsBlob FROM reader_films
           WHERE study_id = @studyId AND reader_id = @readerId AND reader_film_id = @film`,
        )
        .get({ studyId, readerId, film });
      if (row !== undefined) return environment.blobs.get(parseRow(filmRow, row, 'reader_films').pixelsBlob);
      throw new LightboxError('NOT_FOUND', `The reader has no film ${film} in this study.`, { film });
    },
    text(studyId, readerId, readerCaseId) {
      const row = driver
        .prepare(
          `SELECT reader_case_id AS readerCaseId, text FROM reader_texts
           WHERE study_id = @studyId AND reader_id = @readerId AND reader_case_id = @readerCaseId`,
        )
        .get({ studyId, readerId, readerCaseId });
      return row === undefined ? null : parseRow(textRow, row, 'reader_texts').text;
    },
    texts,
    add: (facts, content) =>
      driver.transaction(() => {
        if (find(facts.studyId, facts.readerId) !== undefined) {
          throw new LightboxError('CONFLICT', `The reader has the study "${facts.studyName}" already.`, {
            studyId: facts.studyId,
            readerId: facts.readerId,
          });
        }
        insertFacts(driver, facts, environment.now());
        insertContent(facts.studyId, facts.readerId, content);
        return get(facts.studyId, facts.readerId);
      }),
    addPlan: (studyId, readerId, content) =>
      driver.transaction(() => {
        const { plan } = get(studyId, readerId);
        const known = driver
          .prepare('SELECT sequence FROM reader_plans WHERE package_id = @packageId')
          .get({ packageId: content.packageId });
        if (known === undefined && canonicalJson(plan) !== canonicalJson(content.plan)) {
          if (!continuesPlan(plan, content.plan)) {
            throw new LightboxError(
              'CONFLICT',
              'This plan does not go on from the one that is held. Ask the coordinator for the latest package.',
              { studyId, readerId },
            );
          }
          insertContent(studyId, readerId, content);
        }
        return get(studyId, readerId);
      }),
  };
}

/** Where the pixels of a reader's films lie. */
export function readerFilmBlobs(
  driver: Driver,
  studyId: StudyId,
  readerId: UserId,
): ReadonlyMap<ReaderFilmId, BlobHash> {
  return new Map(
    driver
      .prepare(
        `SELECT reader_film_id AS readerFilmId, pixels_blob AS pixelsBlob FROM reader_films
         WHERE study_id = @studyId AND reader_id = @readerId`,
      )
      .all({ studyId, readerId })
      .map((row) => parseRow(filmRow, row, 'reader_films'))
      .map(({ readerFilmId, pixelsBlob }) => [readerFilmId, pixelsBlob]),
  );
}

function insertFacts(driver: Driver, facts: AssignmentFacts, at: string): void {
  const { studyId, readerId, studyName, protocolHash, origin, coordinatorKey } = facts;
  const reader = driver
    .prepare("SELECT id FROM users WHERE id = @readerId AND role = 'reader'")
    .get({ readerId });
  if (reader === undefined) {
    throw new LightboxError('BAD_INPUT', `User ${readerId} is no reader.`, { userId: readerId });
  }
  driver
    .prepare(
      `INSERT INTO assignments (study_id, reader_id, study_name, protocol_hash, origin, coordinator_key, assigned_at)
       VALUES (@studyId, @readerId, @studyName, @protocolHash, @origin, @coordinatorKey, @at)`,
    )
    .run({ studyId, readerId, studyName, protocolHash, origin, coordinatorKey, at });
}

/** @throws LightboxError BAD_INPUT naming a film of the plan that has no pixels. */
function requirePixels({ plan, films }: PlanContent, held: ReadonlyMap<ReaderFilmId, BlobHash>): void {
  const shown = plan.sessions.flatMap(({ training, trials }) => [...training, ...trials]);
  const missing = shown.flatMap((trial) => trial.films).find((film) => !films.has(film) && !held.has(film));
  if (missing === undefined) return;
  throw new LightboxError('BAD_INPUT', `The plan shows the film ${missing}, whose pixels are missing.`, {
    film: missing,
  });
}

/** What is not held yet. @throws LightboxError CONFLICT where something held would change. */
function news<Id extends string, Value extends string>(
  held: ReadonlyMap<Id, Value>,
  given: ReadonlyMap<Id, Value>,
  what: string,
): readonly (readonly [Id, Value])[] {
  for (const [id, value] of given) {
    if (!held.has(id) || held.get(id) === value) continue;
    throw new LightboxError('CONFLICT', `The ${what} ${id} is here already, and another one.`, { id });
  }
  return [...given].filter(([id]) => !held.has(id));
}
