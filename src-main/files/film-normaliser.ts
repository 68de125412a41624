import { Worker } from 'node:worker_threads';
import { LightboxError } from '../../src-core/base/errors.ts';
import { type NormaliseRequest, normaliseAnswerSchema } from './normalise-messages.ts';

/** Passes films through a study's normalisation in a worker thread, one at a time, so that main stays free. */
export class FilmNormaliser {
  readonly #workerFile: string;
  #worker: Worker | null = null;
  #disposed = false;
  /** Settles with the film before: answers carry no name, so that two under way would take each other's. */
  #before: Promise<unknown> = Promise.resolve();

  /** @param workerFile the entry: `normalise-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /**
   * @returns `plan.matrixSizePx` squared grey values, row by row, 0 is black
   * @throws LightboxError INTERNAL when the worker fails (the next call starts a new one), CANCELLED after dispose()
   */
  normalise(request: NormaliseRequest): Promise<Uint8Array> {
    const turn = this.#before.then(() => this.#ask(request));
    this.#before = turn.catch(() => undefined);
    return turn;
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { name: 'normalise-worker', execArgv: [] });
    // Without a listener an idle worker's error would be thrown in main.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #ask(request: NormaliseRequest): Promise<Uint8Array> {
    if (this.#disposed) throw new LightboxError('CANCELLED', 'The program is closing.');
    this.#worker ??= this.#start();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', onMessage).off('error', onFailure).off('exit', onFailure);
      };
      const fail = (reason: string): void => {
        settle();
        if (this.#worker === worker) this.#worker = null;
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
    this.#disposed = true;
    await this.#worker?.terminate();
    this.#worker = null;
  }
}
