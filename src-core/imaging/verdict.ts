import type { GreyComparison } from './compare.ts';

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
