const SAMPLE_MS = 25;

/** Work in a worker thread that is being watched. */
export interface WatchedWork {
  /** The process has grown too far. `alone`: nothing else was in work, so that this is what grew. */
  overgrown(alone: boolean): void;
}

/**
 * Watches how far the process grows while workers are at work. A worker's own limits hold its JavaScript heap only:
 * array buffers and WebAssembly lie outside of it, and are counted by the process as a whole.
 */
export class MemoryWatch {
  readonly #heldBytes: () => number;
  readonly #work = new Set<WatchedWork>();
  #baseBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param heldBytes what the process holds now */
  constructor(heldBytes: () => number = () => process.memoryUsage.rss()) {
    this.#heldBytes = heldBytes;
  }

  /**
   * Watches until the function that is returned is called. Growth counts from where the process stood when work
   * began after a pause.
   */
  watch(work: WatchedWork, growthLimitBytes: number): () => void {
    if (this.#work.size === 0) this.#baseBytes = this.#heldBytes();
    this.#work.add(work);
    this.#timer ??= setInterval(() => this.#look(growthLimitBytes), SAMPLE_MS);
    this.#timer.unref();
    return () => {
      this.#work.delete(work);
      if (this.#work.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #look(growthLimitBytes: number): void {
    if (this.#heldBytes() - this.#baseBytes <= growthLimitBytes) return;
    const alone = this.#work.size === 1;
    for (const work of [...this.#work]) work.overgrown(alone);
  }
}
