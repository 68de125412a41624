import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ImportReport, Selection } from '../../src-core/contract/library-calls.ts';
import { isFolder } from '../disk/is-folder.ts';
import type { ImportedFilm } from '../files/film-reader.ts';
import { type FilmLabelRow, parseLabelsCsv } from '../files/labels-csv.ts';
import { storedBytes } from './pixels.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs, SingleTask } from './single-task.ts';

const FILM_FILTER = [
  { name: 'Radiographs', extensions: ['dcm', 'dicom', 'png', 'jpg', 'jpeg'] },
  { name: 'All files', extensions: ['*'] },
];
const LABEL_FILTER = [{ name: 'CSV', extensions: ['csv'] }];

/** What an import found, while it is being filled. */
interface Findings {
  readonly imported: ImportReport['imported'];
  readonly alreadyPresent: string[];
  readonly refused: ImportReport['refused'];
  readonly notes: ImportReport['notes'];
  readonly withoutText: ImportReport['withoutText'];
}

interface Batch {
  readonly id: string;
  readonly labels: ReadonlyMap<string, FilmLabelRow>;
  readonly used: Set<string>;
  /** Names that several of the chosen files have: a row of the table cannot say which one it means. */
  readonly ambiguous: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Imports real films: paths stay in main, the window holds selection ids and names. One import at a time. */
export class FilmImport {
  readonly #ports: AppPorts;
  readonly #selections = new Map<string, readonly string[]>();
  readonly #task = new SingleTask('An import is running. Wait for it or cancel it.');

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  async chooseFilms(from: 'files' | 'folder'): Promise<Selection | null> {
    const { dialogs } = this.#ports;
    if (from === 'files') return this.#select(await dialogs.openFiles('Import films', FILM_FILTER));
    const folder = await dialogs.openFolder('Import films of a folder');
    if (folder === null) return null;
    const files = await filesBelow(folder);
    if (files.length === 0)
      throw new LightboxError('FILE_NOT_FOUND', `The folder "${path.basename(folder)}" holds no files.`);
    return this.#select(files);
  }

  async chooseLabels(): Promise<Selection | null> {
    return this.#select(await this.#ports.dialogs.openFiles('Labels or reports of the films', LABEL_FILTER));
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when no import is under way any more. */
  finished(): Promise<void> {
    return this.#task.finished();
  }

  /** @throws LightboxError CONFLICT while an import runs, NOT_FOUND, CSV_INVALID, DISK_FULL */
  run(filmsSelectionId: string, labelsSelectionId: string | null, actor: string): Promise<ImportReport> {
    return this.#task.run((signal) => this.#import(filmsSelectionId, labelsSelectionId, actor, signal));
  }

  async #import(
    filmsSelectionId: string,
    labelsSelectionId: string | null,
    actor: string,
    signal: AbortSignal,
  ): Promise<ImportReport> {
    const paths = this.#paths(filmsSelectionId);
    const batch: Batch = {
      id: this.#ports.random.id(),
      labels: labelsSelectionId === null ? new Map() : await readLabels(this.#paths(labelsSelectionId)),
      used: new Set(),
      ambiguous: repeated(paths.map((file) => path.basename(file))),
      findings: { imported: [], alreadyPresent: [], refused: [], notes: [], withoutText: [] },
    };
    try {
      await this.#readAll(paths, batch, signal);
    } catch (thrown) {
      // The films taken before the disk was full are there and are accounted for.
      this.#record(batch, true, actor);
      throw thrown;
    }
    this.#record(batch, signal.aborted, actor);
    const labelsUnused = [...batch.labels.keys()].filter((name) => !batch.used.has(name));
    return { ...batch.findings, labelsUnused, cancelled: signal.aborted };
  }

  #select(paths: readonly string[]): Selection | null {
    if (paths.length === 0) return null;
    const selectionId = this.#ports.random.id();
    this.#selections.set(selectionId, paths);
    return { selectionId, fileNames: paths.map((file) => path.basename(file)) };
  }

  #paths(selectionId: string): readonly string[] {
    const paths = this.#selections.get(selectionId);
    if (paths === undefined)
      throw new LightboxError('NOT_FOUND', 'These files are no longer selected. Choose them again.');
    return paths;
  }

  async #readAll(paths: readonly string[], batch: Batch, signal: AbortSignal): Promise<void> {
    const { emit, clock } = this.#ports;
    const startedAt = clock().getTime();
    let done = 0;
    for await (const reading of this.#ports.films.read(paths, signal)) {
      const fileName = path.basename(reading.path);
      if (reading.ok) await this.#take(fileName, reading.path, reading.film, batch);
      else batch.findings.refused.push({ fileName, code: reading.code, reason: reading.reason });
      done += 1;
      emit('library.importProgress', {
        done,
        total: paths.length,
        fileName,
        remainingMs: remainingMs(clock().getTime() - startedAt, done, paths.length),
      });
    }
  }

  async #take(fileName: string, file: string, film: ImportedFilm, batch: Batch): Promise<void> {
    try {
      await this.#store(fileName, file, film, batch);
    } catch (thrown) {
      const { code, message } = toLightboxError(thrown);
      if (code === 'DISK_FULL') throw thrown;
      batch.findings.refused.push({ fileName, code, reason: message });
    }
  }

  async #store(fileName: string, file: string, film: ImportedFilm, batch: Batch): Promise<void> {
    const { store } = this.#ports;
    const { radiograph } = film;
    if (film.facts.declaredSynthetic) {
      throw new LightboxError(
        'FILE_UNSUPPORTED',
        'it says of itself that it is synthetic and cannot stand for a real film',
      );
    }
    const label = batch.ambiguous.has(fileName) ? undefined : batch.labels.get(fileName);
    if (label !== undefined) batch.used.add(fileName);
    const sourceBlob = await store.blobs.put(await readFile(file));
    const pixelsBlob = await store.blobs.put(storedBytes(radiograph.pixels));
    const { film: stored, added } = store.films.addReal({
      pixelsBlob,
      width: radiograph.width,
      height: radiograph.height,
      bits: radiograph.pixels instanceof Uint8Array ? 8 : 16,
      text: label?.text ?? '',
      sourceName: fileName,
      sourceBlob,
      sourceKind: film.kind,
      patient: label?.patient ?? film.facts.patient,
      label: label?.label ?? film.facts.label,
      importBatch: batch.id,
      lossy: radiograph.lossy,
      pixelSpacingMm: radiograph.pixelSpacingMm?.[0] ?? null,
    });
    if (!added) {
      batch.findings.alreadyPresent.push(fileName);
      return;
    }
    batch.findings.imported.push(stored.id);
    if (stored.text === '') batch.findings.withoutText.push(stored.id);
    for (const note of radiograph.notes) batch.findings.notes.push({ fileName, note });
    if (batch.ambiguous.has(fileName) && batch.labels.has(fileName)) {
      const note = 'several chosen files have this name, so the table cannot say whose row it holds';
      batch.findings.notes.push({ fileName, note });
    }
  }

  #record(batch: Batch, cancelled: boolean, actor: string): void {
    const { store, emit } = this.#ports;
    const { findings } = batch;
    store.audit.append({
      actor,
      action: 'library.import',
      details: {
        batch: batch.id,
        imported: findings.imported.length,
        refused: findings.refused.length,
        cancelled,
      },
    });
    emit('library.changed', {});
  }
}

/** @throws LightboxError CSV_INVALID, also for a file that stands in two of the tables */
async function readLabels(paths: readonly string[]): Promise<ReadonlyMap<string, FilmLabelRow>> {
  const labels = new Map<string, FilmLabelRow>();
  for (const file of paths) {
    const table = path.basename(file);
    for (const row of parseLabelsCsv(await readFile(file), table)) {
      if (labels.has(row.fileName)) {
        throw new LightboxError(
          'CSV_INVALID',
          `${table}: "${row.fileName}" stands in another of the chosen tables already. Choose one table for it.`,
          { file: table },
        );
      }
      labels.set(row.fileName, row);
    }
  }
  return labels;
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/**
 * Every file below a folder, in a stable order; hidden files and folders are left out. What cannot be looked into
 * stays in the list, so that the import refuses it by name and the rest goes on.
 */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) return [folder];
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  visible.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of visible) {
    const target = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(target)));
    // A link counts as what it points at; a linked folder could lead in a circle.
    else if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(target)))) found.push(target);
  }
  return found;
}
