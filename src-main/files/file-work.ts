import { LightboxError } from '../../src-core/base/errors.ts';
import type { EditPictures } from './edit-source.ts';
import {
  type FileWorkAnswer,
  type FileWorkRequest,
  fileWorkAnswerSchema,
  type ReadTable,
} from './file-work-messages.ts';
import type { RecordedImage } from './recorded-image.ts';
import { WorkerLine } from './worker-line.ts';

export type { ReadTable } from './file-work-messages.ts';

export type FilmToFit = Omit<Extract<FileWorkRequest, { type: 'fit' }>, 'type'>;
export type FilmsToCompare = Omit<Extract<FileWorkRequest, { type: 'compare' }>, 'type'>;
export type EditComparison = Omit<Extract<FileWorkAnswer, { type: 'compare' }>, 'type'>;
export type MaskCheck = Omit<Extract<FileWorkAnswer, { type: 'mask' }>, 'type'>;
export type FilmFile = Omit<Extract<FileWorkRequest, { type: 'png' }>, 'type'>;

/** Reads tables and recipes, writes and fits films in a worker thread, one after the other, so that main stays free. */
export class FileWorker {
  readonly #line: WorkerLine<typeof fileWorkAnswerSchema>;

  /** @param workerFile the entry: `file-work-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'file-work-worker',
      answer: fileWorkAnswerSchema,
      failure: 'A file could not be read or written',
    });
  }

  /** @throws LightboxError CSV_INVALID for what concerns the table as a whole, FILE_UNREADABLE */
  async readTable(path: string): Promise<ReadTable> {
    const answer = await this.#ask({ type: 'table', path });
    if (answer.type === 'table') return answer.table;
    throw outOfTurn(answer);
  }

  /**
   * Writes a film with its text entries, whole or not at all.
   * @returns the SHA-256 of the file's bytes
   * @throws LightboxError DISK_FULL, FILE_UNWRITABLE
   */
  async writePng(film: FilmFile): Promise<string> {
    const answer = await this.#ask({ type: 'png', ...film });
    if (answer.type === 'png') return answer.sha256;
    throw outOfTurn(answer);
  }

  /** A PNG with its recipe. @throws LightboxError FILE_*, RECIPE_INVALID */
  async readRecorded(path: string): Promise<RecordedImage> {
    const answer = await this.#ask({ type: 'recorded', path });
    if (answer.type === 'recorded') return answer.image;
    throw outOfTurn(answer);
  }

  /** A film and its mask, of one size, as an edit of that image size starts from them. */
  async fitEdit(film: FilmToFit): Promise<EditPictures> {
    const answer = await this.#ask({ type: 'fit', ...film });
    if (answer.type !== 'fit') throw outOfTurn(answer);
    const { grey, mask } = answer;
    return { widthPixels: film.imageWidth, heightPixels: film.imageHeight, grey, mask };
  }

  /** An edited film against the film and mask that it was drawn from. */
  async compareEdit(films: FilmsToCompare): Promise<EditComparison> {
    const answer = await this.#ask({ type: 'compare', ...films });
    if (answer.type !== 'compare') throw outOfTurn(answer);
    return { source: answer.source, difference: answer.difference };
  }

  /** What makes bytes no mask of a film of that size: `findMaskFault` away from main's thread. */
  async checkMask(mask: Uint8Array, width: number, height: number): Promise<MaskCheck> {
    const answer = await this.#ask({ type: 'mask', mask, width, height });
    if (answer.type !== 'mask') throw outOfTurn(answer);
    return { fault: answer.fault, markedPixels: answer.markedPixels };
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }

  async #ask(work: FileWorkRequest): Promise<FileWorkAnswer> {
    const answer = await this.#line.ask(work);
    if (answer.type === 'failed') throw LightboxError.fromPayload(answer.error);
    return answer;
  }
}

function outOfTurn({ type }: FileWorkAnswer): LightboxError {
  return new LightboxError('INTERNAL', `The file worker answered with "${type}" out of turn.`);
}
