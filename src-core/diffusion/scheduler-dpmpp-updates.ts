import type { NoiseLevel } from './scheduler-sigmas.ts';
import { float32Math, type TensorMath } from './tensor-math.ts';

const { exp, fround, sqrt } = Math;

export interface DpmppRule {
  readonly stochastic: boolean;
  /** solver_type heun instead of midpoint, for the second-order rule. */
  readonly heun: boolean;
  /** In the type of model outputs; samples are moved in float32 and rounded at the end. */
  readonly math: TensorMath;
}

/**
 * One step of DPM-Solver++ to the next level, of the order that the number of predicted originals says.
 * @param originals predicted original samples, newest first: one to three
 * @param levels the levels they were predicted at
 * @param noise for the stochastic rule; null otherwise
 */
export function dpmppUpdate(
  rule: DpmppRule,
  sample: Float32Array,
  originals: readonly Float32Array[],
  levels: readonly NoiseLevel[],
  next: NoiseLevel,
  noise: Float32Array | null,
): Float32Array {
  const { math } = rule;
  const current = levels[0] ?? next;
  const logStep = fround(next.lambda - current.lambda);
  const weights = rule.stochastic
    ? stochasticWeights(rule, originals.length, current, next, logStep)
    : deterministicWeights(rule, originals.length, current, next, logStep);
  let moved = float32Math.scaled(sample, weights.sample);
  for (const [order, slope] of slopesOf(originals, levels, logStep, math).entries()) {
    moved = float32Math.sum(moved, math.times(weights.slopes[order] ?? 0, slope));
  }
  if (noise !== null) moved = float32Math.sum(moved, float32Math.scaled(noise, weights.noise));
  return math.settle(moved);
}

/** D0, D1 and D2: the newest predicted original, and its first and second differences over lambda. */
function slopesOf(
  originals: readonly Float32Array[],
  levels: readonly NoiseLevel[],
  logStep: number,
  { times, sum, difference }: TensorMath,
): readonly Float32Array[] {
  const [newest, second, third] = originals;
  const [current, previous, beforePrevious] = levels;
  if (newest === undefined) return [];
  if (second === undefined || current === undefined || previous === undefined) return [newest];
  const ratio = fround(fround(current.lambda - previous.lambda) / logStep);
  const first = times(fround(1 / ratio), difference(newest, second));
  if (third === undefined || beforePrevious === undefined) return [newest, first];
  const olderRatio = fround(fround(previous.lambda - beforePrevious.lambda) / logStep);
  const older = times(fround(1 / olderRatio), difference(second, third));
  const both = fround(ratio + olderRatio);
  const change = difference(first, older);
  return [newest, sum(first, times(fround(ratio / both), change)), times(fround(1 / both), change)];
}

/** What the sample, D0 to D2 and the noise are multiplied by; float32. */
interface Weights {
  readonly sample: number;
  readonly slopes: readonly number[];
  readonly noise: number;
}

function deterministicWeights(
  { heun }: DpmppRule,
  order: number,
  current: NoiseLevel,
  next: NoiseLevel,
  logStep: number,
): Weights {
  const decay = fround(fround(exp(-logStep)) - 1);
  const first = fround(next.alpha * decay);
  const linear = fround(next.alpha * fround(fround(decay / logStep) + 1));
  const curved = fround(fround(fround(decay + logStep) / fround(logStep * logStep)) - 0.5);
  const second = order === 2 && !heun ? -fround(0.5 * first) : linear;
  return {
    sample: fround(next.sigma / current.sigma),
    slopes: [-first, second, -fround(next.alpha * curved)],
    noise: 0,
  };
}

function stochasticWeights(
  { heun }: DpmppRule,
  order: number,
  current: NoiseLevel,
  next: NoiseLevel,
  logStep: number,
): Weights {
  const twice = fround(2 * logStep);
  const growth = fround(1 - fround(exp(-twice)));
  const first = fround(next.alpha * growth);
  const linear = fround(next.alpha * fround(fround(growth / -twice) + 1));
  const curved = fround(fround(fround(growth - twice) / fround(twice * twice)) - 0.5);
  return {
    sample: fround(fround(next.sigma / current.sigma) * fround(exp(-logStep))),
    slopes: [first, order === 2 && !heun ? fround(0.5 * first) : linear, fround(next.alpha * curved)],
    noise: fround(next.sigma * fround(sqrt(growth))),
  };
}
