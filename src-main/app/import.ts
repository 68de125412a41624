import { LightboxError } from '../../src-core/base/errors.ts';
import { type ImportReport, MAX_FRAMES_IMPORTED } from '../../src-core/contract/import-calls.ts';
import type { FilmPlace, FilmReading } from '../files/film-messages.ts';
import { ImportBatch, ImportLabels } from './import-batch.ts';
import { importReportCsv } from './import-report-csv.ts';
import { ImportSelections } from './import-selections.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs, SingleTask } from './single-task.ts';

/** Which files are imported, and which of their frames. */
export interface ImportRequest {
  readonly filmsSelectionId: string;
  readonly labelsSelectionId: string | null;
  readonly frames: 'first' | 'all';
}

export interface FramesRequest extends Omit<ImportRequest, 'frames'> {
  readonly fileIndex: number;
  /** From 1. */
  readonly frames: readonly number[];
}

/**
 * Imports real films, one import at a time. The originals are read and nothing else; doing it again, after a cancel
 * or a crash, takes what is missing.
 */
export class FilmImport {
  readonly selections: ImportSelections;
  readonly #ports: AppPorts;
  readonly #task = new SingleTask('An import is running. Wait for it or cancel it.');
  #last: ImportReport | null = null;

  constructor(ports: AppPorts) {
    this.#ports = ports;
    this.selections = new ImportSelections(ports);
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when no import is under way any more. */
  finished(): Promise<void> {
    return this.#task.finished();
  }

  /** @throws LightboxError CONFLICT while an import runs, NOT_FOUND, CSV_INVALID, DISK_FULL */
  run(request: ImportRequest, actor: string): Promise<ImportReport> {
    return this.#task.run((signal) => this.#import(request, actor, signal));
  }

  /** Imports chosen frames of one file. @throws as run; NOT_FOUND where the selection has no such file */
  runFrames(request: FramesRequest, actor: string): Promise<ImportReport> {
    return this.#task.run((signal) => this.#importFrames(request, actor, signal));
  }

  /** The last report as CSV. @throws LightboxError NOT_FOUND before the first import */
  reportCsv(): string {
    if (this.#last === null) throw new LightboxError('NOT_FOUND', 'Nothing was imported since the start.');
    return importReportCsv(this.#last);
  }

  async #import(request: ImportRequest, actor: string, signal: AbortSignal): Promise<ImportReport> {
    const { files, skipped } = this.selections.films(request.filmsSelectionId);
    const labels = await ImportLabels.read(this.selections.labels(request.labelsSelectionId), files);
    const batch = new ImportBatch(this.#ports, labels);
    const nameOf = (file: string): string => names.get(file) ?? file;
    const names = new Map(files.map(({ path, name }) => [path, name]));
    const indexOf = new Map(files.map(({ path }, index) => [path, index]));
    const places = files.map(({ path }) => ({ path, frame: 0 }));
    let done = 0;
    await this.#accounted(batch, actor, signal, async () => {
      await this.#read(
        this.#pictures(places, signal, request.frames),
        files.length,
        nameOf,
        async (reading) => {
          done += 1;
          await batch.take(nameOf(reading.path), reading);
          if (!reading.ok || reading.known || reading.film.frames === 1) return;
          const { frames } = reading.film;
          if (request.frames === 'first' || frames > MAX_FRAMES_IMPORTED) {
            batch.noteFrames(indexOf.get(reading.path) ?? 0, nameOf(reading.path), frames);
            return;
          }
          for await (const other of this.#pictures(framesOf(reading.path, 1, frames), signal))
            await batch.take(nameOf(other.path), other);
        },
      );
    });
    return this.#keep(batch.report(skipped, signal.aborted, files.length - done));
  }

  async #importFrames(request: FramesRequest, actor: string, signal: AbortSignal): Promise<ImportReport> {
    const { files } = this.selections.films(request.filmsSelectionId);
    const file = files[request.fileIndex];
    if (file === undefined) throw new LightboxError('NOT_FOUND', 'This file is no longer selected.');
    const labels = await ImportLabels.read(this.selections.labels(request.labelsSelectionId), files);
    const batch = new ImportBatch(this.#ports, labels);
    const places = request.frames.map((frame) => ({ path: file.path, frame: frame - 1 }));
    let done = 0;
    await this.#accounted(batch, actor, signal, () =>
      this.#read(
        this.#pictures(places, signal),
        places.length,
        () => file.name,
        async (reading) => {
          done += 1;
          await batch.take(file.name, reading);
        },
      ),
    );
    return this.#keep({ ...batch.report([], signal.aborted, places.length - done), labelsUnused: [] });
  }

  /** What is in the library already is not decoded again, but for files of which every frame is wanted. */
  #pictures(places: readonly FilmPlace[], signal: AbortSignal, frames: 'first' | 'all' = 'first') {
    const { films, store } = this.#ports;
    const isKnown = (sha256: string, frame: number): boolean => {
      const film = store.films.findBySource(sha256, frame);
      if (film === undefined) return false;
      return frames === 'first' || film.sourceKind === 'png' || film.sourceKind === 'jpeg';
    };
    return films.read(places, signal, isKnown);
  }

  async #read(
    readings: AsyncIterable<FilmReading>,
    total: number,
    nameOf: (path: string) => string,
    take: (reading: FilmReading) => Promise<void>,
  ): Promise<void> {
    const { emit, clock } = this.#ports;
    const startedAt = clock().getTime();
    let done = 0;
    for await (const reading of readings) {
      await take(reading);
      done += 1;
      emit('library.importProgress', {
        done,
        total,
        fileName: nameOf(reading.path),
        remainingMs: remainingMs(clock().getTime() - startedAt, done, total),
      });
    }
  }

  /** Films that were taken before the disk was full are there, and the log says so. */
  async #accounted(
    batch: ImportBatch,
    actor: string,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#record(batch, true, actor);
      throw thrown;
    }
    this.#record(batch, signal.aborted, actor);
  }

  #record(batch: ImportBatch, cancelled: boolean, actor: string): void {
    const { store, emit } = this.#ports;
    const details = { batch: batch.id, ...batch.counts, cancelled };
    store.audit.append({ actor, action: 'library.import', details });
    emit('library.changed', {});
  }

  #keep(report: ImportReport): ImportReport {
    this.#last = report;
    return report;
  }
}

function framesOf(path: string, from: number, to: number): FilmPlace[] {
  return Array.from({ length: to - from }, (_, index) => ({ path, frame: from + index }));
}
