import { LightboxError } from '../../src-core/base/errors.ts';

/** Long work that a person started: one piece at a time, with a cancel that works. */
export class SingleTask {
  readonly #busy: string;
  #abort: AbortController | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `busy` says what is going on to whoever wants to start another. */
  constructor(busy: string) {
    this.#busy = busy;
  }

  /** @throws LightboxError CONFLICT while another piece runs; what `work` throws */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#abort !== null) throw new LightboxError('CONFLICT', this.#busy);
    const abort = new AbortController();
    this.#abort = abort;
    const running = work(abort.signal).finally(() => {
      this.#abort = null;
    });
    this.#last = running.catch(() => undefined);
    return running;
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Settles when nothing is under way any more. */
  async finished(): Promise<void> {
    await this.#last;
  }
}

/** Milliseconds until the rest is done at the pace so far; null before anything is. */
export function remainingMs(elapsedMs: number, done: number, total: number): number | null {
  return done === 0 ? null : (elapsedMs / done) * (total - done);
}
