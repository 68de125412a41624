import type { GreyPlane } from './resample.ts';
import { applyTaps, normalisedTaps, type Taps } from './taps.ts';

/**
 * Resamples to any size, as Pillow's BILINEAR and torchvision's antialiased one: a triangle of one output pixel
 * where it shrinks, linear interpolation where it enlarges, the very values where the size stays. Uses + - * / only:
 * the same bits on every machine.
 * @param targetWidth, targetHeight at least 1
 * @returns `targetWidth * targetHeight` values in the source's unit, row by row
 */
export function resampleBilinear(source: GreyPlane, targetWidth: number, targetHeight: number): Float64Array {
  return applyTaps(
    source,
    triangleTaps(source.width, targetWidth),
    triangleTaps(source.height, targetHeight),
  );
}

function triangleTaps(sourcePx: number, targetPx: number): Taps[] {
  const step = sourcePx / targetPx;
  const halfWidth = Math.max(1, step);
  return Array.from({ length: targetPx }, (_, index) => {
    const centre = (index + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - halfWidth + 0.5));
    const last = Math.min(sourcePx, Math.floor(centre + halfWidth + 0.5)) - 1;
    return normalisedTaps(first, last, (pixel) =>
      Math.max(0, 1 - Math.abs(pixel + 0.5 - centre) / halfWidth),
    );
  });
}
