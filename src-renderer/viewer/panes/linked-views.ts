import { lyingSize, toFilmTravel, toViewTravel } from '../orientation.ts';
import { type Frame, fitScale, type Placement, type Point, scaleOf } from '../view-geometry.ts';
import type { ViewState } from '../view-state.ts';
import type { ShownWindow } from '../view-window.ts';

/** A placement that films of any size share: zoom from the whole film on, and the middle as a share of what is seen. */
export interface RelativePlace {
  readonly zoom: number;
  /** From the film's middle, in lengths of its sides as it lies. */
  readonly middle: Point;
}

export function relativePlace(placement: Placement, frame: Frame): RelativePlace {
  const { film, orientation } = frame;
  const lying = lyingSize(film, orientation);
  const away = toViewTravel(
    { x: placement.centre.x - film.width / 2, y: placement.centre.y - film.height / 2 },
    orientation,
  );
  return {
    zoom: scaleOf(placement, frame) / fitScale(frame),
    middle: { x: away.x / lying.width, y: away.y / lying.height },
  };
}

export function placementOf({ zoom, middle }: RelativePlace, { film, orientation }: Frame): Placement {
  const lying = lyingSize(film, orientation);
  const away = toFilmTravel({ x: middle.x * lying.width, y: middle.y * lying.height }, orientation);
  return {
    unit: 'fit',
    zoom,
    centre: { x: film.width / 2 + away.x, y: film.height / 2 + away.y },
  };
}

/** `other` moved as far as `one` has moved: what each pane's film stood apart stays apart. */
export function placeAfter(before: RelativePlace, after: RelativePlace, other: RelativePlace): RelativePlace {
  return {
    zoom: other.zoom * (after.zoom / before.zoom),
    middle: {
      x: other.middle.x + after.middle.x - before.middle.x,
      y: other.middle.y + after.middle.y - before.middle.y,
    },
  };
}

/** A window as it stands to the one its film opened with: films with other values can follow it. */
export function followWindow(
  shown: ShownWindow,
  opening: ShownWindow,
  followerOpening: ShownWindow,
): ShownWindow {
  const shift = (shown.centre - opening.centre) / opening.width;
  const stretch = shown.width / opening.width;
  return {
    ...followerOpening,
    centre: followerOpening.centre + shift * followerOpening.width,
    width: followerOpening.width * stretch,
  };
}

/** What of a view goes along. */
export interface LinkChoice {
  readonly place: boolean;
  readonly window: boolean;
}

/** A pane's view and what it depends on. */
export interface LinkedPane {
  readonly view: ViewState;
  readonly frame: Frame;
  readonly opening: ShownWindow;
}

/** The view of another pane after a person changed this one from `before`. */
export function followView(
  { view, frame, opening }: LinkedPane,
  before: ViewState,
  follower: LinkedPane,
  links: LinkChoice,
): ViewState {
  const moved = !isSamePlace(view.placement, before.placement) && view.orientation === before.orientation;
  const windowed = view.window !== before.window || view.inverted !== before.inverted;
  return {
    ...follower.view,
    ...(links.place && moved
      ? {
          placement: placementOf(
            placeAfter(
              relativePlace(before.placement, frame),
              relativePlace(view.placement, frame),
              relativePlace(follower.view.placement, follower.frame),
            ),
            follower.frame,
          ),
        }
      : {}),
    ...(links.window && windowed
      ? {
          window: followWindow(view.window, opening, follower.opening),
          inverted: view.inverted,
        }
      : {}),
  };
}

function isSamePlace(one: Placement, other: Placement): boolean {
  return (
    one.unit === other.unit &&
    one.zoom === other.zoom &&
    one.centre.x === other.centre.x &&
    one.centre.y === other.centre.y
  );
}
