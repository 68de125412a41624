/** The store as the app sees it: one object that owns the database, the blobs and the lock on their folder. */
import type { BlobHash } from '../../src-core/base/ids.ts';
import type {
  AssignmentsReadable,
  AssignmentsWritable,
  EventsReadable,
  EventsWritable,
  ExchangeReadable,
  ExchangeWritable,
} from './ports-assignments.ts';
import type { AuditReadable, AuditWritable } from './ports-audit.ts';
import type { BlobStore, FilmsReadable, FilmsWritable } from './ports-films.ts';
import type { ModelsReadable, ModelsWritable, SettingsReadable, SettingsWritable } from './ports-models.ts';
import type {
  BatchesReadable,
  BatchesWritable,
  JobsReadable,
  JobsWritable,
  QueueReadable,
  QueueWritable,
} from './ports-queue.ts';
import type {
  EarlierStudiesReadable,
  SealedStudiesReadable,
  SealedStudiesWritable,
  StudiesReadable,
  StudiesWritable,
} from './ports-studies.ts';
import type { PromptsReadable, PromptsWritable, UsersReadable, UsersWritable } from './ports-work.ts';

export type * from './ports-assignments.ts';
export type * from './ports-audit.ts';
export type * from './ports-films.ts';
export type * from './ports-models.ts';
export type * from './ports-queue.ts';
export type * from './ports-studies.ts';
export type * from './ports-work.ts';
export type { JobRequest, JsonObject, JsonValue } from './schemas.ts';

export type DriverName = 'better-sqlite3' | 'libsql';

export interface Store {
  readonly users: UsersReadable & UsersWritable;
  readonly prompts: PromptsReadable & PromptsWritable;
  readonly jobs: JobsReadable & JobsWritable;
  readonly batches: BatchesReadable & BatchesWritable;
  readonly queue: QueueReadable & QueueWritable;
  readonly films: FilmsReadable & FilmsWritable;
  readonly studies: StudiesReadable & StudiesWritable & SealedStudiesReadable & SealedStudiesWritable;
  readonly assignments: AssignmentsReadable & AssignmentsWritable;
  readonly events: EventsReadable & EventsWritable;
  readonly exchange: ExchangeReadable & ExchangeWritable;
  readonly earlierStudies: EarlierStudiesReadable;
  readonly audit: AuditReadable & AuditWritable;
  readonly models: ModelsReadable & ModelsWritable;
  readonly settings: SettingsReadable & SettingsWritable;
  readonly blobs: BlobStore;
  readonly driver: DriverName;
  readonly schemaVersion: number;
  /** Removes those of these blobs that were put since the start and that nothing names: work that was given up. */
  discardNewBlobs(hashes: Iterable<BlobHash>): void;
  /** Takes what was overwritten out of the log, too; not inside a transaction. */
  eraseOverwritten(): void;
  /** Runs several calls as one transaction; nested calls join it. `work` must not be async. */
  transaction<T>(work: () => T): T;
  /** Releases the database and the lock. Calling it again is harmless. */
  close(): void;
}

export interface OpenStoreOptions {
  /** Holds `lightbox.db`, `blobs/` and `backups/`; made when missing. */
  readonly folder: string;
  readonly clock: () => Date;
  /** A fresh random id, for example `crypto.randomUUID`. */
  readonly randomId: () => string;
  /** Default: what `chooseDriver(process.versions)` says. */
  readonly driver?: DriverName;
}
