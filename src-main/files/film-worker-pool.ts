import type { z } from 'zod';
import { FILM_LIMITS } from './film-limits.ts';
import {
  type DescriptionAnswer,
  descriptionAnswerSchema,
  type FilmPlace,
  type FilmReading,
  type FilmRequest,
  filmAnswerSchema,
  hashAnswerSchema,
} from './film-messages.ts';
import { MemoryWatch } from './memory-watch.ts';
import { SharedTurns } from './shared-turns.ts';
import { type Ending, WatchedWorker, type WorkerLimits } from './watched-worker.ts';

export interface FilmWorkerPoolOptions {
  /** The worker's entry: film-worker.ts from source, its bundle otherwise. */
  readonly workerFile: string;
  /** Files decoded at the same time. */
  readonly workers?: number;
  /** What a file may take; a file that takes more is refused and its worker replaced. */
  readonly limits?: Partial<WorkerLimits>;
  readonly memory?: MemoryWatch;
}

/**
 * The slowest decoder (JPEG 2000) takes a second for 2 MB of a codestream, on a slow machine three: 5 s and 2 s a
 * megabyte let every sound film through, and end a small hostile one after 5 s.
 */
const LIMITS: WorkerLimits = {
  startMs: 60_000,
  silenceMs: 5000,
  silencePerMegabyteMs: 2000,
  growthBytes: FILM_LIMITS.processBytes - FILM_LIMITS.restBytes,
  heapMegabytes: 512,
};

/** What the pool says of a file whose worker could not answer. */
interface WorkerRefusal {
  readonly ok: false;
  readonly code: 'FILE_CORRUPT' | 'FILE_UNREADABLE' | 'FILE_OVER_LIMIT';
  readonly reason: string;
}

/**
 * Decodes films in worker threads, so that main stays free and a decoder's crash, hang or hunger for memory costs
 * one file. Owns its workers: call dispose().
 */
export class FilmWorkerPool {
  readonly #workerFile: string;
  readonly #size: number;
  readonly #limits: WorkerLimits;
  readonly #memory: MemoryWatch;
  readonly #turns = new SharedTurns();
  readonly #idle: WatchedWorker[] = [];
  readonly #alive = new Set<WatchedWorker>();

  constructor(options: FilmWorkerPoolOptions) {
    this.#workerFile = options.workerFile;
    this.#size = Math.max(1, options.workers ?? 2);
    this.#limits = { ...LIMITS, ...options.limits };
    this.#memory = options.memory ?? new MemoryWatch();
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

  /** Describes a DICOM file, all of its frames decoded: see describeDicom. */
  describe(path: string, lenient: boolean, signal: AbortSignal): Promise<DescriptionAnswer> {
    return this.#ask({ want: 'description', path, lenient }, descriptionAnswerSchema, signal);
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

  async #ask<Answer>(
    request: FilmRequest,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer | WorkerRefusal> {
    const once = (): Promise<Ending<Answer>> => this.#askOne(request, schema, signal);
    const ending = await this.#turns.together(once);
    // Which of several files has taken the memory cannot be told: each is read again by itself.
    const crowded = ending.kind === 'overgrown' && !ending.alone;
    return this.#answerOf(crowded ? await this.#turns.alone(once) : ending);
  }

  async #askOne<Answer>(
    request: FilmRequest,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Ending<Answer>> {
    const worker = this.#idle.pop() ?? this.#start();
    const ending = await worker.ask(request, schema, signal);
    if (ending.kind === 'answered') this.#idle.push(worker);
    return ending;
  }

  #start(): WatchedWorker {
    const worker = new WatchedWorker(this.#workerFile, 'film-worker', this.#limits, this.#memory);
    this.#alive.add(worker);
    worker.onExit(() => {
      this.#alive.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return worker;
  }

  #answerOf<Answer>(ending: Ending<Answer>): Answer | WorkerRefusal {
    switch (ending.kind) {
      case 'answered':
        return ending.answer;
      case 'malformed':
        return refused('FILE_CORRUPT', 'its decoder gave a malformed picture');
      case 'failed':
        return refused('FILE_CORRUPT', `its decoder failed (${ending.reason})`);
      case 'silent':
        return refused('FILE_OVER_LIMIT', `its decoder gave no sign of life for ${ending.seconds} seconds`);
      case 'overgrown': {
        const megabytes = Math.floor(this.#limits.growthBytes / 2 ** 20);
        return refused(
          'FILE_OVER_LIMIT',
          `its decoder took more memory than the ${megabytes} MB that a file may take`,
        );
      }
      case 'aborted':
        return refused('FILE_UNREADABLE', 'its import was cancelled');
    }
  }
}

function refused(code: WorkerRefusal['code'], reason: string): WorkerRefusal {
  return { ok: false, code, reason };
}
