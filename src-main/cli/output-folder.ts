import { mkdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from '../disk/write-error.ts';
import { atomicWrite } from '../files/atomic-write.ts';

/** A folder that was tried and takes files. */
export interface OutputFolder {
  readonly directory: string;
  /** Writes a file whole or not at all; its absolute path. `temporaryName` as of atomicWrite. */
  write(name: string, data: Uint8Array | string, temporaryName?: string): Promise<string>;
  /** Takes back the folders made for this run where no file came to be. */
  removeIfUnused(): Promise<void>;
}

/**
 * Makes the folder where it is missing and proves by a file that it can be written, before hours of work.
 * @throws LightboxError FILE_UNWRITABLE or DISK_FULL; nothing is left behind then
 */
export async function openOutputFolder(folder: string): Promise<OutputFolder> {
  const directory = path.resolve(folder);
  const firstMade = await makeFolder(directory);
  let used = false;
  const removeIfUnused = async (): Promise<void> => {
    if (!used && firstMade !== undefined) await removeEmpty(directory, firstMade);
  };
  const probe = path.join(directory, `.lightbox-${process.pid}`);
  try {
    await atomicWrite(probe, '');
    await rm(probe);
  } catch (error) {
    await removeIfUnused();
    throw writeError(directory, error instanceof Error && error.cause !== undefined ? error.cause : error);
  }
  return {
    directory,
    write: async (name, data, temporaryName) => {
      const file = path.join(directory, name);
      await atomicWrite(file, data, temporaryName);
      used = true;
      return file;
    },
    removeIfUnused,
  };
}

/**
 * Makes a folder and its missing parents; the topmost one made, undefined where nothing was missing. One by
 * one: Node's own recursive mkdir never returns for a folder under /proc.
 */
async function makeFolder(directory: string): Promise<string | undefined> {
  const missing: string[] = [];
  let current = directory;
  try {
    while (!(await isFolder(current))) {
      missing.unshift(current);
      current = path.dirname(current);
    }
    for (const folder of missing) await mkdir(folder);
  } catch (error) {
    const [topmost] = missing;
    if (topmost !== undefined) await removeEmpty(directory, topmost);
    throw writeError(directory, error);
  }
  return missing[0];
}

/** @throws Error of code ENOTDIR where something else stands in its place */
async function isFolder(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (facts === undefined || facts.isDirectory()) return facts !== undefined;
  throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
}

/** Removes `directory` and its parents up to `topmost`, as far as they are there and empty. */
async function removeEmpty(directory: string, topmost: string): Promise<void> {
  for (let current = directory; current.length >= topmost.length; current = path.dirname(current)) {
    await rmdir(current).catch(() => undefined);
  }
}
