import { applyTaps, normalisedTaps, type Taps } from './taps.ts';

export interface GreyPlane {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint16Array | Float64Array;
}

/**
 * Cuts the largest centred square, or a smaller one; of an odd difference the extra row or column goes at the lower
 * right.
 */
export function cropToSquare(
  { width, height, pixels }: GreyPlane,
  side: number = Math.min(width, height),
): GreyPlane {
  if (width === side && height === side) return { width, height, pixels };
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  const out = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    const start = (top + row) * width + left;
    out.set(pixels.subarray(start, start + side), row * side);
  }
  return { width: side, height: side, pixels: out };
}

/**
 * Resamples to `targetWidth` x `targetHeight` (at most the source's) so that neither sharpness nor noise tells how large
 * the source was. Linear, keeps constants, and uses + - * / only: the same bits on every machine.
 *
 * What a source's pixel holds is the mean over its own area. So every film becomes what a film of the target's size is
 * after [1/8, 3/4, 1/8]: each output pixel weighs three squares of its own size. A source of twice, three times, ... the
 * size holds the same means and gives the same picture, its noise included. Of other sources the pixels straddle the
 * squares' edges, which blurs by itself; the outer squares then weigh less (`outerWeight`).
 * @throws RangeError for a target larger than the source.
 */
export function resampleDown(source: GreyPlane, targetWidth: number, targetHeight: number): Float64Array {
  return applyTaps(source, tapsOf(source.width, targetWidth), tapsOf(source.height, targetHeight));
}

function tapsOf(sourcePx: number, targetPx: number): Taps[] {
  if (targetPx < 1 || targetPx > sourcePx) {
    throw new RangeError(`Films are never enlarged: ${sourcePx} to ${targetPx} pixels`);
  }
  const step = sourcePx / targetPx;
  const outer = outerWeight(sourcePx, targetPx);
  return Array.from({ length: targetPx }, (_, index) => {
    const centre = (index + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - 1.5 * step));
    const last = Math.min(sourcePx - 1, Math.ceil(centre + 1.5 * step) - 1);
    return normalisedTaps(first, last, (pixel) => {
      const inner = overlap(pixel, centre - step / 2, centre + step / 2);
      const beside =
        overlap(pixel, centre - 1.5 * step, centre - step / 2) +
        overlap(pixel, centre + step / 2, centre + 1.5 * step);
      return (1 - 2 * outer) * inner + outer * beside;
    });
  });
}

/** How much of a source pixel lies between two places. */
function overlap(pixel: number, from: number, to: number): number {
  return Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));
}

/**
 * Weight of each outer square, such that the blur of a side of `sourcePx` to `targetPx` has a variance of 1/3 of an output
 * pixel squared on average: that of [1/8, 3/4, 1/8] with the pixel's own area (1/4 + 1/12). 1/8 where the sides divide.
 */
export function outerWeight(sourcePx: number, targetPx: number): number {
  if (sourcePx % targetPx === 0) return 1 / 8;
  const step = sourcePx / targetPx;
  let [inner, beside] = [0, 0];
  for (let index = 0; index < targetPx; index += 1) {
    const centre = (index + 0.5) * step;
    inner += spread(centre, centre - step / 2, centre + step / 2) / targetPx;
    beside += spread(centre, centre + step / 2, centre + 1.5 * step) / targetPx;
  }
  return (1 / 3 - inner) / (2 * (beside - inner));
}

/** Second moment about `centre`, in output pixels squared, of the source pixels that a square covers, weighed by how much. */
function spread(centre: number, from: number, to: number): number {
  const step = to - from;
  let moment = 0;
  for (let pixel = Math.floor(from); pixel < to; pixel += 1) {
    moment += overlap(pixel, from, to) * ((pixel + 0.5 - centre) * (pixel + 0.5 - centre) + 1 / 12);
  }
  return moment / (step * step * step);
}
