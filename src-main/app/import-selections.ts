import path from 'node:path';
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmsSelection, Selection } from '../../src-core/contract/import-calls.ts';
import { type FoundFile, type SkippedEntry, surveyFiles } from '../files/film-folder.ts';
import type { AppPorts } from './ports.ts';

const FILM_FILTER = [
  { name: 'Radiographs', extensions: ['dcm', 'dicom', 'png', 'jpg', 'jpeg', 'tif', 'tiff'] },
  { name: 'All files', extensions: ['*'] },
];
/** What the preload says was dropped: absolute paths. A person drops a folder rather than thousands of files. */
export const droppedPathsSchema = z
  .array(
    z
      .string()
      .max(32_767)
      .refine((file) => path.isAbsolute(file) && !file.includes('\0')),
  )
  .max(100_000);
const LABEL_FILTER = [{ name: 'CSV', extensions: ['csv'] }];

export interface ChosenFilms {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedEntry[];
}

/** What was chosen for an import: paths stay in main, the window holds selection ids and names. */
export class ImportSelections {
  readonly #ports: AppPorts;
  readonly #films = new Map<string, ChosenFilms>();
  readonly #labels = new Map<string, readonly string[]>();

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** @throws LightboxError FILE_NOT_FOUND where a folder holds no file that could be a film */
  async chooseFilms(from: 'files' | 'folder'): Promise<FilmsSelection | null> {
    const { dialogs } = this.#ports;
    if (from === 'files') {
      const files = await dialogs.openFiles('Import films', FILM_FILTER);
      return files.length === 0 ? null : this.#keepFilms(files);
    }
    const folder = await dialogs.openFolder('Import films of a folder');
    return folder === null ? null : this.#keepFilms([folder]);
  }

  /** @throws LightboxError NOT_FOUND where nothing was dropped, FILE_NOT_FOUND as chooseFilms */
  async chooseDropped(dropped: readonly string[]): Promise<FilmsSelection> {
    if (dropped.length === 0) {
      throw new LightboxError('NOT_FOUND', 'Nothing with a place on this machine was dropped.');
    }
    return this.#keepFilms(dropped);
  }

  async chooseLabels(): Promise<Selection | null> {
    const files = await this.#ports.dialogs.openFiles('Labels or reports of the films', LABEL_FILTER);
    if (files.length === 0) return null;
    const selectionId = this.#ports.random.id();
    this.#labels.set(selectionId, files);
    return { selectionId, fileNames: files.map((file) => path.basename(file)) };
  }

  /** @throws LightboxError NOT_FOUND */
  films(selectionId: string): ChosenFilms {
    return known(this.#films.get(selectionId));
  }

  /** The paths of the tables; none for null. @throws LightboxError NOT_FOUND */
  labels(selectionId: string | null): readonly string[] {
    return selectionId === null ? [] : known(this.#labels.get(selectionId));
  }

  async #keepFilms(chosen: readonly string[]): Promise<FilmsSelection> {
    const { files, skipped } = await surveyFiles(chosen);
    if (files.length === 0) {
      const [first = ''] = chosen;
      const what =
        chosen.length === 1 ? `The folder "${path.basename(first)}" holds` : 'The chosen folders hold';
      const besides = skipped.length === 0 ? '' : ` but ${skipped.length} that are left out`;
      throw new LightboxError('FILE_NOT_FOUND', `${what} no files${besides}. Choose another folder.`);
    }
    const selectionId = this.#ports.random.id();
    this.#films.set(selectionId, { files, skipped });
    return { selectionId, fileNames: files.map(({ name }) => name), skipped: [...skipped] };
  }
}

function known<T>(selection: T | undefined): T {
  if (selection === undefined)
    throw new LightboxError('NOT_FOUND', 'These files are no longer selected. Choose them again.');
  return selection;
}
