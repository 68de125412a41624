import { join } from 'node:path';

/** The database of a data folder. */
export function databasePath(folder: string): string {
  return join(folder, 'lightbox.db');
}

/** The content-addressed store of a data folder. */
export function blobFolder(folder: string): string {
  return join(folder, 'blobs');
}
