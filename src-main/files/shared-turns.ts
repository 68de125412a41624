/** Turns at something that many may use at once, and now and then one alone. */
export class SharedTurns {
  /** Settles when the last one who asked to be alone is through. */
  #alone: Promise<unknown> = Promise.resolve();
  readonly #together = new Set<Promise<unknown>>();

  /** Runs beside others; after everyone who waits to be alone. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    await this.#alone;
    const running = work();
    const settled = running.catch(() => undefined);
    this.#together.add(settled);
    void settled.then(() => this.#together.delete(settled));
    return running;
  }

  /** Runs when nothing else does. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const running = (async () => {
      await before;
      while (this.#together.size > 0) await Promise.all(this.#together);
      return work();
    })();
    this.#alone = running.catch(() => undefined);
    return running;
  }
}
