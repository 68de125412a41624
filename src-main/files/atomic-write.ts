import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { writeError } from '../disk/write-error.ts';

/**
 * Writes a file whole or not at all: to a temporary file beside the target, synced, renamed over it, and the
 * folder synced, so that a crash or power cut leaves the old file or the new one.
 * @param temporaryName of the temporary file, for a caller that clears up after a kill: no two writers may share it.
 * @param data all of it, or its parts as they come.
 * @throws LightboxError DISK_FULL or FILE_UNWRITABLE, naming the target, or what the parts threw; nothing is left
 * behind then.
 */
export async function atomicWrite(
  target: string,
  data: Uint8Array | string | AsyncIterable<Uint8Array>,
  temporaryName = `.writing-${randomBytes(8).toString('hex')}.tmp`,
): Promise<void> {
  const folder = path.dirname(target);
  const temporary = path.join(folder, temporaryName);
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
    throw error instanceof LightboxError ? error : writeError(target, error);
  }
  await syncFolder(folder);
}

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
