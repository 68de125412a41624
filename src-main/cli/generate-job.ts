import type { EngineClient } from '../engine/engine-client.ts';
import { hashesOf } from '../engine/model-files.ts';
import type { HashedModelFolder } from '../engine/model-folder.ts';
import type { ResolvedOptions } from './generate-options.ts';

/** Work with what it needs; the engine is ended by whoever made it. */
export interface Job<Work> {
  readonly options: ResolvedOptions;
  readonly work: Work;
  readonly folder: HashedModelFolder;
  readonly engine: EngineClient;
  readonly signal: AbortSignal;
}

/** The model that all images of a run have in common. */
export interface RunModel {
  readonly directory: string;
  /** SHA-256 by file, as the run began with it. */
  readonly components: Readonly<Record<string, string>>;
}

export function runModelOf({ directory, components }: HashedModelFolder): RunModel {
  return {
    directory,
    components: hashesOf(components),
  };
}
