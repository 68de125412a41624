import { MARKED, type Mask, UNMARKED } from './mask.ts';

/**
 * Bytes of a mask as lengths of runs that are in turn unmarked and marked, the first unmarked (perhaps 0 long). What
 * a hand draws has a few runs a row, so that many steps back cost little memory.
 */
export type MaskRuns = readonly number[];

export function runsOfMask({ bytes }: Pick<Mask, 'bytes'>): MaskRuns {
  const runs: number[] = [];
  let value: number = UNMARKED;
  let start = 0;
  while (start < bytes.length) {
    const next = bytes.indexOf(MARKED - value, start);
    const end = next === -1 ? bytes.length : next;
    runs.push(end - start);
    start = end;
    value = MARKED - value;
  }
  return runs;
}

/** Puts the runs into the mask; they must come from a mask of its size. */
export function restoreRuns({ bytes }: Mask, runs: MaskRuns): void {
  let start = 0;
  let value: number = UNMARKED;
  for (const length of runs) {
    bytes.fill(value, start, start + length);
    start += length;
    value = MARKED - value;
  }
}

/** The states of a mask that can be gone back to and forward to again. */
export interface MaskHistory {
  /** The oldest first; the last one is the mask as it stands. */
  readonly past: readonly MaskRuns[];
  /** What was undone, the latest undone last. */
  readonly future: readonly MaskRuns[];
}

const MOST_STEPS = 100;

export function startHistory(mask: Mask): MaskHistory {
  return { past: [runsOfMask(mask)], future: [] };
}

/** After a change that is a step of its own; one that changed nothing is none. */
export function recordStep({ past, future }: MaskHistory, mask: Mask): MaskHistory {
  const runs = runsOfMask(mask);
  const present = past.at(-1);
  if (present !== undefined && sameRuns(present, runs)) return { past, future };
  return { past: [...past, runs].slice(-MOST_STEPS), future: [] };
}

export const canUndo = ({ past }: MaskHistory): boolean => past.length > 1;
export const canRedo = ({ future }: MaskHistory): boolean => future.length > 0;

/** Takes the last step back in the mask; without one nothing happens. */
export function undoStep(history: MaskHistory, mask: Mask): MaskHistory {
  const present = history.past.at(-1);
  const before = history.past.at(-2);
  if (present === undefined || before === undefined) return history;
  restoreRuns(mask, before);
  return { past: history.past.slice(0, -1), future: [...history.future, present] };
}

/** Makes the step that was undone last again; without one nothing happens. */
export function redoStep(history: MaskHistory, mask: Mask): MaskHistory {
  const next = history.future.at(-1);
  if (next === undefined) return history;
  restoreRuns(mask, next);
  return { past: [...history.past, next], future: history.future.slice(0, -1) };
}

function sameRuns(left: MaskRuns, right: MaskRuns): boolean {
  return left.length === right.length && left.every((length, index) => length === right[index]);
}
