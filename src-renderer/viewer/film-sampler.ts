import type { FilmPixels } from './film-pixels.ts';
import type { Turning } from './orientation.ts';
import { MAX_FOOTPRINT_PX } from './shaders.ts';
import type { Shading } from './shading.ts';
import type { Point, Size } from './view-geometry.ts';

/** A film as the painters hold it. */
export interface HeldFilm {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: FilmPixels;
  /** A pixel's height in its width: 1 where pixels are square. */
  readonly aspect: number;
}

/** A magnified disc around a point, in device pixels. */
export interface Loupe {
  readonly middle: Point;
  readonly radius: number;
  /** Device pixels per film pixel within. */
  readonly scale: number;
}

/** Everything that decides a painted frame. */
export interface PaintedView {
  /** The film point in the middle, in film pixel widths. */
  readonly centre: Point;
  /** Device pixels per film pixel. */
  readonly scale: number;
  readonly turning: Turning;
  readonly loupe: Loupe | null;
  readonly shading: Shading;
}

/** Whether one view of a film has the other's samples: nothing but the window apart. */
export function isSamePlace(one: PaintedView, other: PaintedView): boolean {
  return (
    one.scale === other.scale &&
    one.centre.x === other.centre.x &&
    one.centre.y === other.centre.y &&
    one.turning.xx === other.turning.xx &&
    one.turning.xy === other.turning.xy &&
    one.turning.yx === other.turning.yx &&
    one.turning.yy === other.turning.yy &&
    one.shading.paddingLow === other.shading.paddingLow &&
    one.shading.paddingHigh === other.shading.paddingHigh &&
    isSameLoupe(one.loupe, other.loupe)
  );
}

function isSameLoupe(one: Loupe | null, other: Loupe | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.middle.x === other.middle.x &&
    one.middle.y === other.middle.y &&
    one.radius === other.radius &&
    one.scale === other.scale
  );
}

/** Stand in a frame of samples for what shows no film: no sample is infinite. */
export const OUTSIDE = Number.NEGATIVE_INFINITY;
export const RIM = Number.POSITIVE_INFINITY;
/** Width of the loupe's rim in device pixels. */
const RIM_PX = 2;

const { fround, floor, min, max } = Math;

type Padding = Pick<Shading, 'paddingLow' | 'paddingHigh'>;

/**
 * Pixel values under every device pixel, row by row, as the fragment shader samples them: the same formulas in 32-bit
 * steps. `OUTSIDE` and `RIM` stand where no film is seen: black, and the loupe's rim.
 */
export function sampleFrame(film: HeldFilm, view: PaintedView, viewport: Size): Float32Array {
  const samples = new Float32Array(viewport.width * viewport.height);
  const from = { x: fround(0.5 * viewport.width), y: fround(0.5 * viewport.height) };
  const inverse = fround(1 / view.scale);
  const { loupe } = view;
  const loupeInverse = loupe === null ? 0 : fround(1 / loupe.scale);
  let index = 0;
  for (let row = 0; row < viewport.height; row += 1) {
    for (let column = 0; column < viewport.width; column += 1) {
      const pixel = { x: column + 0.5, y: row + 0.5 };
      const toLoupe =
        loupe === null ? Infinity : Math.hypot(pixel.x - loupe.middle.x, pixel.y - loupe.middle.y);
      if (loupe !== null && toLoupe < loupe.radius) {
        const around = {
          x: fround((loupe.middle.x - from.x) * inverse + (pixel.x - loupe.middle.x) * loupeInverse),
          y: fround((loupe.middle.y - from.y) * inverse + (pixel.y - loupe.middle.y) * loupeInverse),
        };
        samples[index] =
          toLoupe > loupe.radius - RIM_PX ? RIM : sampleAt(film, view, around, loupe.scale, loupeInverse);
      } else {
        const travel = { x: fround((pixel.x - from.x) * inverse), y: fround((pixel.y - from.y) * inverse) };
        samples[index] = sampleAt(film, view, travel, view.scale, inverse);
      }
      index += 1;
    }
  }
  return samples;
}

function sampleAt(film: HeldFilm, view: PaintedView, travel: Point, scale: number, inverse: number): number {
  const { xx, xy, yx, yy } = view.turning;
  const inverseAspect = fround(1 / film.aspect);
  const x = fround(fround(view.centre.x) + fround(xx * travel.x + xy * travel.y));
  const y = fround(fround(fround(view.centre.y) + fround(yx * travel.x + yy * travel.y)) * inverseAspect);
  if (x < 0 || y < 0 || x >= film.widthPx || y >= film.heightPx) return OUTSIDE;
  const own = texel(film, floor(x), floor(y));
  if (isPadding(own, view.shading)) return OUTSIDE;
  if (scale >= 1 && scale * film.aspect >= 1) return magnified(film, view.shading, x, y, own);
  return reduced(
    film,
    view.shading,
    { x, y },
    { x: 0.5 * max(1, inverse), y: 0.5 * max(1, fround(inverse * inverseAspect)) },
  );
}

function texel({ pixels, widthPx, heightPx }: HeldFilm, x: number, y: number): number {
  const column = min(max(x, 0), widthPx - 1);
  const row = min(max(y, 0), heightPx - 1);
  return pixels[row * widthPx + column] ?? 0;
}

function isPadding(value: number, { paddingLow, paddingHigh }: Padding): boolean {
  return value >= paddingLow && value <= paddingHigh;
}

/** The four weights of Catmull and Rom (1974) at `t` between the second and the third value. */
function catmullRom(t: number): readonly [number, number, number, number] {
  return [
    fround(fround(fround(fround(-0.5 * t + 1) * t) - 0.5) * t),
    fround(fround(fround(fround(1.5 * t - 2.5) * t) * t) + 1),
    fround(fround(fround(fround(-1.5 * t + 2) * t) + 0.5) * t),
    fround(fround(fround(0.5 * t - 0.5) * t) * t),
  ];
}

function magnified(film: HeldFilm, padding: Padding, x: number, y: number, own: number): number {
  const baseX = floor(fround(x - 0.5));
  const baseY = floor(fround(y - 0.5));
  const wx = catmullRom(fround(fround(x - 0.5) - baseX));
  const wy = catmullRom(fround(fround(y - 0.5) - baseY));
  let sum = 0;
  for (let j = 0; j < 4; j += 1) {
    let row = 0;
    for (let i = 0; i < 4; i += 1) {
      const value = texel(film, baseX - 1 + i, baseY - 1 + j);
      row = fround(row + fround((wx[i] ?? 0) * (isPadding(value, padding) ? own : value)));
    }
    sum = fround(sum + fround((wy[j] ?? 0) * row));
  }
  return sum;
}

function reduced(film: HeldFilm, padding: Padding, at: Point, halfSide: Point): number {
  const low = { x: max(fround(at.x - halfSide.x), 0), y: max(fround(at.y - halfSide.y), 0) };
  const high = {
    x: min(fround(at.x + halfSide.x), film.widthPx),
    y: min(fround(at.y + halfSide.y), film.heightPx),
  };
  const firstX = floor(low.x);
  const firstY = floor(low.y);
  let sum = 0;
  let area = 0;
  for (let j = 0; j <= MAX_FOOTPRINT_PX; j += 1) {
    const y = firstY + j;
    if (y >= high.y) break;
    const wy = fround(min(y + 1, high.y) - max(y, low.y));
    for (let i = 0; i <= MAX_FOOTPRINT_PX; i += 1) {
      const x = firstX + i;
      if (x >= high.x) break;
      const value = texel(film, x, y);
      if (isPadding(value, padding)) continue;
      const weight = fround(wy * fround(min(x + 1, high.x) - max(x, low.x)));
      sum = fround(sum + fround(weight * value));
      area = fround(area + weight);
    }
  }
  return fround(sum / area);
}
