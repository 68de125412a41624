import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';

export interface WorkerLineOptions<Answer extends z.ZodType> {
  /** The entry: from source, its bundle otherwise. */
  readonly workerFile: string;
  readonly name: string;
  readonly answer: Answer;
  /** What failed, for messages: "A film could not be normalised". */
  readonly failure: string;
}

/**
 * What becomes of a worker's message: null: it is the answer; 'noted': it wants none, the worker goes on; else it asked,
 * and this is what it is told.
 */
export type Reply = Promise<unknown> | 'noted' | null;

/** A line to one worker thread, started when first needed and again after it failed; one question at a time. */
export class WorkerLine<Answer extends z.ZodType> {
  readonly #options: WorkerLineOptions<Answer>;
  #worker: Worker | null = null;
  #disposed = false;
  /** Settles with the question before: answers carry no name, so that two under way would take each other's. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerLineOptions<Answer>) {
    this.#options = options;
  }

  /**
   * @param reply takes what the worker says before it answers.
   * @param signal ends the worker with its question, which is for work that leaves nothing half done.
   * @throws LightboxError INTERNAL when the worker fails (the next question starts a new one), CANCELLED after dispose()
   */
  ask(
    question: unknown,
    reply: (message: z.output<Answer>) => Reply = () => null,
    signal?: AbortSignal,
  ): Promise<z.output<Answer>> {
    const turn = this.#before.then(() => this.#ask(question, reply, signal));
    this.#before = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const { workerFile, name } = this.#options;
    const worker = new Worker(workerFile, { name, execArgv: [] });
    // Without a listener an idle worker's error would be thrown in main.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #ask(
    question: unknown,
    reply: (message: z.output<Answer>) => Reply,
    signal: AbortSignal | undefined,
  ): Promise<z.output<Answer>> {
    if (signal?.aborted === true) throw new LightboxError('CANCELLED', 'Cancelled.');
    if (this.#disposed) throw new LightboxError('CANCELLED', 'The program is closing.');
    this.#worker ??= this.#start();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', onMessage).off('error', onFailure).off('exit', onFailure);
        signal?.removeEventListener('abort', onAbort);
      };
      const endWorker = (error: LightboxError): void => {
        settle();
        if (this.#worker === worker) this.#worker = null;
        void worker.terminate();
        reject(error);
      };
      const fail = (reason: string): void =>
        endWorker(new LightboxError('INTERNAL', `${this.#options.failure}: ${reason}.`));
      const onAbort = (): void => endWorker(new LightboxError('CANCELLED', 'Cancelled.'));
      const onMessage = (message: unknown): void => {
        const answer = this.#options.answer.safeParse(message);
        if (!answer.success) {
          fail('the worker gave a malformed answer');
          return;
        }
        const asked = reply(answer.data);
        if (asked === null) {
          settle();
          resolve(answer.data);
        } else if (asked !== 'noted') {
          asked.then(
            (value) => worker.postMessage(value),
            (thrown: unknown) => fail(thrown instanceof Error ? thrown.message : String(thrown)),
          );
        }
      };
      const onFailure = (cause: unknown): void => {
        if (this.#disposed) {
          settle();
          reject(new LightboxError('CANCELLED', 'The program is closing.'));
        } else fail(cause instanceof Error ? cause.message : 'its worker ended unexpectedly');
      };
      worker.on('message', onMessage).on('error', onFailure).on('exit', onFailure);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(question);
    });
  }
}
