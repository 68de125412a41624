import type { Point, Size } from './view-geometry.ts';

/** How a film lies in its viewport: mirrored left to right first, then turned clockwise. */
export interface Orientation {
  readonly quarterTurns: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

export const UPRIGHT: Orientation = { quarterTurns: 0, mirrored: false };

const TURNS = [0, 1, 2, 3] as const;

/** Turns what is seen by quarter turns, clockwise where positive. */
export function turnedBy({ quarterTurns, mirrored }: Orientation, turns: number): Orientation {
  return { quarterTurns: TURNS[(((quarterTurns + turns) % 4) + 4) % 4] ?? 0, mirrored };
}

/** Mirrors what is seen, left to right, however the film lies. */
export function mirroredAsSeen({ quarterTurns, mirrored }: Orientation): Orientation {
  // A mirror before a turn is the opposite turn before the mirror.
  return { quarterTurns: TURNS[(4 - quarterTurns) % 4] ?? 0, mirrored: !mirrored };
}

/** A film's size as it lies. */
export function lyingSize({ width, height }: Size, { quarterTurns }: Orientation): Size {
  return quarterTurns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/**
 * The linear part from the viewport to the film: film x = xx * view x + xy * view y, film y = yx * view x + yy *
 * view y, both y downwards. Entries are 0, 1 or -1.
 */
export interface Turning {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

const BACK_TURNINGS: Readonly<Record<Orientation['quarterTurns'], Turning>> = {
  0: { xx: 1, xy: 0, yx: 0, yy: 1 },
  1: { xx: 0, xy: 1, yx: -1, yy: 0 },
  2: { xx: -1, xy: 0, yx: 0, yy: -1 },
  3: { xx: 0, xy: -1, yx: 1, yy: 0 },
};

export function viewToFilm({ quarterTurns, mirrored }: Orientation): Turning {
  const turning = BACK_TURNINGS[quarterTurns];
  return mirrored ? { ...turning, xx: -turning.xx + 0, xy: -turning.xy + 0 } : turning;
}

/** A difference of viewport points as a difference of film points at the same scale. */
export function toFilmTravel(travel: Point, orientation: Orientation): Point {
  const { xx, xy, yx, yy } = viewToFilm(orientation);
  return { x: xx * travel.x + xy * travel.y, y: yx * travel.x + yy * travel.y };
}

/** The opposite of `toFilmTravel`: turnings are orthogonal, so that their transpose undoes them. */
export function toViewTravel(travel: Point, orientation: Orientation): Point {
  const { xx, xy, yx, yy } = viewToFilm(orientation);
  return { x: xx * travel.x + yx * travel.y, y: xy * travel.x + yy * travel.y };
}
