import { LightboxError } from '../base/errors.ts';

/**
 * Long work in steps of at most some tens of milliseconds: each yields the share of the work that is done, 0 to 1, so
 * that whoever runs it can show it, let others have their turn, and end it.
 */
export type Steps<Result> = Generator<number, Result, void>;

/** What watches work that runs in one go. */
export interface WorkHooks {
  progress?(done: number, total: number): void;
  /** True ends the work with LightboxError CANCELLED. */
  isCancelled?(): boolean;
}

/** What watches work of several parts and shares its thread with others. */
export interface PartHooks<Part extends string> {
  /** `total` is the same for every part; a part ends with `done` equal to it. */
  progress?(part: Part, done: number, total: number): void;
  /** True ends the work with LightboxError CANCELLED; asked before every step. */
  isCancelled?(): boolean;
  /** Awaited before every step, so that what else waits on this thread, a cancel too, has its turn. */
  pause?(): Promise<void>;
}

/** Runs work in one go. @throws LightboxError CANCELLED when the hook says so. */
export function finish<Result>(steps: Steps<Result>, hooks: WorkHooks = {}, total = 1000): Result {
  for (;;) {
    refuseCancelled(hooks);
    const step = steps.next();
    if (step.done === true) return step.value;
    hooks.progress?.(Math.round(step.value * total), total);
  }
}

/** What `done` reaches at the end of a part. */
const PART_TOTAL = 1000;

/**
 * Runs one part of a larger work with pauses between its steps.
 * @throws LightboxError CANCELLED when the hook says so.
 */
export async function runPart<Part extends string, Result>(
  part: Part,
  steps: Steps<Result>,
  hooks: PartHooks<Part>,
): Promise<Result> {
  let told = 0;
  hooks.progress?.(part, told, PART_TOTAL);
  for (;;) {
    await hooks.pause?.();
    refuseCancelled(hooks);
    const step = steps.next();
    const done = step.done === true ? PART_TOTAL : Math.floor(step.value * PART_TOTAL);
    if (done > told) {
      told = done;
      hooks.progress?.(part, done, PART_TOTAL);
    }
    if (step.done === true) return step.value;
  }
}

/** The steps of one piece of a work, which takes its share from `from` to `to`. */
export function* within<Result>(from: number, to: number, steps: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      yield to;
      return step.value;
    }
    yield from + (to - from) * step.value;
  }
}

/** One step for each item. */
export function* mapSteps<Item, Result>(
  items: readonly Item[],
  of: (item: Item, index: number) => Result,
): Steps<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    results.push(of(item, index));
    yield (index + 1) / items.length;
  }
  return results;
}

function refuseCancelled(hooks: { isCancelled?(): boolean }): void {
  if (hooks.isCancelled?.() === true) throw new LightboxError('CANCELLED', 'The analysis was cancelled.');
}
