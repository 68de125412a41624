export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the viewport looks. `zoom` 1 fits the whole film; `centre` is the film point, in film pixels from its
 * top left corner, that stands in the middle of the viewport.
 */
export interface Placement {
  readonly zoom: number;
  readonly centre: Point;
}

/** One film pixel becomes at most this many device pixels: beyond it there is nothing more to see. */
const MAX_SCALE = 32;

/** Device pixels per film pixel at which the whole film just fits. */
export function fitScale(film: Size, viewport: Size): number {
  return Math.min(viewport.width / film.width, viewport.height / film.height);
}

export function scaleOf(placement: Placement, film: Size, viewport: Size): number {
  return fitScale(film, viewport) * placement.zoom;
}

export function fitPlacement(film: Size): Placement {
  return { zoom: 1, centre: { x: film.width / 2, y: film.height / 2 } };
}

function clampAxis(centre: number, filmLength: number, visibleLength: number): number {
  if (visibleLength >= filmLength) return filmLength / 2;
  return Math.min(filmLength - visibleLength / 2, Math.max(visibleLength / 2, centre));
}

/** Keeps the viewport on the film: an axis that fits is centred, the other never shows beyond the edge. */
export function clampPlacement(placement: Placement, film: Size, viewport: Size): Placement {
  const fit = fitScale(film, viewport);
  const zoom = Math.min(Math.max(1, placement.zoom), Math.max(1, MAX_SCALE / fit));
  const scale = fit * zoom;
  return {
    zoom,
    centre: {
      x: clampAxis(placement.centre.x, film.width, viewport.width / scale),
      y: clampAxis(placement.centre.y, film.height, viewport.height / scale),
    },
  };
}

/** The film point, in film pixels, under a viewport point in device pixels from the top left corner. */
export function filmPointAt(point: Point, placement: Placement, film: Size, viewport: Size): Point {
  const scale = scaleOf(placement, film, viewport);
  return {
    x: placement.centre.x + (point.x - viewport.width / 2) / scale,
    y: placement.centre.y + (point.y - viewport.height / 2) / scale,
  };
}

/** Zooms by `factor` so that the film point under `pointer` (device pixels) stays under it. */
export function zoomAt(
  placement: Placement,
  factor: number,
  pointer: Point,
  film: Size,
  viewport: Size,
): Placement {
  const held = filmPointAt(pointer, placement, film, viewport);
  const { zoom } = clampPlacement({ ...placement, zoom: placement.zoom * factor }, film, viewport);
  const scale = fitScale(film, viewport) * zoom;
  const centre = {
    x: held.x - (pointer.x - viewport.width / 2) / scale,
    y: held.y - (pointer.y - viewport.height / 2) / scale,
  };
  return clampPlacement({ zoom, centre }, film, viewport);
}

/** Moves the film by a travel in device pixels. */
export function panBy(placement: Placement, travel: Point, film: Size, viewport: Size): Placement {
  const scale = scaleOf(placement, film, viewport);
  const centre = { x: placement.centre.x - travel.x / scale, y: placement.centre.y - travel.y / scale };
  return clampPlacement({ ...placement, centre }, film, viewport);
}
