import type { StepProgress } from '../engine/engine-client.ts';

/** How far a run has come, on standard error. */
export interface ProgressMeter {
  /** After each step of the image being drawn. */
  step(progress: StepProgress): void;
  imageDone(): void;
  /** Takes the line away before something else is written. */
  clear(): void;
}

export interface ProgressOptions {
  /** Images in all. */
  readonly total: number;
  /** Images that were there before this run. */
  readonly before: number;
  /** Where nobody watches a terminal: a line each minute (tables), or nothing. */
  readonly logLines: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
}

const LOG_INTERVAL_MS = 60_000;

/** One line that overwrites itself on a terminal; in a log, a line each minute. */
export function createProgressMeter(options: ProgressOptions): ProgressMeter {
  const { total, before, logLines, now, stream } = options;
  const startMs = now();
  let done = 0;
  let lastLogMs = startMs;
  let shown = false;

  const remainingMs = (progress: StepProgress | null): number => {
    const rest = total - before - done;
    if (done > 0) return ((now() - startMs) / done) * rest;
    return progress === null
      ? 0
      : progress.remainingMs + (progress.elapsedMs + progress.remainingMs) * (rest - 1);
  };
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };

  return {
    step: (progress) => {
      if (!stream.isTTY) return;
      const place = `image ${before + done + 1} of ${total}: step ${progress.step} of ${progress.steps}`;
      stream.write(`\r\u001b[K${place}, ${duration(remainingMs(progress))} left`);
      shown = true;
    },
    imageDone: () => {
      clear();
      done += 1;
      if (stream.isTTY || !logLines || now() - lastLogMs < LOG_INTERVAL_MS) return;
      lastLogMs = now();
      stream.write(`${before + done} of ${total} images, ${duration(remainingMs(null))} left\n`);
    },
    clear,
  };
}

/** "45 s", "12 min 5 s", "3 h 12 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
