import { Worker } from 'node:worker_threads';
import { LightboxError } from '../../src-core/base/errors.ts';
import { type NormaliseRequest, normaliseAnswerSchema } from './normalise-messages.ts';

/** Passes films through a study's normalisation in a worker thread, one at a time, so that main stays free. */
export class FilmNormaliser {
  readonly #workerFile: string;
  #worker: Worker | null = null;

  /** @param workerFile the entry: `normalise-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /**
   * @returns `plan.matrixSizePx` squared grey values, row by row, 0 is black
   * @throws LightboxError INTERNAL when the worker fails; the next call starts a new one
   */
  normalise(request: NormaliseRequest): Promise<Uint8Array> {
    this.#worker ??= new Worker(this.#workerFile, { name: 'normalise-worker', execArgv: [] });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', onMessage).off('error', onFailure).off('exit', onFailure);
      };
      const fail = (reason: string): void => {
        settle();
        this.#worker = null;
        void worker.terminate();
        reject(new LightboxError('INTERNAL', `A film could not be normalised: ${reason}.`));
      };
      const onMessage = (message: unknown): void => {
        const answer = normaliseAnswerSchema.safeParse(message);
        if (!answer.success) fail('the worker gave a malformed answer');
        else if (!answer.data.ok) fail(answer.data.reason);
        else {
          settle();
          resolve(answer.data.pixels);
        }
      };
      const onFailure = (cause: unknown): void => {
        fail(cause instanceof Error ? cause.message : 'its worker ended unexpectedly');
      };
      worker.on('message', onMessage).on('error', onFailure).on('exit', onFailure);
      worker.postMessage(request);
    });
  }

  async dispose(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}
