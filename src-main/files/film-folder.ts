import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isFolder } from '../disk/is-folder.ts';

/** A file that may be a film, and how it is called to a person: below a folder, with the way there. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
}

export interface SkippedEntry {
  readonly fileName: string;
  readonly reason: string;
}

export interface FolderSurvey {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedEntry[];
}

const HIDDEN = 'it is hidden (its name begins with a dot)';
const LINKED_FOLDER = 'a linked folder is not followed, since it could lead in a circle';
const DICOMDIR = 'a DICOMDIR lists the files of a medium and holds no film';

/**
 * Every file of the chosen files and folders, folders searched to the bottom, in a stable order; a file that is met
 * twice counts once. What cannot be looked into stays in the list, so that the import refuses it by name and the
 * rest goes on. Nothing is opened.
 */
export async function surveyFiles(chosen: readonly string[]): Promise<FolderSurvey> {
  const files = new Map<string, FoundFile>();
  const skipped: SkippedEntry[] = [];
  for (const target of chosen) {
    const name = chosen.length === 1 ? '' : path.basename(target);
    if (await isFolder(target)) await surveyFolder(target, name, files, skipped);
    else if (!files.has(target)) files.set(target, { path: target, name: path.basename(target) });
  }
  return { files: [...files.values()], skipped };
}

async function surveyFolder(
  folder: string,
  folderName: string,
  files: Map<string, FoundFile>,
  skipped: SkippedEntry[],
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    files.set(folder, { path: folder, name: folderName === '' ? path.basename(folder) : folderName });
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const target = path.join(folder, entry.name);
    const name = folderName === '' ? entry.name : `${folderName}/${entry.name}`;
    if (entry.name.startsWith('.')) skipped.push({ fileName: name, reason: HIDDEN });
    else if (entry.isDirectory()) await surveyFolder(target, name, files, skipped);
    else if (/^dicomdir$/i.test(entry.name)) skipped.push({ fileName: name, reason: DICOMDIR });
    // A link to a file counts as what it points at.
    else if (entry.isSymbolicLink() && (await isFolder(target)))
      skipped.push({ fileName: name, reason: LINKED_FOLDER });
    else files.set(target, { path: target, name });
  }
}
