import type { ViewStep } from '../../../../src-core/study/session-events.ts';

/** A reading takes no more steps than this. */
export const MAX_STEPS = 5000;
/** Two steps of one kind on one film are at least this far apart, save where a drag ends. */
const LEAST_GAP_MS = 100;

/** What is kept of one kind of step on one film. */
interface Track {
  /** Fixed: the last step that opened a gap. */
  fixedAtMs: number;
  /** The place of a later step within the gap, which a still later one replaces. */
  tail: number | null;
}

/**
 * What a reader does with the views of a stage, thinned: a drag gives one step in 100 ms and its last value. A trace
 * that would grow too long is thinned again, twice as coarse.
 */
export class ViewTrace {
  #steps: ViewStep[] = [];
  #tracks = new Map<string, Track>();
  #gapMs = LEAST_GAP_MS;

  add(step: ViewStep): void {
    this.#put(step);
    if (this.#steps.length > MAX_STEPS) this.#coarsen();
  }

  /** In the order of their times. */
  get steps(): readonly ViewStep[] {
    return [...this.#steps].sort((one, other) => one.atMs - other.atMs);
  }

  #put(step: ViewStep): void {
    const name = `${step.kind} ${step.film}`;
    const track = this.#tracks.get(name);
    if (track === undefined) {
      this.#steps.push(step);
      this.#tracks.set(name, { fixedAtMs: step.atMs, tail: null });
      return;
    }
    const tail = track.tail === null ? undefined : this.#steps[track.tail];
    if (step.atMs - track.fixedAtMs < this.#gapMs) {
      if (track.tail === null) track.tail = this.#steps.push(step) - 1;
      else this.#steps[track.tail] = step;
      return;
    }
    // The drag goes on: its value so far is none that it ended with.
    if (tail !== undefined && track.tail !== null && step.atMs - tail.atMs < this.#gapMs)
      this.#steps[track.tail] = step;
    else this.#steps.push(step);
    track.tail = null;
    track.fixedAtMs = step.atMs;
  }

  #coarsen(): void {
    const { steps } = this;
    this.#gapMs *= 2;
    this.#steps = [];
    this.#tracks = new Map();
    for (const step of steps) this.#put(step);
    if (this.#steps.length > MAX_STEPS) this.#coarsen();
  }
}
