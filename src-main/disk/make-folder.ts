import { mkdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from './write-error.ts';

/**
 * Makes a folder and its missing parents; the topmost one made, undefined where nothing was missing. One by
 * one: Node's own recursive mkdir never returns for a folder under /proc.
 * @param mode of the folders that are made
 * @throws LightboxError FILE_UNWRITABLE, DISK_FULL; nothing is left behind then
 */
export async function makeFolder(directory: string, mode?: number): Promise<string | undefined> {
  const missing: string[] = [];
  let current = directory;
  try {
    while (!(await isFolder(current))) {
      missing.unshift(current);
      current = path.dirname(current);
    }
    for (const folder of missing) await makeOne(folder, mode);
  } catch (error) {
    const [topmost] = missing;
    if (topmost !== undefined) await removeEmptyFolders(directory, topmost);
    throw writeError(directory, error);
  }
  return missing[0];
}

/** Removes `directory` and its parents up to `topmost`, as far as they are there and empty. */
export async function removeEmptyFolders(directory: string, topmost: string): Promise<void> {
  for (let current = directory; current.length >= topmost.length; current = path.dirname(current)) {
    await rmdir(current).catch(() => undefined);
  }
}

/** Another process may make the same folder at the same time. */
async function makeOne(folder: string, mode: number | undefined): Promise<void> {
  try {
    await mkdir(folder, mode === undefined ? {} : { mode });
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await isFolder(folder))) return;
    throw error;
  }
}

/** @throws Error of code ENOTDIR where something else stands in its place */
async function isFolder(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (facts === undefined || facts.isDirectory()) return facts !== undefined;
  throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
