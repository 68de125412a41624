import type { BlobStore } from './ports-films.ts';

/** What the repositories take from outside, so that tests can fix it. */
export interface StoreEnvironment {
  /** The present instant, ISO 8601 in UTC. */
  readonly now: () => string;
  readonly randomId: () => string;
  readonly blobs: BlobStore;
}
