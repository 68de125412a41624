import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { ERROR_CODES, LightboxError } from '../../src-core/base/errors.ts';
import type { BatchId } from '../../src-core/base/ids.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { Batch, BatchesReadable, BatchesWritable, BatchFailure, BatchJob } from './ports-queue.ts';
import {
  flagColumn,
  idColumn,
  jsonColumn,
  jsonObjectColumn,
  notFound,
  parseRow,
  requireName,
} from './rows.ts';
import { jsonObjectSchema } from './schemas.ts';
import { insertJob, JOB_COLUMNS, jobRow, NEXT_POSITION, QUEUED_AGAIN } from './sqlite-jobs.ts';

const COLUMNS = 'id, position, kind, name, plan, paused, created_at AS createdAt';
const MAX_REASONS = 10;

const batchRow = z.object({
  id: idColumn<BatchId>(),
  position: z.int(),
  kind: z.enum(['table', 'sweep']),
  name: z.string(),
  plan: jsonObjectColumn,
  paused: flagColumn,
  createdAt: z.string(),
});
const countRow = z.object({
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  jobs: z.int(),
  images: z.int(),
  doneImages: z.int(),
  openSteps: z.int(),
});
const indexRow = z.object({ index: z.int() });
const factsRow = z.object({ facts: jsonColumn(jsonObjectSchema).nullable() });
const failureRow = z.object({ code: z.enum(ERROR_CODES), message: z.string(), count: z.int() });

export function createBatches(
  driver: Driver,
  environment: StoreEnvironment,
): BatchesReadable & BatchesWritable {
  const get = (id: BatchId): Batch => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM batches WHERE id = @id`).get({ id });
    if (row === undefined) throw notFound('batch', id);
    return toBatch(driver, row);
  };
  const change = (id: BatchId, work: () => void): Batch =>
    driver.transaction(() => {
      get(id);
      work();
      return get(id);
    });

  return {
    get,
    list: () =>
      driver
        .prepare(`SELECT ${COLUMNS} FROM batches WHERE cleared = 0 ORDER BY position`)
        .all()
        .map((row) => toBatch(driver, row)),
    jobs: (id, indexes) =>
      driver
        .prepare(
          `SELECT ${JOB_COLUMNS}, batch_facts AS facts FROM jobs
           WHERE batch_id = @id AND batch_index IN (SELECT value FROM json_each(@indexes)) ORDER BY batch_index`,
        )
        .all({ id, indexes: JSON.stringify(indexes) })
        .map(
          (row): BatchJob => ({
            job: parseRow(jobRow, row, 'jobs'),
            facts: parseRow(factsRow, row, 'jobs').facts,
          }),
        ),
    indexesIn: (id, states, limit) =>
      driver
        .prepare(
          `SELECT batch_index AS "index" FROM jobs
           WHERE batch_id = @id AND state IN (SELECT value FROM json_each(@states)) ORDER BY batch_index LIMIT @limit`,
        )
        .all({ id, states: JSON.stringify(states), limit })
        .map((row) => parseRow(indexRow, row, 'jobs').index),
    failures: (id) =>
      driver
        .prepare(
          `SELECT error_code AS code, error_message AS message, COUNT(*) AS count FROM jobs
           WHERE batch_id = @id AND state = 'failed' GROUP BY error_code, error_message
           ORDER BY count DESC, code LIMIT ${MAX_REASONS}`,
        )
        .all({ id })
        .map((row): BatchFailure => parseRow(failureRow, row, 'jobs')),
    add: ({ kind, name, plan, jobs }) =>
      driver.transaction(() => {
        if (jobs.length === 0) throw new LightboxError('BAD_INPUT', 'A batch holds at least one job.');
        const id = environment.randomId() as BatchId;
        driver
          .prepare(
            `INSERT INTO batches (id, position, kind, name, plan, created_at)
             VALUES (@id, ${NEXT_POSITION}, @kind, @name, @plan, @createdAt)`,
          )
          .run({
            id,
            kind,
            name: requireName(name, 'a batch'),
            plan: canonicalJson(plan),
            createdAt: environment.now(),
          });
        for (const [index, { request, facts }] of jobs.entries()) {
          const text = facts === null ? null : canonicalJson(facts);
          insertJob(driver, environment, request, { batchId: id, index, facts: text });
        }
        return get(id);
      }),
    setPaused: (id, paused) =>
      change(id, () => {
        driver
          .prepare('UPDATE batches SET paused = @paused WHERE id = @id')
          .run({ id, paused: paused ? 1 : 0 });
      }),
    cancel: (id) =>
      change(id, () => {
        driver
          .prepare(
            `UPDATE jobs SET state = 'cancelled', finished_at = @at
             WHERE batch_id = @id AND state IN ('queued', 'running')`,
          )
          .run({ id, at: environment.now() });
      }),
    requeue: (id) =>
      change(id, () => {
        const { queued, running } = get(id).jobs;
        driver
          .prepare(
            `UPDATE jobs SET ${QUEUED_AGAIN} WHERE batch_id = @id AND state IN ('failed', 'cancelled')`,
          )
          .run({ id });
        driver.prepare('UPDATE batches SET cleared = 0, paused = 0 WHERE id = @id').run({ id });
        if (queued + running > 0) return;
        driver.prepare(`UPDATE batches SET position = ${NEXT_POSITION} WHERE id = @id`).run({ id });
      }),
    remove: (id) => {
      change(id, () => {
        const { queued, running } = get(id).jobs;
        if (queued + running > 0) {
          throw new LightboxError('CONFLICT', 'Jobs of this batch wait or run: cancel it first.', { id });
        }
        driver.prepare('UPDATE batches SET cleared = 1 WHERE id = @id').run({ id });
      });
    },
  };
}

function toBatch(driver: Driver, row: Row): Batch {
  const batch = parseRow(batchRow, row, 'batches');
  const counts = driver
    .prepare(
      `SELECT state, COUNT(*) AS jobs, SUM(image_count) AS images, SUM(done_count) AS doneImages,
         SUM((image_count - done_count) * (step_count + 1)) AS openSteps
       FROM jobs WHERE batch_id = @id GROUP BY state`,
    )
    .all({ id: batch.id })
    .map((count) => parseRow(countRow, count, 'jobs'));
  const total = (of: 'images' | 'doneImages'): number => counts.reduce((sum, count) => sum + count[of], 0);
  const inState = (state: (typeof counts)[number]['state']) => counts.find((count) => count.state === state);
  return {
    ...batch,
    jobs: {
      queued: inState('queued')?.jobs ?? 0,
      running: inState('running')?.jobs ?? 0,
      done: inState('done')?.jobs ?? 0,
      failed: inState('failed')?.jobs ?? 0,
      cancelled: inState('cancelled')?.jobs ?? 0,
    },
    images: total('images'),
    doneImages: total('doneImages'),
    openSteps: (inState('queued')?.openSteps ?? 0) + (inState('running')?.openSteps ?? 0),
  };
}
