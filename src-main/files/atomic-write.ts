import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';

/**
 * Writes a file whole or not at all: to a temporary file beside the target, synced, renamed over it, and the
 * folder synced, so that a crash or power cut leaves the old file or the new one.
 * @throws LightboxError DISK_FULL or FILE_UNWRITABLE, naming the target; nothing is left behind then.
 */
export async function atomicWrite(target: string, data: Uint8Array | string): Promise<void> {
  const folder = path.dirname(target);
  const temporary = path.join(folder, `.writing-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(target, error);
  }
  await syncFolder(folder);
}

/** Turns an error of writing into DISK_FULL or FILE_UNWRITABLE with the reason in plain words. */
export function writeError(target: string, error: unknown): LightboxError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const details = { file: target, systemCode: code };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `The disk is full: ${target} was not written. Free some space and try again.`;
    return new LightboxError('DISK_FULL', message, details, { cause: error });
  }
  const reason = REASONS[code] ?? code;
  const message = `${target} cannot be written: ${reason}.`;
  return new LightboxError('FILE_UNWRITABLE', message, details, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  EBUSY: 'it is in use',
};

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file system orders the rename itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
