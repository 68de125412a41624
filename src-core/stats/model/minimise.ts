import { at, sum } from '../numbers.ts';
import { finish, mapSteps, type Steps } from '../steps.ts';

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  /** Largest component of the gradient there. */
  readonly gradient: number;
  readonly iterations: number;
}

/** Step of central differences: their error of h^2 and the rounding of 1 / h balance near here for values of 10 to 1000. */
const STEP = 1e-4;

/** A function of a few parameters, with its gradient; infinite where it does not exist. */
export type Objective = (parameters: readonly number[]) => {
  readonly value: number;
  /** Asked for where the value is finite, before the function is asked for elsewhere. */
  readonly slope: () => number[];
};

/**
 * The minimum of a smooth function of a few parameters: BFGS with backtracking (Nocedal and Wright, Numerical Optimization,
 * 2nd edition, algorithm 6.1), here with gradients by central differences. Where the function is infinite, steps shorten.
 * @param start where the function is finite
 */
export function minimise(
  of: (parameters: readonly number[]) => number,
  start: readonly number[],
  options: MinimiseOptions = {},
): Minimum {
  return finish(minimiseSteps(byDifferences(of), start, options));
}

/** A function whose gradient is found by central differences. */
export function byDifferences(of: (parameters: readonly number[]) => number): Objective {
  return (parameters) => ({ value: of(parameters), slope: () => gradient(of, parameters) });
}

interface MinimiseOptions {
  /** Of the gradient's largest component. */
  readonly tolerance?: number;
  readonly mostIterations?: number;
  /** The inverse of the second derivatives at the start, as far as it is known. */
  readonly inverse?: readonly (readonly number[])[];
}

/** `minimise`, a step for each iteration. */
export function* minimiseSteps(
  of: Objective,
  start: readonly number[],
  { tolerance = 1e-6, mostIterations = 200, inverse: known }: MinimiseOptions = {},
): Steps<Minimum> {
  let here = [...start];
  const beginning = of(here);
  let { value } = beginning;
  let slope = beginning.slope();
  let inverse = known?.map((row) => [...row]) ?? identity(here.length);
  let iteration = 0;
  const first = largest(slope);
  for (; iteration < mostIterations && largest(slope) > tolerance; iteration += 1) {
    let direction = inverse.map((row) => -dot(row, slope));
    if (dot(direction, slope) >= 0) {
      inverse = identity(here.length);
      direction = slope.map((part) => -part);
    }
    const step = backtrack(of, here, value, slope, direction);
    if (step === null) {
      if (isIdentity(inverse)) break;
      inverse = identity(here.length);
      continue;
    }
    const nextSlope = step.slope();
    const moved = step.at.map((part, k) => part - at(here, k));
    const turned = nextSlope.map((part, k) => part - at(slope, k));
    const curvature = dot(moved, turned);
    if (curvature > 1e-14) {
      // Before the first update the identity takes the scale that the step has shown (their equation 6.20).
      if (isIdentity(inverse)) inverse = scaledIdentity(here.length, curvature / dot(turned, turned));
      inverse = updated(inverse, moved, turned, curvature);
    }
    [here, value, slope] = [step.at, step.value, nextSlope];
    // The gradient falls about as a power of the iterations.
    yield clamp(Math.log(first / largest(slope)) / Math.log(first / tolerance));
  }
  return { at: here, value, gradient: largest(slope), iterations: iteration };
}

/** The gradient by central differences. */
export function gradient(of: (parameters: readonly number[]) => number, here: readonly number[]): number[] {
  return here.map((_, k) => (of(shifted(here, k, STEP)) - of(shifted(here, k, -STEP))) / (2 * STEP));
}

/** The matrix of second derivatives by central differences of gradients, a step for each parameter. */
export function* informationSteps(
  slope: (parameters: readonly number[]) => readonly number[],
  here: readonly number[],
): Steps<number[][]> {
  const rows = yield* mapSteps(here, (_, k) => {
    const above = slope(shifted(here, k, STEP));
    const below = slope(shifted(here, k, -STEP));
    return above.map((part, j) => (part - at(below, j)) / (2 * STEP));
  });
  return rows.map((row, i) => row.map((part, j) => (part + at(at(rows, j), i)) / 2));
}

/** The matrix of second derivatives by central differences. */
export function hessian(
  of: (parameters: readonly number[]) => number,
  here: readonly number[],
  step = 1e-3,
): number[][] {
  const size = here.length;
  const centre = of(here);
  const matrix = identity(size);
  for (let i = 0; i < size; i += 1) {
    for (let j = i; j < size; j += 1) {
      const value =
        i === j
          ? secondDerivative(of, here, i, centre, step)
          : (of(shifted(shifted(here, i, step), j, step)) -
              of(shifted(shifted(here, i, step), j, -step)) -
              of(shifted(shifted(here, i, -step), j, step)) +
              of(shifted(shifted(here, i, -step), j, -step))) /
            (4 * step * step);
      at(matrix, i)[j] = value;
      at(matrix, j)[i] = value;
    }
  }
  return matrix;
}

/** Of fourth order, so that a step that keeps its digits still has no visible error. */
function secondDerivative(
  of: (parameters: readonly number[]) => number,
  here: readonly number[],
  i: number,
  centre: number,
  step: number,
): number {
  const near = of(shifted(here, i, step)) + of(shifted(here, i, -step));
  const far = of(shifted(here, i, 2 * step)) + of(shifted(here, i, -2 * step));
  return (-far + 16 * near - 30 * centre) / (12 * step * step);
}

function backtrack(
  of: Objective,
  here: readonly number[],
  value: number,
  slope: readonly number[],
  direction: readonly number[],
): ({ at: number[] } & ReturnType<Objective>) | null {
  const descent = dot(direction, slope);
  // A first step far beyond the scale of the parameters finds nothing but infinities.
  const longest = Math.max(1, largest(direction) / 2);
  for (let size = 1 / longest; size > 1e-12; size /= 2) {
    const there = here.map((part, k) => part + size * at(direction, k));
    const found = of(there);
    if (found.value <= value + 1e-4 * size * descent) return { at: there, ...found };
  }
  return null;
}

function updated(
  inverse: readonly (readonly number[])[],
  moved: readonly number[],
  turned: readonly number[],
  curvature: number,
): number[][] {
  const product = inverse.map((row) => dot(row, turned));
  const factor = 1 + dot(turned, product) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (part, j) =>
        part +
        (factor * at(moved, i) * at(moved, j) -
          at(product, i) * at(moved, j) -
          at(moved, i) * at(product, j)) /
          curvature,
    ),
  );
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => Number(i === j)));
}

function scaledIdentity(size: number, scale: number): number[][] {
  return identity(size).map((row) => row.map((part) => part * scale));
}

function isIdentity(matrix: readonly (readonly number[])[]): boolean {
  return matrix.every((row, i) => row.every((part, j) => part === Number(i === j)));
}

function shifted(here: readonly number[], k: number, step: number): number[] {
  return here.map((part, index) => (index === k ? part + step : part));
}

function dot(first: readonly number[], second: readonly number[]): number {
  return sum(first.map((part, k) => part * at(second, k)));
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** The largest size of a component. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
