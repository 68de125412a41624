import { at, sum } from '../numbers.ts';
import { finish, type Steps } from '../steps.ts';

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  /** Largest component of the gradient there. */
  readonly gradient: number;
  readonly iterations: number;
}

/** Step of central differences: their error of h^2 and the rounding of 1 / h balance near here for values of 10 to 1000. */
const STEP = 1e-4;

/**
 * The minimum of a smooth function of a few parameters: BFGS with gradients by central differences and backtracking
 * (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 6.1). Where the function is infinite, steps shorten.
 * @param start where the function is finite
 */
export function minimise(
  of: (parameters: readonly number[]) => number,
  start: readonly number[],
  options: MinimiseOptions = {},
): Minimum {
  return finish(minimiseSteps(of, start, options));
}

interface MinimiseOptions {
  /** Of the gradient's largest component. */
  readonly tolerance?: number;
  readonly mostIterations?: number;
}

/** `minimise`, a step for each iteration. */
export function* minimiseSteps(
  of: (parameters: readonly number[]) => number,
  start: readonly number[],
  { tolerance = 1e-6, mostIterations = 200 }: MinimiseOptions = {},
): Steps<Minimum> {
  let here = [...start];
  let value = of(here);
  let slope = gradient(of, here);
  let inverse = identity(here.length);
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
    const nextSlope = gradient(of, step.at);
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
  of: (parameters: readonly number[]) => number,
  here: readonly number[],
  value: number,
  slope: readonly number[],
  direction: readonly number[],
): { at: number[]; value: number } | null {
  const descent = dot(direction, slope);
  // A first step far beyond the scale of the parameters finds nothing but infinities.
  const longest = Math.max(1, largest(direction) / 2);
  for (let size = 1 / longest; size > 1e-12; size /= 2) {
    const there = here.map((part, k) => part + size * at(direction, k));
    const found = of(there);
    if (found <= value + 1e-4 * size * descent) return { at: there, value: found };
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

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}
