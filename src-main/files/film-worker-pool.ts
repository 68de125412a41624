import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import {
  type FilmPlace,
  type FilmReading,
  type FilmRequest,
  filmAnswerSchema,
  hashAnswerSchema,
} from './film-messages.ts';

export interface FilmWorkerPoolOptions {
  /** The worker's entry: film-worker.ts from source, its bundle otherwise. */
  readonly workerFile: string;
  /** Files decoded at the same time. */
  readonly workers?: number;
  /** A file that takes longer is refused and its worker replaced. */
  readonly fileTimeLimitMs?: number;
}

const DEFAULT_FILE_TIME_LIMIT_MS = 120_000;

/** What the pool says of a file whose worker could not answer. */
interface WorkerRefusal {
  readonly ok: false;
  readonly code: 'FILE_CORRUPT' | 'FILE_UNREADABLE' | 'FILE_UNSUPPORTED';
  readonly reason: string;
}

/**
 * Decodes films in worker threads, so that main stays free and a decoder's crash, hang or hunger for memory costs
 * one file. Owns its workers: call dispose().
 */
export class FilmWorkerPool {
  readonly #workerFile: string;
  readonly #size: number;
  readonly #fileTimeLimitMs: number;
  readonly #idle: Worker[] = [];
  readonly #alive = new Set<Worker>();

  constructor(options: FilmWorkerPoolOptions) {
    this.#workerFile = options.workerFile;
    this.#size = Math.max(1, options.workers ?? 2);
    this.#fileTimeLimitMs = options.fileTimeLimitMs ?? DEFAULT_FILE_TIME_LIMIT_MS;
  }

  /**
   * Reads films in the order given; every place has one outcome, until the signal is aborted, which ends the
   * stream. Reads ahead by the number of workers only, so that memory stays small when the consumer is slow.
   * @param isKnown of a file's SHA-256 and the picture in it: what is known already is not decoded
   */
  async *read(
    places: readonly FilmPlace[],
    signal: AbortSignal,
    isKnown?: (sha256: string, frame: number) => boolean,
  ): AsyncGenerator<FilmReading> {
    const ahead: Promise<FilmReading>[] = [];
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      let next = 0;
      while (!signal.aborted) {
        while (ahead.length < this.#size && next < places.length) {
          const place = places[next++];
          if (place !== undefined) ahead.push(this.#readOne(place, stop.signal, isKnown));
        }
        const first = ahead.shift();
        if (first === undefined) return;
        const reading = await first;
        if (signal.aborted) return;
        yield reading;
      }
    } finally {
      signal.removeEventListener('abort', abort);
      stop.abort();
      await Promise.allSettled(ahead);
    }
  }

  /** Ends all workers; a reading under way is refused. */
  async dispose(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#alive].map((worker) => worker.terminate()));
  }

  async #readOne(
    { path, frame }: FilmPlace,
    signal: AbortSignal,
    isKnown?: (sha256: string, frame: number) => boolean,
  ): Promise<FilmReading> {
    if (isKnown !== undefined) {
      const hashed = await this.#ask({ want: 'sha256', path }, hashAnswerSchema, signal);
      if (!hashed.ok) return { path, frame, ...hashed };
      if (isKnown(hashed.sha256, frame)) return { path, frame, known: true, ...hashed };
    }
    const answer = await this.#ask({ want: 'film', path, frame }, filmAnswerSchema, signal);
    return answer.ok ? { path, frame, known: false, ...answer } : { path, frame, ...answer };
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { name: 'film-worker', execArgv: [] });
    this.#alive.add(worker);
    worker.unref();
    worker.on('exit', () => {
      this.#alive.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    // Without a listener an idle worker's error would be thrown in main.
    worker.on('error', () => undefined);
    return worker;
  }

  #ask<Answer>(
    request: FilmRequest,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer | WorkerRefusal> {
    const worker = this.#idle.pop() ?? this.#start();
    return new Promise((resolve) => {
      const finish = (answer: Answer | WorkerRefusal, reusable: boolean) => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        signal.removeEventListener('abort', onAbort);
        worker.unref();
        if (reusable) this.#idle.push(worker);
        else void worker.terminate();
        resolve(answer);
      };
      const refuse = (code: WorkerRefusal['code'], reason: string) => {
        finish({ ok: false, code, reason }, false);
      };
      const onMessage = (message: unknown) => {
        const parsed = schema.safeParse(message);
        if (parsed.success) finish(parsed.data, true);
        else refuse('FILE_CORRUPT', 'its decoder gave a malformed picture');
      };
      const onError = (error: unknown) => {
        refuse(
          'FILE_CORRUPT',
          `its decoder failed (${error instanceof Error ? error.message : String(error)})`,
        );
      };
      const onExit = () => refuse('FILE_CORRUPT', 'its decoder ended unexpectedly');
      const onAbort = () => refuse('FILE_UNREADABLE', 'its import was cancelled');
      const timer = setTimeout(() => {
        const seconds = Math.round(this.#fileTimeLimitMs / 1000);
        refuse('FILE_UNSUPPORTED', `decoding took more than ${seconds} seconds`);
      }, this.#fileTimeLimitMs);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.ref();
      if (signal.aborted) onAbort();
      else worker.postMessage(request);
    });
  }
}
