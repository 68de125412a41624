import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Driver } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { QueueEntry, QueueMove, QueueReadable, QueueWritable } from './ports-queue.ts';
import { flagColumn, parseRow } from './rows.ts';

const stateRow = z.object({ paused: flagColumn });
const timeRow = z.object({ stepMs: z.number() });
const waitingRow = z.object({ kind: z.enum(['job', 'batch']), id: z.string(), position: z.int() });
const lowestRow = z.object({ position: z.int() });

/** What can change places, in the order in which it runs. */
const WAITING = `
  SELECT 'job' AS kind, id, position FROM jobs WHERE batch_id IS NULL AND cleared = 0 AND state = 'queued'
  UNION ALL
  SELECT 'batch' AS kind, id, position FROM batches
  WHERE EXISTS (SELECT 1 FROM jobs WHERE batch_id = batches.id AND state = 'queued')
  ORDER BY position`;

type Waiting = z.infer<typeof waitingRow>;

export function createQueue(driver: Driver, environment: StoreEnvironment): QueueReadable & QueueWritable {
  const place = ({ kind, id }: Pick<Waiting, 'kind' | 'id'>, position: number): void => {
    const table = kind === 'job' ? 'jobs' : 'batches';
    driver.prepare(`UPDATE ${table} SET position = @position WHERE id = @id`).run({ id, position });
  };
  const beforeAll = (): number => {
    const row = driver
      .prepare(
        'SELECT MIN(position) - 1 AS position FROM (SELECT position FROM jobs UNION ALL SELECT position FROM batches)',
      )
      .get();
    return parseRow(lowestRow, row ?? {}, 'the queue').position;
  };

  return {
    paused: () =>
      parseRow(stateRow, driver.prepare('SELECT paused FROM queue_state').get() ?? {}, 'queue_state').paused,
    setPaused(paused) {
      driver.prepare('UPDATE queue_state SET paused = @paused').run({ paused: paused ? 1 : 0 });
    },
    move: (entry, to) =>
      driver.transaction(() => {
        const waiting = driver
          .prepare(WAITING)
          .all()
          .map((row) => parseRow(waitingRow, row, 'the queue'));
        const index = waiting.findIndex(({ kind, id }) => kind === entry.kind && id === entry.id);
        const moved = waiting[index];
        if (moved === undefined) throw notWaiting(entry);
        const other = waiting[neighbour(index, to)];
        if (other === undefined || other === moved) return;
        const free = beforeAll();
        place(moved, free);
        if (to === 'front') return;
        // Positions are unique: one of the two steps aside first.
        place(other, moved.position);
        place(moved, other.position);
      }),
    stepMs(modelId, provider) {
      const row = driver
        .prepare(
          `SELECT step_ms AS stepMs FROM step_times
           WHERE model_id = @modelId AND provider = coalesce(@provider, provider)
           ORDER BY measured_at DESC, rowid DESC LIMIT 1`,
        )
        .get({ modelId, provider });
      return row === undefined ? null : parseRow(timeRow, row, 'step_times').stepMs;
    },
    recordStepMs(modelId, provider, stepMs) {
      driver
        .prepare(
          `INSERT INTO step_times (model_id, provider, step_ms, measured_at) VALUES (@modelId, @provider, @stepMs, @at)
           ON CONFLICT (model_id, provider) DO UPDATE SET step_ms = @stepMs, measured_at = @at`,
        )
        .run({ modelId, provider, stepMs, at: environment.now() });
    },
  };
}

function neighbour(index: number, to: QueueMove): number {
  if (to === 'front') return 0;
  return to === 'up' ? index - 1 : index + 1;
}

function notWaiting({ kind, id }: QueueEntry): LightboxError {
  return new LightboxError(
    'CONFLICT',
    `This ${kind} does not wait in the queue: only what waits can be moved.`,
    {
      id,
    },
  );
}
