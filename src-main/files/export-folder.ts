import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ExportFile } from '../../src-core/report/exports/export-file.ts';
import {
  type ExportedFile,
  type ExportFacts,
  exportManifest,
  MANIFEST_NAME,
} from '../../src-core/report/exports/manifest.ts';
import { atomicWrite } from './atomic-write.ts';
import { writeCsv } from './csv.ts';
import { fillNewFolder } from './new-folder.ts';

/** The text of a file of an export; tables as `writeCsv` writes them. @throws LightboxError BAD_INPUT as `writeCsv` */
export function exportText(file: ExportFile): string {
  return file.kind === 'text' ? file.text : writeCsv(file.columns, file.rows);
}

/**
 * Writes the files of an export into a new folder, with the list of their hashes; whole or not at all.
 * @returns every file with its hash, the list itself last
 * @throws LightboxError DISK_FULL, FILE_UNWRITABLE (also where the folder exists)
 */
export function writeExportFolder(
  folder: string,
  facts: ExportFacts,
  files: readonly ExportFile[],
): Promise<ExportedFile[]> {
  return fillNewFolder(folder, async (passing) => {
    const write = async (name: string, text: string): Promise<ExportedFile> => {
      await atomicWrite(path.join(passing, name), text);
      return { name, sha256: sha256(text), bytes: Buffer.byteLength(text) };
    };
    const written: ExportedFile[] = [];
    for (const file of files) written.push(await write(file.name, exportText(file)));
    return [...written, await write(MANIFEST_NAME, exportManifest(facts, written))];
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
