import { mkdirSync, rmdirSync, statSync } from 'node:fs';
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

/** As `makeFolder`, at once: where the start waits for it. @throws LightboxError as `makeFolder` */
export function makeFolderSync(directory: string, mode?: number): void {
  const made: string[] = [];
  try {
    for (const folder of missingFolders(directory)) {
      if (makeOneSync(folder, mode)) made.unshift(folder);
    }
  } catch (error) {
    for (const folder of made) rmdirSync(folder);
    throw writeError(directory, error);
  }
}

/** From the topmost down. */
function missingFolders(directory: string): string[] {
  const missing: string[] = [];
  for (let current = directory; ; current = path.dirname(current)) {
    const facts = statSync(current, { throwIfNoEntry: false });
    if (facts?.isDirectory() === true) return missing;
    if (facts !== undefined) throw notFolder();
    missing.unshift(current);
  }
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

/** False where another process made it at the same time. */
function makeOneSync(folder: string, mode: number | undefined): boolean {
  try {
    mkdirSync(folder, mode === undefined ? {} : { mode });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST') && statSync(folder).isDirectory()) return false;
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
  throw notFolder();
}

function notFolder(): Error {
  return Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
