import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, removeEmptyFolders } from '../disk/make-folder.ts';
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
    if (!used && firstMade !== undefined) await removeEmptyFolders(directory, firstMade);
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
