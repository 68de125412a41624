import { byteOfRamp, SHAPES, type Shading } from './shading.ts';

/** Stretches of a ramp's way from 0 to 1; a power of two, so that their ends are exact. */
const STRETCHES = 4096;
/** Stands for a stretch that holds the edge between two greys. */
export const BETWEEN_GREYS = -1;

/** The greys of ramps, stretch by stretch: number `(ramp - low) * perUnit`, and the outermost ones on either side. */
export interface GreyLookup {
  readonly low: number;
  readonly perUnit: number;
  /** A byte, or `BETWEEN_GREYS` where only `byteOfRamp` tells. */
  readonly greys: Int16Array;
}

/**
 * Greys looked up instead of computed, and the same greys: every shape but the table rises or falls all the way, so
 * that a stretch with one grey at both ends has no other within.
 */
export function greyLookup(shading: Shading): GreyLookup {
  if (shading.shape === SHAPES.table) {
    const entries = shading.lut?.values.length ?? 1;
    return {
      low: 0,
      perUnit: 1,
      greys: Int16Array.from({ length: entries }, (_, place) => byteOfRamp(place, shading)),
    };
  }
  // A sigmoid is within a tenth of a grey of black and white there.
  const [low, high] = shading.shape === SHAPES.sigmoid ? [-2, 3] : [0, 1];
  const greys = new Int16Array((high - low) * STRETCHES);
  let from = byteOfRamp(low, shading);
  for (let place = 0; place < greys.length; place += 1) {
    const to = byteOfRamp(low + (place + 1) / STRETCHES, shading);
    greys[place] = from === to ? from : BETWEEN_GREYS;
    from = to;
  }
  return { low, perUnit: STRETCHES, greys };
}
