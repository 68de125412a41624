import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { ERROR_CODES, LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, JobId } from '../../src-core/base/ids.ts';
import type { Bindings, Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { Job, JobState, JobsReadable, JobsWritable } from './ports-work.ts';
import { idColumn, jsonColumn, notFound, parseRow } from './rows.ts';
import { jobRequestSchema } from './schemas.ts';

const COLUMNS = `id, position, state, request, done_count AS doneCount, error_code AS errorCode,
  error_message AS errorMessage, created_at AS createdAt, started_at AS startedAt, finished_at AS finishedAt`;
const NEXT_POSITION = '(SELECT COALESCE(MAX(position), 0) + 1 FROM jobs)';

const jobRow = z.object({
  id: idColumn<JobId>(),
  position: z.int(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  request: jsonColumn(jobRequestSchema),
  doneCount: z.int(),
  errorCode: z.enum(ERROR_CODES).nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

const indexRow = z.object({ jobIndex: z.int() });
const filmIdRow = z.object({ id: idColumn<FilmId>() });

const toJob = (row: Row): Job => parseRow(jobRow, row, 'jobs');

export function createJobs(driver: Driver, environment: StoreEnvironment): JobsReadable & JobsWritable {
  const get = (id: JobId): Job => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = @id`).get({ id });
    if (row === undefined) throw notFound('job', id);
    return toJob(row);
  };

  const move = (
    id: JobId,
    from: readonly JobState[],
    to: JobState,
    change: string,
    bindings: Bindings,
  ): Job =>
    driver.transaction(() => {
      const { state } = get(id);
      if (!from.includes(state)) {
        throw new LightboxError(
          'CONFLICT',
          `The job is ${state}; only a ${from.join(' or ')} job becomes ${to}.`,
          {
            id,
            state,
          },
        );
      }
      driver.prepare(`UPDATE jobs SET state = '${to}', ${change} WHERE id = @id`).run({ ...bindings, id });
      return get(id);
    });

  return {
    get,
    list: (states) =>
      driver
        .prepare(`SELECT ${COLUMNS} FROM jobs WHERE cleared = 0 ORDER BY position`)
        .all()
        .map(toJob)
        .filter(({ state }) => states === undefined || states.includes(state)),
    finishedIndexes: (id) =>
      driver
        .prepare('SELECT job_index AS jobIndex FROM films WHERE job_id = @id ORDER BY job_index')
        .all({ id })
        .map((row) => parseRow(indexRow, row, 'films').jobIndex),
    filmIds: (id) =>
      driver
        .prepare('SELECT id FROM films WHERE job_id = @id ORDER BY job_index')
        .all({ id })
        .map((row) => parseRow(filmIdRow, row, 'films').id),
    enqueue(request) {
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
          `INSERT INTO jobs (id, position, state, request, pair_label, created_at)
           VALUES (@id, ${NEXT_POSITION}, 'queued', @request, @pairLabel, @createdAt)`,
        )
        .run({
          id,
          request: canonicalJson(parsed.data),
          pairLabel: parsed.data.pairLabel,
          createdAt: environment.now(),
        });
      return get(id);
    },
    claimNext: () =>
      driver.transaction(() => {
        const row = driver
          .prepare(`SELECT ${COLUMNS} FROM jobs WHERE state = 'queued' ORDER BY position LIMIT 1`)
          .get();
        if (row === undefined) return undefined;
        return move(toJob(row).id, ['queued'], 'running', 'started_at = @at', { at: environment.now() });
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
      move(
        id,
        ['failed', 'cancelled'],
        'queued',
        `position = ${NEXT_POSITION}, cleared = 0, started_at = NULL, finished_at = NULL, error_code = NULL,
         error_message = NULL`,
        {},
      ),
    clearFinished() {
      driver.prepare("UPDATE jobs SET cleared = 1 WHERE state IN ('done', 'failed', 'cancelled')").run();
    },
  };
}

/** A job found running at the start was cut off by a crash: it goes back to its place in the queue. */
export function requeueInterruptedJobs(driver: Driver): void {
  driver.prepare("UPDATE jobs SET state = 'queued', started_at = NULL WHERE state = 'running'").run();
}
