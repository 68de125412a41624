import { LightboxError } from '../../src-core/base/errors.ts';
import { type FilmFileAnswer, type FilmFileRequest, filmFileAnswerSchema } from './film-file-messages.ts';
import { WorkerLine } from './worker-line.ts';

export type WrittenFilm = Omit<Extract<FilmFileAnswer, { ok: true }>, 'ok'>;

/** Writes films as PNG or DICOM in a worker thread, one after the other, so that main stays free. */
export class FilmFileWriter {
  readonly #line: WorkerLine<typeof filmFileAnswerSchema>;

  /** @param workerFile the entry: `film-file-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'film-file-worker',
      answer: filmFileAnswerSchema,
      failure: 'A film could not be written',
    });
  }

  /**
   * Writes a film whole or not at all.
   * @throws LightboxError DISK_FULL, FILE_UNWRITABLE, BAD_INPUT, CANCELLED after dispose()
   */
  async write(request: FilmFileRequest): Promise<WrittenFilm> {
    const answer = await this.#line.ask(request);
    if (!answer.ok) throw LightboxError.fromPayload(answer.error);
    return { sha256: answer.sha256, bytes: answer.bytes };
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }
}
