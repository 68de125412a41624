import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId } from '../../src-core/base/ids.ts';
import { type BatchPlan, batchPlanSchema } from '../../src-core/contract/batch-calls.ts';
import type { JobView } from '../../src-core/contract/generation-calls.ts';
import type { BatchView, QueueEntryView, QueueView } from '../../src-core/contract/queue-calls.ts';
import { stepsToCount } from '../../src-core/diffusion/sweep.ts';
import type { Batch, Job, Store } from '../store/ports.ts';
import type { StepTimes } from './step-times.ts';

/** The queue as the compose screen shows it: what is open in its order, and the newest of what is settled. */
export function queueView(store: Store, times: StepTimes, settledLimit: number): QueueView {
  const alone = store.jobs.list(['running', 'queued']);
  const settledAlone = store.jobs.settled(settledLimit);
  const batches = store.batches.list();
  const isOpen = ({ jobs }: Batch): boolean => jobs.running + jobs.queued > 0;
  const films = store.jobs.filmIds([...alone, ...settledAlone.jobs].map(({ id }) => id));
  const entries = (jobs: readonly Job[], of: readonly Batch[]): Placed[] => [
    ...jobs.map((job) => ({
      position: job.position,
      running: job.state === 'running',
      entry: { kind: 'job' as const, job: toJobView(store, times, job, films.get(job.id) ?? []) },
    })),
    ...of.map((batch) => ({
      position: batch.position,
      running: batch.jobs.running > 0,
      entry: { kind: 'batch' as const, batch: toBatchView(store, times, batch) },
    })),
  ];
  const open = entries(alone, batches.filter(isOpen)).sort(
    (first, second) => Number(second.running) - Number(first.running) || first.position - second.position,
  );
  const settledBatches = batches.filter((batch) => !isOpen(batch));
  const settled = entries(settledAlone.jobs, settledBatches)
    .sort((first, second) => second.position - first.position)
    .slice(0, settledLimit);
  return {
    paused: store.queue.paused(),
    open: open.map(({ entry }) => entry),
    settled: settled.map(({ entry }) => entry),
    settledTotal: settledAlone.total + settledBatches.length,
    estimateMs: sumOf(open.map(({ entry }) => estimateOf(entry))),
  };
}

interface Placed {
  readonly position: number;
  readonly running: boolean;
  readonly entry: QueueEntryView;
}

/** A job with the films it has drawn so far in the order of their seeds. */
export function toJobView(store: Store, times: StepTimes, job: Job, filmIds: readonly FilmId[]): JobView {
  const { request } = job;
  const remake = store.jobs.remake(job.id);
  const perStepMs = times.of(request.modelId, request.provider);
  const openSteps = (request.count - job.doneCount) * stepsToCount(request.steps, request.edit);
  return {
    id: job.id,
    state: job.state,
    request,
    createdAt: job.createdAt,
    doneCount: job.doneCount,
    filmIds: [...filmIds],
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
    remakeOf: remake === null ? null : (remake.filmId ?? remake.fileName),
    estimateMs: perStepMs === null ? null : openSteps * perStepMs,
  };
}

export function toBatchView(store: Store, times: StepTimes, batch: Batch): BatchView {
  const { modelId, provider } = planOf(batch);
  const perStepMs = times.of(modelId, provider);
  return {
    id: batch.id,
    kind: batch.kind,
    name: batch.name,
    createdAt: batch.createdAt,
    state: stateOf(batch),
    paused: batch.paused,
    jobs: batch.jobs,
    images: batch.images,
    doneImages: batch.doneImages,
    failures: batch.jobs.failed === 0 ? [] : [...store.batches.failures(batch.id)],
    estimateMs: perStepMs === null ? null : batch.openSteps * perStepMs,
  };
}

/** What a batch was made of. @throws LightboxError STORE_CORRUPT where the store holds something else */
export function planOf(batch: Batch): BatchPlan {
  const parsed = batchPlanSchema.safeParse(batch.plan);
  if (parsed.success) return parsed.data;
  throw new LightboxError('STORE_CORRUPT', `The plan of the batch "${batch.name}" cannot be read.`, {
    id: batch.id,
  });
}

function stateOf({ jobs }: Batch): BatchView['state'] {
  if (jobs.running > 0) return 'running';
  if (jobs.queued > 0) return 'queued';
  if (jobs.failed > 0) return 'failed';
  return jobs.cancelled > 0 ? 'cancelled' : 'done';
}

function estimateOf(entry: QueueEntryView): number | null {
  return entry.kind === 'job' ? entry.job.estimateMs : entry.batch.estimateMs;
}

/** Null where one of them is not known. */
function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
