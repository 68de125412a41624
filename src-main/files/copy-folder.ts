import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { requireFreeSpace } from '../disk/free-space.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { writeError } from '../disk/write-error.ts';

const CHUNK_BYTES = 4 << 20;
/** Of folders that are on their way in or out; nobody looks into them, and a start sweeps what a crash left. */
const PASSING = /^\.(incoming|outgoing)-[0-9a-f]{16}$/;

export interface FolderCopy {
  readonly from: string;
  /** Where the copy comes to lie, in a folder that is made where it is missing; must not exist. */
  readonly to: string;
  /** Paths in the folder, with `/`. */
  readonly files: readonly string[];
  readonly progress: (state: { file: string; doneBytes: number; totalBytes: number }) => void;
  /** Looks at the copy before it gets its name; throws to refuse it. */
  readonly check: (folder: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Copies files of a folder whole or not at all: into a folder beside the target, synced, checked, renamed.
 * @throws LightboxError CANCELLED, CONFLICT where the target exists, DISK_FULL, FILE_UNREADABLE, FILE_UNWRITABLE,
 *   and what `check` throws; nothing is left behind then
 */
export async function copyFolder({ from, to, files, progress, check, signal }: FolderCopy): Promise<void> {
  const place = path.dirname(to);
  await makeFolder(place);
  if (await exists(to)) throw new LightboxError('CONFLICT', `${to} exists already. Choose another name.`);
  const sizes = await Promise.all(files.map((file) => sizeOf(path.join(from, file))));
  const totalBytes = sizes.reduce((sum, bytes) => sum + bytes, 0);
  await requireFreeSpace(place, totalBytes, 'The copy', ', or leave the folder where it is');
  const passing = passingFolder(place, 'incoming');
  try {
    let doneBytes = 0;
    for (const file of files) {
      await copyFile(path.join(from, file), path.join(passing, file), signal, (bytes) => {
        doneBytes += bytes;
        progress({ file, doneBytes, totalBytes });
      });
    }
    await check(passing);
    requireWanted(signal);
    await rename(passing, to).catch((error) => {
      throw writeError(to, error);
    });
  } catch (error) {
    await rm(passing, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Deletes a folder: it loses its name at once, so that a crash leaves no half of it under that name. */
export async function deleteFolder(folder: string): Promise<void> {
  const passing = passingFolder(path.dirname(folder), 'outgoing');
  try {
    await rename(folder, passing);
    await rm(passing, { recursive: true, force: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw writeError(folder, error);
  }
}

/** Deletes what an interrupted copy or deletion left in a folder. */
export async function sweepPassingFolders(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((entry) => PASSING.test(entry))) {
    await rm(path.join(place, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function passingFolder(place: string, direction: 'incoming' | 'outgoing'): string {
  return path.join(place, `.${direction}-${randomBytes(8).toString('hex')}`);
}

async function copyFile(
  from: string,
  to: string,
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<void> {
  const source = await open(from, 'r').catch((error) => {
    throw unreadable(from, error);
  });
  try {
    await mkdir(path.dirname(to), { recursive: true });
    const target = await open(to, 'wx');
    try {
      await copyBytes(source, target, { from, signal, progress });
      await target.sync();
    } finally {
      await target.close();
    }
  } catch (error) {
    throw error instanceof LightboxError ? error : writeError(to, error);
  } finally {
    await source.close();
  }
}

interface ByteCopy {
  readonly from: string;
  readonly signal: AbortSignal;
  readonly progress: (bytes: number) => void;
}

async function copyBytes(
  source: FileHandle,
  target: FileHandle,
  { from, signal, progress }: ByteCopy,
): Promise<void> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (;;) {
    requireWanted(signal);
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, null).catch((error) => {
      throw unreadable(from, error);
    });
    if (bytesRead === 0) return;
    let written = 0;
    while (written < bytesRead) {
      written += (await target.write(chunk, written, bytesRead - written)).bytesWritten;
    }
    progress(bytesRead);
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function exists(target: string): Promise<boolean> {
  return (await stat(target).catch(() => undefined)) !== undefined;
}

function unreadable(file: string, error: unknown): LightboxError {
  const reason = error instanceof Error ? error.message : String(error);
  return new LightboxError(
    'FILE_UNREADABLE',
    `${file} cannot be read: ${reason}.`,
    { file },
    { cause: error },
  );
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new LightboxError('CANCELLED', 'The copy was cancelled. Nothing of it is left.');
}
