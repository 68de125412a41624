import type { GreyPlane } from './resample.ts';

/** The weights of the source pixels that make one output pixel; they sum to 1. */
export interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Taps for the pixels `first` to `last`. Beyond the edge nothing is known: what is there is weighted up. */
export function normalisedTaps(first: number, last: number, weightOf: (pixel: number) => number): Taps {
  const weights = Float64Array.from({ length: last - first + 1 }, (_, tap) => weightOf(first + tap));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return { first, weights: weights.map((weight) => weight / sum) };
}

/** Resamples along rows with `columns`, then along columns with `rows`; one entry for each output pixel. */
export function applyTaps(
  { width, height, pixels }: GreyPlane,
  columns: readonly Taps[],
  rows: readonly Taps[],
): Float64Array {
  const outWidth = columns.length;
  const narrow = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    columns.forEach(({ first, weights }, x) => {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] ?? 0) * (pixels[y * width + first + tap] ?? 0);
      }
      narrow[y * outWidth + x] = sum;
    });
  }
  const out = new Float64Array(outWidth * rows.length);
  rows.forEach(({ first, weights }, y) => {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] ?? 0) * (narrow[(first + tap) * outWidth + x] ?? 0);
      }
      out[y * outWidth + x] = sum;
    }
  });
  return out;
}
