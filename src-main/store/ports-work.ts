/** What the store offers for people, saved prompts and the generation queue. */
import type { ErrorCode } from '../../src-core/base/errors.ts';
import type { FilmId, JobId, UserId } from '../../src-core/base/ids.ts';
import type { JobRequest, JsonObject } from './schemas.ts';

export type Role = 'coordinator' | 'reader';

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
}

export interface UsersReadable {
  /** Throws NOT_FOUND. */
  get(id: UserId): User;
  /** By name, ASCII letter case ignored. */
  find(role: Role, name: string): User | undefined;
  /** All users, or those of one role, by name. */
  list(role?: Role): readonly User[];
}

export interface UsersWritable {
  /** Throws CONFLICT where the role already has a user of that name, BAD_INPUT for a blank name. */
  add(role: Role, name: string): User;
  /** The user of that name, added when missing. */
  findOrAdd(role: Role, name: string): User;
}

export interface SavedPrompt {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly negative: string;
  readonly settings: JsonObject;
  readonly createdAt: string;
}

export type NewSavedPrompt = Pick<SavedPrompt, 'name' | 'text' | 'negative' | 'settings'>;

export interface PromptsReadable {
  /** Throws NOT_FOUND. */
  get(id: string): SavedPrompt;
  list(): readonly SavedPrompt[];
}

export interface PromptsWritable {
  add(prompt: NewSavedPrompt): SavedPrompt;
  /** Replaces name, text, negative and settings. Throws NOT_FOUND. */
  update(id: string, prompt: NewSavedPrompt): SavedPrompt;
  /** Throws NOT_FOUND. */
  remove(id: string): void;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: JobId;
  /** Place in the queue; smaller runs earlier. */
  readonly position: number;
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

export interface JobsReadable {
  /** Throws NOT_FOUND. */
  get(id: JobId): Job;
  /** In queue order, without what was cleared; all states unless some are named. */
  list(states?: readonly JobState[]): readonly Job[];
  /** Indexes (from 0) whose film is stored, ascending: what a job that went back to the queue need not draw again. */
  finishedIndexes(id: JobId): readonly number[];
  /** The job's stored films by index. */
  filmIds(id: JobId): readonly FilmId[];
}

export interface JobsWritable {
  /** Appends at the end of the queue. Throws BAD_INPUT where the request does not parse. */
  enqueue(request: JobRequest): Job;
  /** Marks the first queued job running and returns it; undefined when nothing waits. */
  claimNext(): Job | undefined;
  /** running -> done. Throws CONFLICT in another state, as do the next three. */
  finish(id: JobId): Job;
  /** running -> failed, with the reason. */
  fail(id: JobId, code: ErrorCode, message: string): Job;
  /** queued or running -> cancelled; films already stored stay. */
  cancel(id: JobId): Job;
  /** failed or cancelled -> queued, at the end of the queue. */
  requeue(id: JobId): Job;
  /** Hides done, failed and cancelled jobs from the list; their rows and films stay. */
  clearFinished(): void;
}
