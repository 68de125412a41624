import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { ERROR_CODES, LightboxError } from '../../src-core/base/errors.ts';
import type { BatchId, FilmId, JobId } from '../../src-core/base/ids.ts';
import type { Bindings, Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { Job, JobState, JobsReadable, JobsWritable, Remake } from './ports-queue.ts';
import { blobColumn, countOf, idColumn, jsonColumn, jsonObjectColumn, notFound, parseRow } from './rows.ts';
import { type JobRequest, jobRequestSchema } from './schemas.ts';

export const JOB_COLUMNS = `id, position, batch_id AS batchId, batch_index AS batchIndex, state, request,
  done_count AS doneCount, error_code AS errorCode, error_message AS errorMessage, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt`;
/** Jobs outside batches and batches share one row of places. */
export const NEXT_POSITION = `(SELECT 1 + MAX(COALESCE((SELECT MAX(position) FROM jobs), 0),
  COALESCE((SELECT MAX(position) FROM batches), 0)))`;
const ALONE = 'batch_id IS NULL AND cleared = 0';
const SETTLED = "state IN ('done', 'failed', 'cancelled')";
/** What a job that is queued again forgets. */
export const QUEUED_AGAIN = `state = 'queued', cleared = 0, started_at = NULL, finished_at = NULL, error_code = NULL,
  error_message = NULL`;

export const jobRow = z.object({
  id: idColumn<JobId>(),
  position: z.int(),
  batchId: idColumn<BatchId>().nullable(),
  batchIndex: z.int().nullable(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  request: jsonColumn(jobRequestSchema),
  doneCount: z.int(),
  errorCode: z.enum(ERROR_CODES).nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

const remakeRow = z.object({
  filmId: idColumn<FilmId>().nullable(),
  fileName: z.string().nullable(),
  recipe: jsonObjectColumn,
  pixelsBlob: blobColumn,
  width: z.int(),
  height: z.int(),
});

const indexRow = z.object({ jobIndex: z.int() });
const filmOfJobRow = z.object({ jobId: idColumn<JobId>(), id: idColumn<FilmId>() });
const jobPlaceRow = z.object({ id: idColumn<JobId>(), position: z.int() });
const batchPlaceRow = z.object({ id: idColumn<BatchId>(), position: z.int() });

const toJob = (row: Row): Job => parseRow(jobRow, row, 'jobs');

export function createJobs(driver: Driver, environment: StoreEnvironment): JobsReadable & JobsWritable {
  const get = (id: JobId): Job => {
    const row = driver.prepare(`SELECT ${JOB_COLUMNS} FROM jobs WHERE id = @id`).get({ id });
    if (row === undefined) throw notFound('job', id);
    return toJob(row);
  };

  const requireState = (id: JobId, from: readonly JobState[], becomes: string): void => {
    const { state } = get(id);
    if (from.includes(state)) return;
    throw new LightboxError('CONFLICT', `The job is ${state}; only a ${from.join(' or ')} job ${becomes}.`, {
      id,
      state,
    });
  };

  const move = (
    id: JobId,
    from: readonly JobState[],
    to: JobState,
    change: string,
    bindings: Bindings,
  ): Job =>
    driver.transaction(() => {
      requireState(id, from, `becomes ${to}`);
      driver.prepare(`UPDATE jobs SET state = '${to}', ${change} WHERE id = @id`).run({ ...bindings, id });
      return get(id);
    });

  return {
    get,
    list: (states) =>
      driver
        .prepare(
          `SELECT ${JOB_COLUMNS} FROM jobs WHERE ${ALONE} AND state IN (SELECT value FROM json_each(@states))
           ORDER BY position`,
        )
        .all({ states: JSON.stringify(states ?? ['queued', 'running', 'done', 'failed', 'cancelled']) })
        .map(toJob),
    count: (states, modelId) =>
      countOf(
        driver
          .prepare(
            `SELECT COUNT(*) AS count FROM jobs WHERE state IN (SELECT value FROM json_each(@states))
             AND (@modelId IS NULL OR json_extract(request, '$.modelId') = @modelId)`,
          )
          .get({ states: JSON.stringify(states), modelId: modelId ?? null }),
      ),
    settled(limit) {
      const total = countOf(
        driver.prepare(`SELECT COUNT(*) AS count FROM jobs WHERE ${ALONE} AND ${SETTLED}`).get(),
      );
      const jobs = driver
        .prepare(
          `SELECT ${JOB_COLUMNS} FROM jobs WHERE ${ALONE} AND ${SETTLED} ORDER BY position DESC LIMIT @limit`,
        )
        .all({ limit })
        .map(toJob);
      return { jobs, total };
    },
    finishedIndexes: (id) =>
      driver
        .prepare('SELECT job_index AS jobIndex FROM films WHERE job_id = @id ORDER BY job_index')
        .all({ id })
        .map((row) => parseRow(indexRow, row, 'films').jobIndex),
    filmIds(ids) {
      const films = new Map<JobId, FilmId[]>();
      const rows = driver
        .prepare(
          `SELECT job_id AS jobId, id FROM films WHERE job_id IN (SELECT value FROM json_each(@ids))
           ORDER BY job_id, job_index`,
        )
        .all({ ids: JSON.stringify(ids) });
      for (const row of rows) {
        const { jobId, id } = parseRow(filmOfJobRow, row, 'films');
        films.set(jobId, [...(films.get(jobId) ?? []), id]);
      }
      return films;
    },
    remake(id) {
      const row = driver
        .prepare(
          `SELECT film_id AS filmId, file_name AS fileName, recipe, pixels_blob AS pixelsBlob, width, height
           FROM remakes WHERE job_id = @id`,
        )
        .get({ id });
      return row === undefined ? null : parseRow(remakeRow, row, 'remakes');
    },
    enqueue: (request, remake) =>
      driver.transaction(() => {
        const id = insertJob(driver, environment, request, null);
        if (remake !== undefined) insertRemake(driver, id, remake);
        return get(id);
      }),
    claimNext: () =>
      driver.transaction(() => {
        const next = nextJob(driver);
        if (next === undefined) return undefined;
        return move(next, ['queued'], 'running', 'started_at = @at', { at: environment.now() });
      }),
    finish: (id) => move(id, ['running'], 'done', 'finished_at = @at', { at: environment.now() }),
    fail: (id, code, message) =>
      move(id, ['running'], 'failed', 'finished_at = @at, error_code = @code, error_message = @message', {
        at: environment.now(),
        code,
        message,
      }),
    cancel: (id) =>
      move(id, ['queued', 'running'], 'cancelled', 'finished_at = @at', { at: environment.now() }),
    requeue: (id) =>
      move(id, ['failed', 'cancelled'], 'queued', `position = ${NEXT_POSITION}, ${QUEUED_AGAIN}`, {}),
    remove: (id) =>
      driver.transaction(() => {
        requireState(id, ['done', 'failed', 'cancelled'], 'can be removed');
        driver.prepare('UPDATE jobs SET cleared = 1 WHERE id = @id').run({ id });
      }),
    clearFinished: () =>
      driver.transaction(() => {
        driver.prepare(`UPDATE jobs SET cleared = 1 WHERE ${ALONE} AND ${SETTLED}`).run();
        driver
          .prepare(
            `UPDATE batches SET cleared = 1 WHERE cleared = 0 AND NOT EXISTS
             (SELECT 1 FROM jobs WHERE batch_id = batches.id AND state IN ('queued', 'running'))`,
          )
          .run();
      }),
  };
}

export interface PlaceInBatch {
  readonly batchId: BatchId;
  readonly index: number;
  /** JSON text. */
  readonly facts: string | null;
}

/** @throws LightboxError BAD_INPUT where the request does not parse */
export function insertJob(
  driver: Driver,
  environment: StoreEnvironment,
  request: JobRequest,
  place: PlaceInBatch | null,
): JobId {
  const parsed = jobRequestSchema.safeParse(request);
  if (!parsed.success) {
    throw new LightboxError(
      'BAD_INPUT',
      `The job's request cannot be used: ${z.prettifyError(parsed.error)}`,
    );
  }
  const id = environment.randomId() as JobId;
  driver
    .prepare(
      `INSERT INTO jobs (id, position, batch_id, batch_index, batch_facts, state, request, pair_label, image_count,
         step_count, created_at)
       VALUES (@id, ${NEXT_POSITION}, @batchId, @index, @facts, 'queued', @request, @pairLabel, @images, @steps,
         @createdAt)`,
    )
    .run({
      id,
      batchId: place?.batchId ?? null,
      index: place?.index ?? null,
      facts: place?.facts ?? null,
      request: canonicalJson(parsed.data),
      pairLabel: parsed.data.pairLabel,
      images: parsed.data.count,
      steps: parsed.data.steps,
      createdAt: environment.now(),
    });
  return id;
}

function insertRemake(driver: Driver, jobId: JobId, remake: Remake): void {
  const { filmId, fileName, pixelsBlob, width, height } = remake;
  driver
    .prepare(
      `INSERT INTO remakes (job_id, film_id, file_name, recipe, pixels_blob, width, height)
       VALUES (@jobId, @filmId, @fileName, @recipe, @pixelsBlob, @width, @height)`,
    )
    .run({ jobId, filmId, fileName, recipe: canonicalJson(remake.recipe), pixelsBlob, width, height });
}

/** The queued job whose turn it is: the first alone, or the first of the first batch that is not paused. */
function nextJob(driver: Driver): JobId | undefined {
  const aloneRow = driver
    .prepare(`SELECT id, position FROM jobs WHERE ${ALONE} AND state = 'queued' ORDER BY position LIMIT 1`)
    .get();
  const batchRow = driver
    .prepare(
      `SELECT id, position FROM batches WHERE paused = 0 AND EXISTS
         (SELECT 1 FROM jobs WHERE batch_id = batches.id AND state = 'queued') ORDER BY position LIMIT 1`,
    )
    .get();
  const alone = aloneRow && parseRow(jobPlaceRow, aloneRow, 'jobs');
  const batch = batchRow && parseRow(batchPlaceRow, batchRow, 'batches');
  if (batch === undefined || (alone !== undefined && alone.position < batch.position)) return alone?.id;
  const first = driver
    .prepare(
      `SELECT id, position FROM jobs WHERE batch_id = @id AND state = 'queued' ORDER BY batch_index LIMIT 1`,
    )
    .get({ id: batch.id });
  return first && parseRow(jobPlaceRow, first, 'jobs').id;
}

/** A job found running at the start was cut off by a crash: it goes back to its place in the queue. */
export function requeueInterruptedJobs(driver: Driver): void {
  driver.prepare("UPDATE jobs SET state = 'queued', started_at = NULL WHERE state = 'running'").run();
}
