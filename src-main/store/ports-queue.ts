/** What the store offers for the generation queue: jobs, batches of jobs, their order, and what steps took. */
import type { ErrorCode } from '../../src-core/base/errors.ts';
import type { ProviderName } from '../../src-core/base/generation-names.ts';
import type { BatchId, BlobHash, FilmId, JobId, ModelId } from '../../src-core/base/ids.ts';
import type { JobRequest, JsonObject } from './schemas.ts';

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: JobId;
  /** Place in the queue; smaller runs earlier. Within a batch `batchIndex` decides. */
  readonly position: number;
  /** Null for a job that was queued alone. */
  readonly batchId: BatchId | null;
  /** Place in the batch, from 0. */
  readonly batchIndex: number | null;
  readonly state: JobState;
  readonly request: JobRequest;
  /** Films of this job that are stored. */
  readonly doneCount: number;
  readonly errorCode: ErrorCode | null;
  readonly errorMessage: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** An image that a job makes again: the recipe and the pixels it had. */
export interface Remake {
  /** The film of the library; null where the image came from a file. */
  readonly filmId: FilmId | null;
  readonly fileName: string | null;
  readonly recipe: JsonObject;
  /** 8-bit grey, row by row. */
  readonly pixelsBlob: BlobHash;
  readonly width: number;
  readonly height: number;
}

export interface JobsReadable {
  /** Throws NOT_FOUND. */
  get(id: JobId): Job;
  /** Jobs outside batches in queue order, without what was cleared; all states unless some are named. */
  list(states?: readonly JobState[]): readonly Job[];
  /** How many jobs, of batches too, are in one of these states; of one model where it is named. */
  count(states: readonly JobState[], modelId?: ModelId): number;
  /** Done, failed and cancelled jobs outside batches that were not cleared, the newest first. */
  settled(limit: number): { readonly jobs: readonly Job[]; readonly total: number };
  /** Indexes (from 0) whose film is stored, ascending: what a job that went back to the queue need not draw again. */
  finishedIndexes(id: JobId): readonly number[];
  /** The jobs' stored films by index; a job without films is absent. */
  filmIds(ids: readonly JobId[]): ReadonlyMap<JobId, readonly FilmId[]>;
  /** What the job makes again; null for any other job. */
  remake(id: JobId): Remake | null;
}

export interface JobsWritable {
  /** Appends at the end of the queue. Throws BAD_INPUT where the request does not parse. */
  enqueue(request: JobRequest, remake?: Remake): Job;
  /** Marks the first queued job that is not of a paused batch running and returns it; undefined when none waits. */
  claimNext(): Job | undefined;
  /** running -> done. Throws CONFLICT in another state, as do the next three. */
  finish(id: JobId): Job;
  /** running -> failed, with the reason. */
  fail(id: JobId, code: ErrorCode, message: string): Job;
  /** queued or running -> cancelled; films already stored stay. */
  cancel(id: JobId): Job;
  /** failed or cancelled -> queued, at the end of the queue (in a batch: at its place in the batch). */
  requeue(id: JobId): Job;
  /** Takes a done, failed or cancelled job out of the lists; its row and films stay. Throws CONFLICT. */
  remove(id: JobId): void;
  /** Takes all jobs and batches out of the lists in which nothing waits or runs; rows and films stay. */
  clearFinished(): void;
}

export type BatchKind = 'table' | 'sweep';

export interface Batch {
  readonly id: BatchId;
  readonly position: number;
  readonly kind: BatchKind;
  readonly name: string;
  /** What the jobs were made of: a sweep's axes, a table's columns and rules. */
  readonly plan: JsonObject;
  /** Its jobs wait until it goes on; a running one is finished. */
  readonly paused: boolean;
  readonly createdAt: string;
  /** Jobs by state. */
  readonly jobs: Readonly<Record<JobState, number>>;
  readonly images: number;
  readonly doneImages: number;
  /** Inference steps and decodings, counted as one step each, that queued and running jobs still need. */
  readonly openSteps: number;
}

export interface NewBatch {
  readonly kind: BatchKind;
  readonly name: string;
  readonly plan: JsonObject;
  /** In the order of their index. */
  readonly jobs: readonly { readonly request: JobRequest; readonly facts: JsonObject | null }[];
}

export interface BatchJob {
  readonly job: Job;
  /** What a table's row says besides the request. */
  readonly facts: JsonObject | null;
}

/** A reason for which jobs of a batch failed. */
export interface BatchFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly count: number;
}

export interface BatchesReadable {
  /** Throws NOT_FOUND. */
  get(id: BatchId): Batch;
  /** In queue order, without what was cleared. */
  list(): readonly Batch[];
  /** The batch's jobs of these indexes, ascending; an index that it does not have is left out. */
  jobs(id: BatchId, indexes: readonly number[]): readonly BatchJob[];
  /** Indexes of the jobs in these states, ascending, at most `limit`. */
  indexesIn(id: BatchId, states: readonly JobState[], limit: number): readonly number[];
  /** Distinct reasons of failure, the most frequent first, at most ten. */
  failures(id: BatchId): readonly BatchFailure[];
}

export interface BatchesWritable {
  /** Stores the batch with all its jobs at the end of the queue, or nothing. Throws BAD_INPUT. */
  add(batch: NewBatch): Batch;
  /** Throws NOT_FOUND, as do the next three. */
  setPaused(id: BatchId, paused: boolean): Batch;
  /** Every queued or running job -> cancelled. */
  cancel(id: BatchId): Batch;
  /** Every failed or cancelled job -> queued; a batch in which nothing waited goes to the end of the queue. */
  requeue(id: BatchId): Batch;
  /** Takes the batch out of the lists. Throws CONFLICT while jobs wait or run. */
  remove(id: BatchId): void;
}

/** What stands in the queue as one: a job outside batches, or a batch. */
export type QueueEntry =
  | { readonly kind: 'job'; readonly id: JobId }
  | { readonly kind: 'batch'; readonly id: BatchId };

export type QueueMove = 'up' | 'down' | 'front';

export interface QueueReadable {
  /** True while nothing is taken up; survives a restart. */
  paused(): boolean;
  /** Mean milliseconds of one inference step as measured last, on any provider where null is given; null where none was. */
  stepMs(modelId: string, provider: ProviderName | null): number | null;
}

export interface QueueWritable {
  setPaused(paused: boolean): void;
  /** Changes places among what waits; at the end of the way nothing happens. Throws CONFLICT where it does not wait. */
  move(entry: QueueEntry, to: QueueMove): void;
  recordStepMs(modelId: string, provider: ProviderName, stepMs: number): void;
}
