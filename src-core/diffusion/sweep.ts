import type { SchedulerName } from '../base/generation-names.ts';

/** What a sweep varies, from the outermost to the innermost: a prompt's images follow each other. */
export const SWEEP_AXES = ['prompt', 'scheduler', 'steps', 'guidance', 'seed'] as const;
export type SweepAxis = (typeof SWEEP_AXES)[number];

/** The values of each axis, at least one each, in the order in which the grid shows them. */
export interface SweepAxes {
  readonly prompt: readonly string[];
  readonly scheduler: readonly SchedulerName[];
  readonly steps: readonly number[];
  readonly guidance: readonly number[];
  readonly seed: readonly number[];
}

/** One value of each axis. */
export interface SweepCell {
  readonly prompt: string;
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
}

/** A place on each axis, from 0. */
export type SweepPlace = Readonly<Record<SweepAxis, number>>;

/** The number of cells: every value of each axis with every value of the others. */
export function sweepSize(axes: SweepAxes): number {
  return SWEEP_AXES.reduce((product, axis) => product * axes[axis].length, 1);
}

/** The cell's number, 0 to the sweep's size - 1: the digits of a number whose last digit is the seed. */
export function sweepIndex(axes: SweepAxes, place: SweepPlace): number {
  return SWEEP_AXES.reduce((index, axis) => index * axes[axis].length + place[axis], 0);
}

/**
 * The values at a cell's number.
 * @throws RangeError for a number that the sweep does not have
 */
export function sweepCell(axes: SweepAxes, index: number): SweepCell {
  const place = sweepPlace(axes, index);
  const at = <T>(values: readonly T[], position: number): T => {
    const value = values[position];
    if (value === undefined) throw new RangeError(`The sweep has no cell ${index}.`);
    return value;
  };
  return {
    prompt: at(axes.prompt, place.prompt),
    scheduler: at(axes.scheduler, place.scheduler),
    steps: at(axes.steps, place.steps),
    guidance: at(axes.guidance, place.guidance),
    seed: at(axes.seed, place.seed),
  };
}

/** The place of a cell's number; the inverse of `sweepIndex`. */
export function sweepPlace(axes: SweepAxes, index: number): SweepPlace {
  let rest = index;
  const digit = (axis: SweepAxis): number => {
    const value = rest % axes[axis].length;
    rest = Math.floor(rest / axes[axis].length);
    return value;
  };
  const seed = digit('seed');
  const guidance = digit('guidance');
  const steps = digit('steps');
  const scheduler = digit('scheduler');
  return { prompt: rest, scheduler, steps, guidance, seed };
}

/**
 * Steps that an image of `steps` inference steps is counted as where time is estimated: the decoding takes about as
 * long as one of them, and so does each encoding of an edit's film (within a mask, of the film and of what is kept).
 * An edit makes the last steps alone, in the share that its strength says.
 */
export function stepsToCount(
  steps: number,
  edit: { readonly strength: number; readonly maskId: string | null } | null = null,
): number {
  if (edit === null) return steps + 1;
  return Math.floor(steps * edit.strength) + (edit.maskId === null ? 2 : 3);
}

/** Steps of all cells, for an estimate of time. */
export function sweepSteps(axes: SweepAxes): number {
  const others = sweepSize(axes) / axes.steps.length;
  return others * axes.steps.reduce((sum, steps) => sum + stepsToCount(steps), 0);
}
