/** Measures what one inference step of an image takes, from the engine's reports; a time of waiting is left out. */
export class StepClock {
  #lastMs: number | null = null;
  #sumMs = 0;
  #steps = 0;

  /** @param elapsedMs since the image began, at the end of a step */
  stepDone(elapsedMs: number): void {
    if (this.#lastMs !== null) {
      this.#sumMs += elapsedMs - this.#lastMs;
      this.#steps += 1;
    }
    this.#lastMs = elapsedMs;
  }

  /** The image was held or goes on: what lies between the last step and the next tells nothing. */
  interrupted(): void {
    this.#lastMs = null;
  }

  /** Null where no step was measured, or too short to be. */
  meanMs(): number | null {
    return this.#sumMs > 0 ? this.#sumMs / this.#steps : null;
  }
}
