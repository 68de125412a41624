import type { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import { type MeasuredFilm, type NormaliseRequest, normaliseAnswerSchema } from './normalise-messages.ts';
import { WorkerLine } from './worker-line.ts';

const FAILURE = 'A film could not be normalised';

interface Line {
  readonly worker: WorkerLine<typeof normaliseAnswerSchema>;
  waiting: number;
}

/** Passes films through a study's normalisation in worker threads, one film at a time each, so that main stays free. */
export class FilmNormaliser {
  /** Films that are worth asking for at once: one for each worker. */
  readonly atOnce: number;
  readonly #lines: readonly Line[];

  /** @param workerFile the entry: `normalise-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string, workers = 2) {
    this.atOnce = workers;
    this.#lines = Array.from({ length: workers }, () => ({
      worker: new WorkerLine({
        workerFile,
        name: 'normalise-worker',
        answer: normaliseAnswerSchema,
        failure: FAILURE,
      }),
      waiting: 0,
    }));
  }

  /**
   * @returns `plan.matrixSizePx` squared grey values, row by row, 0 is black
   * @throws LightboxError INTERNAL when the worker fails (the next call starts a new one), CANCELLED after dispose()
   */
  async normalise(request: NormaliseRequest): Promise<Uint8Array> {
    return (await this.measured(request)).pixels;
  }

  /** The same with what the film measures before and after, where the request asks for it. @throws as `normalise` */
  async measured(request: NormaliseRequest): Promise<MeasuredFilm> {
    const answer = await this.#ask(request);
    if (answer.ok) return { pixels: answer.pixels, measures: answer.measures };
    throw new LightboxError('INTERNAL', `${FAILURE}: ${answer.reason}.`);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#lines.map(({ worker }) => worker.dispose()));
  }

  async #ask(request: NormaliseRequest): Promise<z.output<typeof normaliseAnswerSchema>> {
    const line = this.#lines.reduce((best, other) => (other.waiting < best.waiting ? other : best));
    line.waiting += 1;
    try {
      return await line.worker.ask(request);
    } finally {
      line.waiting -= 1;
    }
  }
}
