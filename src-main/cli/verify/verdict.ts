import type { Recipe } from '../../../src-core/diffusion/recipe.ts';
import type { GreyComparison } from '../../../src-core/imaging/compare.ts';

export type Verdict = 'identical' | 'within tolerance' | 'different';

/**
 * How far an image may be from what its recipe gives here, in grey levels of 255, where another machine, provider or
 * version rounds otherwise. Measured: one thread and two give the same picture; the CPU and WebGPU (on software
 * Vulkan) differ by at most 1 level, 0.012 in the mean; torch and onnxruntime in float32 by at most 1 and 0.001, in
 * float16 by at most 3 and 0.28, which is what half precision is worth. The limits leave room for longer runs, and
 * 8 levels of 255 are what nobody sees: a drawn or erased finding is far beyond.
 */
export const TOLERANCE = { largestDifference: 8, meanDifference: 0.5 } as const;

export function verdictOf({ largestDifference, meanDifference }: GreyComparison): Verdict {
  if (largestDifference === 0) return 'identical';
  const within =
    largestDifference <= TOLERANCE.largestDifference && meanDifference <= TOLERANCE.meanDifference;
  return within ? 'within tolerance' : 'different';
}

/** Something of a recipe that decides how numbers are rounded and is another here. */
export interface EnvironmentDifference {
  readonly what: string;
  readonly recorded: string;
  readonly here: string;
}

/** What differs between the environment that made an image and the one that made it again. */
export function environmentDifferences(recorded: Recipe, again: Recipe): EnvironmentDifference[] {
  const aspects: readonly (readonly [string, (recipe: Recipe) => string])[] = [
    ['provider', ({ provider }) => provider],
    ['threads', ({ threads }) => String(threads)],
    ['precision', ({ precision }) => precision],
    ['processor', processorOf],
    ['onnxruntime', ({ onnxruntimeVersion }) => onnxruntimeVersion],
    ['product', ({ productVersion }) => productVersion],
    ['model name', ({ model }) => model.name],
    ['model files', ({ model }) => Object.keys(model.components).sort().join(', ')],
  ];
  return aspects
    .map(([what, aspect]) => ({ what, recorded: aspect(recorded), here: aspect(again) }))
    .filter(({ recorded: then, here }) => then !== here);
}

function processorOf({ processor }: Recipe): string {
  if (processor === null) return 'unknown';
  return [processor.architecture, ...processor.features].join(' ');
}
