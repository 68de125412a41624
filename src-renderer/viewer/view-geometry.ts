import { lyingSize, type Orientation, toFilmTravel, toViewTravel } from './orientation.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the viewport looks. `zoom` counts from the whole film (`fit`: 1 shows all of it, also after the window has
 * changed its size) or is itself the number of device pixels for one film pixel (`pixel`: 1:1, true size). `centre`
 * is the film point, in film pixels from its top left corner, that stands in the middle of the viewport.
 */
export interface Placement {
  readonly unit: 'fit' | 'pixel';
  readonly zoom: number;
  readonly centre: Point;
}

/** What a placement depends on. */
export interface Frame {
  /** The film's own size; the height in units of a pixel's width where pixels are not square. */
  readonly film: Size;
  /** The viewport's size in device pixels. */
  readonly viewport: Size;
  readonly orientation: Orientation;
  /** Device pixels per film pixel at true size; null where the film's spacing or the display's is unknown. */
  readonly trueScale: number | null;
}

/** One film pixel becomes at most this many device pixels: beyond it there is nothing more to see. */
export const MAX_SCALE = 32;

/** Device pixels per film pixel at which the whole film just fits. */
export function fitScale({ film, viewport, orientation }: Omit<Frame, 'trueScale'>): number {
  const lying = lyingSize(film, orientation);
  return Math.min(viewport.width / lying.width, viewport.height / lying.height);
}

/** Device pixels per film pixel. */
export function scaleOf(placement: Placement, frame: Omit<Frame, 'trueScale'>): number {
  return placement.unit === 'pixel' ? placement.zoom : fitScale(frame) * placement.zoom;
}

export function fitPlacement(film: Size): Placement {
  return { unit: 'fit', zoom: 1, centre: { x: film.width / 2, y: film.height / 2 } };
}

/** Out to the whole film, to 1:1 and to true size, whichever is smallest. */
function clampScale(scale: number, frame: Frame): number {
  const fit = fitScale(frame);
  const smallest = Math.min(fit, 1, frame.trueScale ?? 1);
  return Math.min(Math.max(smallest, scale), Math.max(fit, MAX_SCALE));
}

function clampAxis(centre: number, filmLength: number, visibleLength: number): number {
  if (visibleLength >= filmLength) return filmLength / 2;
  return Math.min(filmLength - visibleLength / 2, Math.max(visibleLength / 2, centre));
}

/** Keeps the viewport on the film: an axis that fits is centred, the other never shows beyond the edge. */
export function clampPlacement(placement: Placement, frame: Frame): Placement {
  const scale = clampScale(scaleOf(placement, frame), frame);
  const visible = lyingSize(frame.viewport, frame.orientation);
  return {
    unit: placement.unit,
    zoom: placement.unit === 'pixel' ? scale : scale / fitScale(frame),
    centre: {
      x: clampAxis(placement.centre.x, frame.film.width, visible.width / scale),
      y: clampAxis(placement.centre.y, frame.film.height, visible.height / scale),
    },
  };
}

/** The film point, in film pixels, under a viewport point in device pixels from the top left corner. */
export function filmPointAt(point: Point, placement: Placement, frame: Omit<Frame, 'trueScale'>): Point {
  const { viewport, orientation } = frame;
  const travel = toFilmTravel(
    { x: point.x - viewport.width / 2, y: point.y - viewport.height / 2 },
    orientation,
  );
  const scale = scaleOf(placement, frame);
  return { x: placement.centre.x + travel.x / scale, y: placement.centre.y + travel.y / scale };
}

/** The viewport point, in device pixels, over which a film point lies. */
export function viewPointAt(point: Point, placement: Placement, frame: Omit<Frame, 'trueScale'>): Point {
  const { viewport, orientation } = frame;
  const scale = scaleOf(placement, frame);
  const travel = toViewTravel(
    { x: (point.x - placement.centre.x) * scale, y: (point.y - placement.centre.y) * scale },
    orientation,
  );
  return { x: viewport.width / 2 + travel.x, y: viewport.height / 2 + travel.y };
}

/** Zooms by `factor` so that the film point under `pointer` (device pixels) stays under it. */
export function zoomAt(placement: Placement, factor: number, pointer: Point, frame: Frame): Placement {
  const held = filmPointAt(pointer, placement, frame);
  const scale = clampScale(scaleOf(placement, frame) * factor, frame);
  const { viewport, orientation } = frame;
  const travel = toFilmTravel(
    { x: pointer.x - viewport.width / 2, y: pointer.y - viewport.height / 2 },
    orientation,
  );
  const centre = { x: held.x - travel.x / scale, y: held.y - travel.y / scale };
  return clampPlacement({ unit: 'fit', zoom: scale / fitScale(frame), centre }, frame);
}

/** Moves the film by a travel in device pixels. */
export function panBy(placement: Placement, travel: Point, frame: Frame): Placement {
  const scale = scaleOf(placement, frame);
  const moved = toFilmTravel(travel, frame.orientation);
  const centre = { x: placement.centre.x - moved.x / scale, y: placement.centre.y - moved.y / scale };
  return clampPlacement({ ...placement, centre }, frame);
}

/**
 * Moves a placement by less than a device pixel so that the film's edges lie on the edges of device pixels: at 1:1
 * every film pixel is then exactly one device pixel.
 */
export function snapToDevicePixels(placement: Placement, frame: Omit<Frame, 'trueScale'>): Placement {
  const scale = scaleOf(placement, frame);
  const corner = viewPointAt({ x: 0, y: 0 }, placement, frame);
  const shift = toFilmTravel(
    { x: Math.round(corner.x) - corner.x, y: Math.round(corner.y) - corner.y },
    frame.orientation,
  );
  return {
    ...placement,
    centre: { x: placement.centre.x - shift.x / scale, y: placement.centre.y - shift.y / scale },
  };
}
