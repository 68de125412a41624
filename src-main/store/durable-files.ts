/** Writing files so that a crash leaves the old state or the new one, never half a file. */
import * as promises from 'node:fs/promises';
import { LightboxError } from '../../src-core/base/errors.ts';
import { writeError } from '../disk/write-error.ts';

/** The file functions used, so that a test can make one fail. */
export type FileSystem = Pick<typeof promises, 'mkdir' | 'open' | 'rename' | 'rm' | 'stat'>;

export const nodeFileSystem: FileSystem = promises;

/** Makes names in a folder durable. Windows cannot open a folder for this and needs no such step on NTFS. */
export async function syncFolder(fileSystem: FileSystem, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fileSystem.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A failed file operation as a LightboxError with what to do; one that is a LightboxError stays as it is. */
export function fromFileError(thrown: unknown, path: string): LightboxError {
  return thrown instanceof LightboxError ? thrown : writeError(path, thrown);
}

export function errnoOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
