import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { parseModelJson } from '../../src-core/diffusion/model-json.ts';
import { hashFile } from './file-hash.ts';
import { fileVersion, isSettled } from './file-version.ts';

/** One file of a model folder; `file` is its path in the folder, with `/`. */
export interface ModelComponent {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Weights of other runtimes that some folders carry beside the graphs, and texts for people: never read. */
const NEVER_READ = /\.(safetensors|bin|msgpack|h5|pt|ckpt|md)$|^LICENSE/i;

/**
 * Reads one JSON file of a model folder.
 * @throws LightboxError MODEL_INVALID naming the file
 */
export async function readModelJson(directory: string, file: string): Promise<unknown> {
  const text = await readModelText(directory, file);
  try {
    return parseModelJson(text, file);
  } catch {
    throw invalidModelFile(directory, file, 'is not JSON');
  }
}

/** As readModelJson, for a file that may be absent: undefined then. */
export async function readOptionalModelJson(directory: string, file: string): Promise<unknown> {
  return (await fileSize(directory, file)) === undefined ? undefined : readModelJson(directory, file);
}

/** @throws LightboxError MODEL_INVALID naming the file */
export async function readModelText(directory: string, file: string): Promise<string> {
  try {
    return await readFile(join(directory, file), 'utf8');
  } catch (error) {
    throw unreadableModelFile(directory, file, error);
  }
}

/** @throws LightboxError MODEL_INVALID where the file is missing or empty */
export async function requireModelFile(directory: string, file: string): Promise<void> {
  const size = await fileSize(directory, file);
  if (size === undefined) throw invalidModelFile(directory, file, 'is missing');
  if (size === 0) throw invalidModelFile(directory, file, 'is empty');
}

/** True for a file, false for nothing and for a folder. */
export async function hasModelFile(directory: string, file: string): Promise<boolean> {
  return (await fileSize(directory, file)) !== undefined;
}

/** Sizes and times of some files of a model folder: another text when one of them changes, comes or goes. */
export async function fileVersions(directory: string, files: readonly string[]): Promise<string> {
  const facts = await Promise.all(files.map((file) => stat(join(directory, file)).catch(() => undefined)));
  return facts.map((each) => (each === undefined ? '-' : `${each.size} ${each.mtimeMs}`)).join(', ');
}

/** The files of some component folders that the runtime may read, sorted, with `/`. */
export async function listComponentFiles(directory: string, folders: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const isFile = entry.isFile() || entry.isSymbolicLink();
      if (isFile && !NEVER_READ.test(entry.name)) files.push(`${folder}/${entry.name}`);
    }
  }
  return files.sort();
}

/** Looks on while files are read. */
export interface ReadingHooks {
  /** Bytes of a file that were read since the last call. */
  read(file: string, bytes: number): void;
  /** Reading ends with CANCELLED where this says so. */
  cancelled(): boolean;
}

/** The last hash of each path, with the version of the file that it was read from. */
const knownHashes = new Map<string, { readonly version: string; readonly component: ModelComponent }>();

/** SHA-256 by file. */
export function hashesOf(
  files: readonly { readonly file: string; readonly sha256: string }[],
): Record<string, string> {
  return Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]));
}

/**
 * SHA-256 of files of a model folder, streamed. A file of a known version (see file-version.ts) is not read again.
 * @throws LightboxError MODEL_INVALID for a file that cannot be read, CANCELLED
 */
export async function hashModelFiles(
  directory: string,
  files: readonly string[],
  hooks?: ReadingHooks,
): Promise<ModelComponent[]> {
  const components: ModelComponent[] = [];
  for (const file of files) components.push(await hashModelFile(directory, file, hooks));
  return components;
}

async function hashModelFile(directory: string, file: string, hooks?: ReadingHooks): Promise<ModelComponent> {
  const path = join(directory, file);
  try {
    const facts = await stat(path, { bigint: true });
    const version = fileVersion(facts);
    const known = knownHashes.get(path);
    if (known?.version === version) {
      hooks?.read(file, known.component.bytes);
      return known.component;
    }
    const component = { file, sha256: await streamHash(path, file, hooks), bytes: Number(facts.size) };
    if (isSettled(facts)) knownHashes.set(path, { version, component });
    return component;
  } catch (error) {
    throw error instanceof LightboxError ? error : unreadableModelFile(directory, file, error);
  }
}

function streamHash(path: string, file: string, hooks?: ReadingHooks): Promise<string> {
  return hashFile(path, (bytes) => {
    hooks?.read(file, bytes);
    if (hooks?.cancelled() === true) throw new LightboxError('CANCELLED', 'Reading the model was cancelled.');
  });
}

/** Bytes of some files of a model folder together. Errors as hashModelFiles. */
export async function sizeOfFiles(directory: string, files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) {
    try {
      bytes += (await stat(join(directory, file))).size;
    } catch (error) {
      throw unreadableModelFile(directory, file, error);
    }
  }
  return bytes;
}

async function fileSize(directory: string, file: string): Promise<number | undefined> {
  try {
    const facts = await stat(join(directory, file));
    return facts.isFile() ? facts.size : undefined;
  } catch {
    return undefined;
  }
}

/** A file of a model folder that cannot be used as it is. */
export function invalidModelFile(directory: string, file: string, what: string): LightboxError {
  return new LightboxError(
    'MODEL_INVALID',
    `${join(directory, file)} ${what}. Copy the model folder again as it was exported.`,
    { file },
  );
}

/** What an error of the file system means for a file of a model folder. */
export function unreadableModelFile(directory: string, file: string, error: unknown): LightboxError {
  const code = errorCode(error);
  return invalidModelFile(directory, file, code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
