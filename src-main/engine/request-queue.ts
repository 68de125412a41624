import { LightboxError } from '../../src-core/base/errors.ts';

/** Runs tasks one after the other. */
export interface RequestQueue {
  /** Waits for its turn and runs; rejects with CANCELLED at once where the signal aborts while it waits. */
  add<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

export function createRequestQueue(): RequestQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add: (signal, task) => {
      const before = last;
      const turn = new Promise<void>((resolve, reject) => {
        const cancel = (): void => reject(new LightboxError('CANCELLED', 'The image was cancelled.'));
        if (signal.aborted) return cancel();
        signal.addEventListener('abort', cancel, { once: true });
        void before.then(() => {
          signal.removeEventListener('abort', cancel);
          resolve();
        });
      });
      const run = turn.then(task);
      // The next one waits for this task and for the one before it, also where this one was cancelled early.
      last = Promise.allSettled([before, run]);
      return run;
    },
  };
}
