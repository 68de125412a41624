/** What the store offers for registered models and for the settings of the workstation. */
import type { ModelId } from '../../src-core/base/ids.ts';
import type { WorkstationSettings } from '../../src-core/contract/settings-calls.ts';
import type { JsonObject } from './schemas.ts';

/** One file of a registered model; `file` is its path in the folder, with `/`. */
export interface RegisteredFile {
  readonly file: string;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface NewRegisteredModel {
  readonly id: ModelId;
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** True where the folder is this program's own copy. */
  readonly copied: boolean;
  /** What the folder was found to be. */
  readonly description: JsonObject;
  readonly components: readonly RegisteredFile[];
  readonly registeredBy: string;
}

export interface RegisteredModel extends NewRegisteredModel {
  readonly registeredAt: string;
  /** Files that the last check found different from the registration; empty where it found none. */
  readonly changedFiles: readonly string[];
}

export interface ModelsReadable {
  find(id: ModelId): RegisteredModel | undefined;
  /** Those that are not removed, by name. */
  list(): readonly RegisteredModel[];
}

export interface ModelsWritable {
  /** A present registration of that id is removed and gives way. Throws BAD_INPUT for a blank name. */
  register(model: NewRegisteredModel): RegisteredModel;
  /** What a check found. Throws NOT_FOUND. */
  setChangedFiles(id: ModelId, files: readonly string[]): void;
  /** Throws NOT_FOUND. */
  remove(id: ModelId): void;
}

export interface SettingsReadable {
  /** What was never set has its default. */
  get(): WorkstationSettings;
}

/** The settings that are named are replaced; the others stay. */
export type SettingsChange = {
  readonly [Key in keyof WorkstationSettings]?: WorkstationSettings[Key] | undefined;
};

export interface SettingsWritable {
  /** Throws BAD_INPUT for a value that is none, and changes nothing then. */
  change(part: SettingsChange): WorkstationSettings;
}
