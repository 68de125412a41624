import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { writeError } from '../disk/write-error.ts';

const MOST_TRIES = 1000;

/**
 * Moves a file of the same file system to a name that no file of the folder has: `name`, else with a number before its
 * extension. The name is taken before it is filled, so that no file of somebody else's is ever replaced.
 * @param extension begins with its full stop. @returns the path
 * @throws LightboxError DISK_FULL, FILE_UNWRITABLE; nothing is left at the target then
 */
export async function moveToFreeName(
  file: string,
  folder: string,
  name: string,
  extension: string,
): Promise<string> {
  for (let number = 1; number <= MOST_TRIES; number += 1) {
    const target = path.join(folder, `${name}${number === 1 ? '' : `-${number}`}${extension}`);
    if (!(await taken(target))) continue;
    await rename(file, target).catch(async (error: unknown) => {
      await rm(target, { force: true }).catch(() => undefined);
      throw writeError(target, error);
    });
    return target;
  }
  throw new LightboxError('FILE_UNWRITABLE', `${folder} holds ${MOST_TRIES} files of the name ${name}.`, {
    file: path.join(folder, `${name}${extension}`),
  });
}

/** Whether the name was free and is ours now. */
async function taken(target: string): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close();
    return true;
  } catch (error) {
    if ((await lstat(target).catch(() => undefined)) !== undefined) return false;
    throw writeError(target, error);
  }
}
