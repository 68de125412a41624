import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { CallArguments } from '../../src-core/contract/contract.ts';
import type {
  ExportFormat,
  ExportReport,
  ExportSurvey,
  FilmChoice,
} from '../../src-core/contract/export-calls.ts';
import { requireFreeSpace } from '../disk/free-space.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import type { FilmFileRequest } from '../files/film-file-messages.ts';
import { fillNewFolder } from '../files/new-folder.ts';
import type { Film } from '../store/ports.ts';
import {
  type ExportedFilm,
  kindOf,
  labelsCsv,
  provenanceJson,
  type SetFacts,
  setReadme,
} from './export-files.ts';
import { ExportObjects } from './export-objects.ts';
import { filmPicture } from './film-picture.ts';
import { toStoreFilter } from './library.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs, SingleTask } from './single-task.ts';

type ExportRequest = CallArguments<'export.run'>;

const FILMS_AT_ONCE = 500;
/** What a file holds besides pixels: attributes, a recipe with its hashes. */
const BYTES_BESIDES_PIXELS = 16 * 1024;
const FILTERS = {
  png: [{ name: 'PNG', extensions: ['png'] }],
  png8: [{ name: 'PNG', extensions: ['png'] }],
  dicom: [{ name: 'DICOM', extensions: ['dcm'] }],
} as const;
const IMAGES = 'images';

/** Films that leave this workstation: one, or a labelled set in a folder of its own. One export at a time. */
export class FilmExport {
  readonly #ports: AppPorts;
  readonly #places = new Map<string, string>();
  readonly #task = new SingleTask('An export is running. Wait for it or cancel it.');

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  survey(choice: FilmChoice): ExportSurvey {
    const { store } = this.#ports;
    const films = this.#chosen(choice);
    const count = (condition: (film: Film) => boolean): number => films.filter(condition).length;
    return {
      films: films.length,
      generated: count((film) => kindOf(film) === 'generated'),
      edited: count((film) => kindOf(film) === 'edited'),
      editsOfReal: count((film) => film.kind === 'synthetic' && film.edit?.originKind === 'real'),
      real: count((film) => film.kind === 'real'),
      rejected: count((film) => film.decision === 'reject'),
      textSuspected: count((film) => film.kind === 'real' && film.warnings.length > 0),
      studies: store.studies
        .list()
        .filter(({ state }) => state === 'frozen')
        .map(({ name }) => name),
    };
  }

  async chooseFolder(): Promise<{ placeId: string; folderName: string } | null> {
    const folder = await this.#ports.dialogs.openFolder('Export into a new folder in');
    if (folder === null) return null;
    const placeId = this.#ports.random.id();
    this.#places.set(placeId, folder);
    return { placeId, folderName: path.basename(folder) || folder };
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when no export is under way any more. */
  finished(): Promise<void> {
    return this.#task.finished();
  }

  /**
   * Writes a set whole or not at all.
   * @throws LightboxError BAD_INPUT (no films), NOT_FOUND, CONFLICT (an export under way),
   *   DISK_FULL, FILE_UNWRITABLE (also a folder of that name), CANCELLED
   */
  run(request: ExportRequest, actor: string): Promise<ExportReport> {
    return this.#task.run((signal) => this.#export(request, actor, signal));
  }

  /** Writes one film; null when the dialog was closed. @throws LightboxError NOT_FOUND, DISK_FULL, FILE_UNWRITABLE */
  async film(film: Film, format: ExportFormat, actor: string): Promise<{ fileName: string } | null> {
    const { store, dialogs, filmFiles } = this.#ports;
    const target = await dialogs.saveFile(
      format === 'dicom' ? 'Export film as DICOM' : 'Export film as PNG',
      suggestedName(film, format),
      FILTERS[format],
    );
    if (target === null) return null;
    const objects = new ExportObjects(this.#ports, [film], { realTexts: false, picturesChecked: false });
    const { request } = await this.#fileOf(film, format, target, objects);
    const { sha256 } = await filmFiles.write(request);
    store.audit.append({ actor, action: 'export.film', details: { film: film.id, format, sha256 } });
    return { fileName: path.basename(target) };
  }

  async #export(request: ExportRequest, actor: string, signal: AbortSignal): Promise<ExportReport> {
    const { store } = this.#ports;
    const place = this.#places.get(request.placeId);
    if (place === undefined)
      throw new LightboxError('NOT_FOUND', 'The folder is no longer chosen. Choose it again.');
    const films = this.#chosen(request.choice);
    if (films.length === 0) throw new LightboxError('BAD_INPUT', 'There is no film to export. Choose some.');
    await requireFreeSpace(place, bytesNeeded(films), 'The set');
    const report = await fillNewFolder(path.join(place, request.name), (folder) =>
      this.#fill(folder, films, request, signal),
    );
    const { format, name, realTexts, picturesChecked } = request;
    store.audit.append({
      actor,
      action: 'export.set',
      details: {
        name,
        format,
        films: films.length,
        realFilms: films.filter(({ kind }) => kind === 'real').length,
        realTexts,
        picturesChecked,
        sha256: report.setSha256,
      },
    });
    return report;
  }

  async #fill(
    folder: string,
    films: readonly Film[],
    request: ExportRequest,
    signal: AbortSignal,
  ): Promise<ExportReport> {
    const { info, clock } = this.#ports;
    await mkdir(path.join(folder, IMAGES));
    const { written, bytes } = await this.#writeFilms(folder, films, request, signal);
    const { name, format, realTexts, picturesChecked } = request;
    const facts: SetFacts = {
      ...{ name, format, realTexts, picturesChecked },
      product: info.productName,
      version: info.version,
      exportedAt: clock().toISOString(),
    };
    const texts = {
      'README.md': setReadme(facts, written),
      'labels.csv': labelsCsv(written),
      'provenance.json': provenanceJson(facts, written),
    };
    for (const [file, text] of Object.entries(texts)) await atomicWrite(path.join(folder, file), text);
    const sums = [
      ...Object.entries(texts).map(([file, text]) => `${sha256(text)}  ${file}`),
      ...written.map((film) => `${film.sha256}  ${film.file}`),
    ];
    const sumsText = `${sums.join('\n')}\n`;
    await atomicWrite(path.join(folder, 'SHA256SUMS'), sumsText);
    requireWanted(signal);
    const textBytes = [...Object.values(texts), sumsText].reduce(
      (sum, text) => sum + Buffer.byteLength(text),
      0,
    );
    return { folderName: name, films: films.length, bytes: bytes + textBytes, setSha256: sha256(sumsText) };
  }

  async #writeFilms(
    folder: string,
    films: readonly Film[],
    request: ExportRequest,
    signal: AbortSignal,
  ): Promise<{ written: ExportedFilm[]; bytes: number }> {
    const { filmFiles, emit, clock } = this.#ports;
    const objects = new ExportObjects(this.#ports, films, request);
    const startedAt = clock().getTime();
    const written: ExportedFilm[] = [];
    let bytes = 0;
    for (const film of films) {
      requireWanted(signal);
      const file = `${IMAGES}/${kindOf(film)}-${film.id}.${request.format === 'dicom' ? 'dcm' : 'png'}`;
      const { request: target, sopInstanceUid } = await this.#fileOf(
        film,
        request.format,
        path.join(folder, file),
        objects,
      );
      const result = await filmFiles.write(target);
      bytes += result.bytes;
      written.push({
        ...{ film, file, sopInstanceUid },
        sha256: result.sha256,
        patientId: objects.patientId(film),
        text: objects.text(film),
        label: objects.label(film),
      });
      emit('export.progress', {
        done: written.length,
        total: films.length,
        remainingMs: remainingMs(clock().getTime() - startedAt, written.length, films.length),
      });
    }
    return { written, bytes };
  }

  async #fileOf(
    film: Film,
    format: ExportFormat,
    target: string,
    objects: ExportObjects,
  ): Promise<{ request: FilmFileRequest; sopInstanceUid: string | null }> {
    const picture = await filmPicture(this.#ports.store.blobs, film);
    if (format !== 'dicom') {
      const depth = format === 'png8' ? 8 : film.bits;
      const text = objects.pngText(film);
      return {
        request: { path: target, film: picture, target: { format: 'png', depth, text } },
        sopInstanceUid: null,
      };
    }
    const { dataSet, sopInstanceUid } = await objects.describe(film, picture);
    return { request: { path: target, film: picture, target: { format, dataSet } }, sopInstanceUid };
  }

  /** @throws LightboxError NOT_FOUND for a film that is not there */
  #chosen(choice: FilmChoice): readonly Film[] {
    const { films } = this.#ports.store;
    if (choice.kind === 'films') return [...new Set(choice.filmIds)].map((id) => films.get(id));
    const found: Film[] = [];
    for (;;) {
      const page = films.list(toStoreFilter(choice.filter), { limit: FILMS_AT_ONCE, offset: found.length });
      found.push(...page.films);
      if (page.films.length < FILMS_AT_ONCE) return found;
    }
  }
}

function suggestedName(film: Film, format: ExportFormat): string {
  const name =
    film.kind === 'real'
      ? `film-${film.id.slice(0, 8)}`
      : `${film.edit === null ? 'synthetic' : 'edited'}-${film.seed}`;
  return `${name}.${format === 'dicom' ? 'dcm' : 'png'}`;
}

/** Uncompressed, which is the most: a PNG may come out smaller. */
function bytesNeeded(films: readonly Film[]): number {
  return films.reduce(
    (sum, { width, height, bits }) => sum + (width * height * bits) / 8 + BYTES_BESIDES_PIXELS,
    0,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new LightboxError('CANCELLED', 'The export was cancelled. Nothing of it is left.');
}
