import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { MemoryWatch } from './memory-watch.ts';

/** What a worker may take over one question. */
export interface WorkerLimits {
  /** Until its first sign of life: a slow disk or share may hold it up. */
  readonly startMs: number;
  /** Between two signs of life. */
  readonly silenceMs: number;
  /** Added to that for each megabyte of the file in work. */
  readonly silencePerMegabyteMs: number;
  /** How far the process may grow meanwhile. */
  readonly growthBytes: number;
  /** Of JavaScript's own heap. */
  readonly heapMegabytes: number;
}

/** How a question to a worker ended. Only a worker that answered can be asked again. */
export type Ending<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'silent'; readonly seconds: number }
  | { readonly kind: 'overgrown'; readonly alone: boolean }
  | { readonly kind: 'aborted' };

/** A worker at work on a file says so from time to time. */
const signOfLifeSchema = z.strictObject({ alive: z.strictObject({ fileBytes: z.int().min(0) }) });
export type SignOfLife = z.infer<typeof signOfLifeSchema>;

const MEGABYTE = 2 ** 20;
const HEARING_MS = 20;

/** A worker thread under limits of time and memory. It is ended by whatever goes wrong. */
export class WatchedWorker {
  readonly #worker: Worker;
  readonly #limits: WorkerLimits;
  readonly #memory: MemoryWatch;

  constructor(workerFile: string, name: string, limits: WorkerLimits, memory: MemoryWatch) {
    this.#limits = limits;
    this.#memory = memory;
    this.#worker = new Worker(workerFile, {
      name,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    });
    this.#worker.unref();
    // Without a listener an idle worker's error would be thrown in main.
    this.#worker.on('error', () => undefined);
  }

  onExit(listener: () => void): void {
    this.#worker.on('exit', listener);
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Asks one question; the next only after the answer to this one. */
  async ask<Answer>(
    question: unknown,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Ending<Answer>> {
    const ending = await this.#ask(question, schema, signal);
    // What it held is given back before anything else starts.
    if (ending.kind !== 'answered') await this.terminate();
    return ending;
  }

  #ask<Answer>(question: unknown, schema: z.ZodType<Answer>, signal: AbortSignal): Promise<Ending<Answer>> {
    const worker = this.#worker;
    const { startMs, silenceMs, silencePerMegabyteMs, growthBytes } = this.#limits;
    return new Promise((resolve) => {
      const finish = (ending: Ending<Answer>) => {
        clearTimeout(timer);
        unwatch();
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        signal.removeEventListener('abort', onAbort);
        worker.unref();
        resolve(ending);
      };
      const expectWithin = (limitMs: number) => {
        const silent = () => finish({ kind: 'silent', seconds: limitMs / 1000 });
        clearTimeout(timer);
        // Main may have been held up itself: what has arrived meanwhile is heard first.
        timer = setTimeout(() => {
          timer = setTimeout(silent, HEARING_MS);
        }, limitMs);
      };
      const onMessage = (message: unknown) => {
        const alive = signOfLifeSchema.safeParse(message);
        if (alive.success) {
          const megabytes = Math.floor(alive.data.alive.fileBytes / MEGABYTE);
          expectWithin(silenceMs + silencePerMegabyteMs * megabytes);
          return;
        }
        const parsed = schema.safeParse(message);
        finish(parsed.success ? { kind: 'answered', answer: parsed.data } : { kind: 'malformed' });
      };
      const onError = (error: unknown) => {
        const outOfHeap =
          error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        if (outOfHeap) finish({ kind: 'overgrown', alone: true });
        else finish({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      };
      const onExit = () => finish({ kind: 'failed', reason: 'it ended unexpectedly' });
      const onAbort = () => finish({ kind: 'aborted' });
      let timer: NodeJS.Timeout | undefined;
      const overgrown = (alone: boolean) => finish({ kind: 'overgrown', alone });
      const unwatch = this.#memory.watch({ overgrown }, growthBytes);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.ref();
      expectWithin(startMs);
      if (signal.aborted) onAbort();
      else worker.postMessage(question);
    });
  }
}
