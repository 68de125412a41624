import { applyTaps, normalisedTaps, type Taps } from './taps.ts';

export interface GreyPlane {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint16Array | Float64Array;
}

/**
 * Cuts the largest centred square; of an odd difference the extra row or column goes at the lower right.
 */
export function cropToSquare({ width, height, pixels }: GreyPlane): GreyPlane {
  const side = Math.min(width, height);
  if (width === height) return { width, height, pixels };
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
 * Half-width, in output pixels, of the tent filter that resamples a side of `sourcePx` to `targetPx`.
 *
 * Sharpness must not tell where a film comes from, so every film is blurred to one total variance, 1/3 of an
 * output pixel squared: the source pixel's own aperture and its box as laid out here (1/12 of a source pixel
 * squared each) and the tent (h^2 / 6) add up to it. With equal sides h = 1, which is the filter [1/8, 3/4, 1/8]
 * and no identity; with a much finer source h tends to sqrt(2).
 */
export function tentHalfWidthPx(sourcePx: number, targetPx: number): number {
  const ratio = targetPx / sourcePx;
  return Math.sqrt(2 - ratio * ratio);
}

/**
 * Resamples to `targetWidth` x `targetHeight` (at most the source's) with the tent of `tentHalfWidthPx`, integrated
 * exactly over the source pixels. Linear, keeps constants, and uses + - * / and square roots only: the same bits on
 * every machine.
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
  const halfWidth = tentHalfWidthPx(sourcePx, targetPx) * step;
  return Array.from({ length: targetPx }, (_, index) => {
    const centre = (index + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - halfWidth));
    const last = Math.min(sourcePx - 1, Math.ceil(centre + halfWidth) - 1);
    return normalisedTaps(
      first,
      last,
      (pixel) => tentIntegral((pixel + 1 - centre) / halfWidth) - tentIntegral((pixel - centre) / halfWidth),
    );
  });
}

/** Integral of the unit tent from -1 to `t`. */
function tentIntegral(t: number): number {
  if (t <= -1) return 0;
  if (t >= 1) return 1;
  return t <= 0 ? ((1 + t) * (1 + t)) / 2 : 1 - ((1 - t) * (1 - t)) / 2;
}
