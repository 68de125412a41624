import type { FilmDisplay } from '../../src-core/imaging/film-display.ts';
import type { Loupe, PaintedView } from './film-sampler.ts';
import { viewToFilm } from './orientation.ts';
import { shadingOf } from './shading.ts';
import {
  type Frame,
  MAX_SCALE,
  type Placement,
  type Point,
  scaleOf,
  snapToDevicePixels,
} from './view-geometry.ts';
import type { ViewState } from './view-state.ts';

/** The loupe magnifies this much more than the film around it, and never less than 1:1. */
const LOUPE_FACTOR = 2.5;
/** Radius of the loupe as a share of the viewport's shorter side. */
const LOUPE_SHARE = 0.18;

export interface PaintedPlacement {
  /** The placement as painted: moved by less than a device pixel. */
  readonly placement: Placement;
  readonly painted: PaintedView;
}

/** A view in the painters' words; `loupeAt` is the loupe's middle in device pixels, null without one. */
export function paintedView(
  view: ViewState,
  { display }: { readonly display: FilmDisplay },
  frame: Frame,
  loupeAt: Point | null,
): PaintedPlacement {
  const placement = snapToDevicePixels(view.placement, frame);
  const scale = scaleOf(placement, frame);
  return {
    placement,
    painted: {
      centre: placement.centre,
      scale,
      turning: viewToFilm(view.orientation),
      loupe: loupeAt === null ? null : loupeOf(loupeAt, scale, frame),
      shading: shadingOf(view.window, view.inverted, display),
    },
  };
}

function loupeOf(middle: Point, scale: number, { viewport }: Frame): Loupe {
  return {
    middle,
    radius: Math.round(LOUPE_SHARE * Math.min(viewport.width, viewport.height)),
    scale: Math.max(1, Math.min(MAX_SCALE, scale * LOUPE_FACTOR)),
  };
}
