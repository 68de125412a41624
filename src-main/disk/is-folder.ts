import { stat } from 'node:fs/promises';

/** True for a folder and for a link to one; false also where nothing can be known. */
export async function isFolder(target: string): Promise<boolean> {
  return (await stat(target).catch(() => null))?.isDirectory() === true;
}
