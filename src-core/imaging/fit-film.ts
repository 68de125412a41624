import { resampleBilinear } from './bilinear.ts';
import { renderDisplay, WHITE } from './film-display.ts';
import type { FilmPicture } from './radiograph.ts';
import type { GreyPlane } from './resample.ts';

/** Where a film lies on a canvas of another shape. */
interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A film as a model takes it: its display grey as it opens (8-bit grey times 257), resampled as `resampleBilinear` so that all of it fits, in the middle, with black where nothing of it lies. Nothing
 * is cut off and nothing is stretched; RoentGen-v2's training films were brought to their square in the same way.
 * @returns `width * height` grey values, 0 (black) to 65535, row by row
 */
export function fitFilm(film: FilmPicture, width: number, height: number): Uint16Array {
  return layOnCanvas(displayGrey(film), width, height, (value) => Math.round(value));
}

/**
 * A mask in the place of its film on the same canvas: 255 where it is white (half and above), which is drawn anew,
 * 0 elsewhere and beyond the film.
 * @returns `width * height` bytes, row by row
 */
export function fitMask(mask: FilmPicture, width: number, height: number): Uint8Array {
  return Uint8Array.from(
    layOnCanvas(displayGrey(mask), width, height, (value) => (2 * value >= WHITE ? 255 : 0)),
  );
}

function layOnCanvas(
  plane: GreyPlane,
  width: number,
  height: number,
  toValue: (grey: number) => number,
): Uint16Array {
  const place = placement(plane, width, height);
  const resampled = resampleBilinear(plane, place.width, place.height);
  const canvas = new Uint16Array(width * height);
  for (let y = 0; y < place.height; y++) {
    for (let x = 0; x < place.width; x++) {
      const value = resampled[y * place.width + x] ?? 0;
      canvas[(place.top + y) * width + place.left + x] = toValue(value);
    }
  }
  return canvas;
}

/** Of an odd difference the extra row or column is below or at the right. */
function placement(film: GreyPlane, width: number, height: number): Placement {
  const scale = Math.min(width / film.width, height / film.height);
  const placed = {
    width: Math.max(1, Math.round(film.width * scale)),
    height: Math.max(1, Math.round(film.height * scale)),
  };
  return {
    ...placed,
    left: Math.floor((width - placed.width) / 2),
    top: Math.floor((height - placed.height) / 2),
  };
}

function displayGrey(film: FilmPicture): GreyPlane {
  return { width: film.width, height: film.height, pixels: renderDisplay(film) };
}
