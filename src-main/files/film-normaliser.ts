import { LightboxError } from '../../src-core/base/errors.ts';
import { type NormaliseRequest, normaliseAnswerSchema } from './normalise-messages.ts';
import { WorkerLine } from './worker-line.ts';

const FAILURE = 'A film could not be normalised';

/** Passes films through a study's normalisation in a worker thread, one at a time, so that main stays free. */
export class FilmNormaliser {
  readonly #line: WorkerLine<typeof normaliseAnswerSchema>;

  /** @param workerFile the entry: `normalise-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'normalise-worker',
      answer: normaliseAnswerSchema,
      failure: FAILURE,
    });
  }

  /**
   * @returns `plan.matrixSizePx` squared grey values, row by row, 0 is black
   * @throws LightboxError INTERNAL when the worker fails (the next call starts a new one), CANCELLED after dispose()
   */
  async normalise(request: NormaliseRequest): Promise<Uint8Array> {
    const answer = await this.#line.ask(request);
    if (answer.ok) return answer.pixels;
    throw new LightboxError('INTERNAL', `${FAILURE}: ${answer.reason}.`);
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }
}
