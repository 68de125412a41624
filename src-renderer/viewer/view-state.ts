import type { FilmDisplay } from '../../src-core/imaging/film-display.ts';
import { mirroredAsSeen, type Orientation, turnedBy, UPRIGHT } from './orientation.ts';
import {
  clampPlacement,
  type Frame,
  fitPlacement,
  type Placement,
  type Point,
  panBy,
  type Size,
  zoomAt,
} from './view-geometry.ts';
import { clampWindow, dragWindow, openingWindow, type ShownWindow } from './view-window.ts';

/** How a film is shown. Every film opens in `openingView`, whatever was done to the one before. */
export interface ViewState {
  readonly placement: Placement;
  readonly window: ShownWindow;
  /** The reader's wish, on top of what the film's file says. */
  readonly inverted: boolean;
  readonly orientation: Orientation;
}

export type ViewAction =
  | { readonly kind: 'reset' }
  | { readonly kind: 'invert' }
  | { readonly kind: 'window'; readonly travelXPx: number; readonly travelYPx: number }
  | { readonly kind: 'set-window'; readonly window: ShownWindow }
  | { readonly kind: 'zoom'; readonly factor: number; readonly pointer: Point | null }
  | { readonly kind: 'pan'; readonly travel: Point }
  /** The whole film, one film pixel a device pixel, or as large as the patient. */
  | { readonly kind: 'fit' | 'actual-pixels' | 'true-size' }
  | { readonly kind: 'turn'; readonly quarterTurns: number }
  | { readonly kind: 'mirror' };

/** What a viewport lets its user do: the reading room has nothing that turns a film or tells of its file. */
export type ViewerTools = 'all' | 'reading';

/** The film that a view is of. */
export interface ViewedFilm {
  readonly size: Size;
  readonly bits: 8 | 16;
  readonly display: FilmDisplay;
}

export function openingView({ size, display }: ViewedFilm): ViewState {
  return {
    placement: fitPlacement(size),
    window: openingWindow(display),
    inverted: false,
    orientation: UPRIGHT,
  };
}

/** The frame of a view: sizes are the film's pixels and the viewport's device pixels. */
export function frameOf(
  { orientation }: Pick<ViewState, 'orientation'>,
  film: Size,
  viewport: Size,
  trueScale: number | null,
): Frame {
  return { film, viewport, orientation, trueScale };
}

/** The view after an action. What cannot be done (true size of a film without spacing) changes nothing. */
export function changeView(
  state: ViewState,
  action: ViewAction,
  film: ViewedFilm,
  viewport: Size,
  trueScale: number | null = null,
): ViewState {
  const frame = frameOf(state, film.size, viewport, trueScale);
  const place = (unit: Placement['unit'], zoom: number): ViewState => ({
    ...state,
    placement: clampPlacement({ unit, zoom, centre: state.placement.centre }, frame),
  });
  switch (action.kind) {
    case 'reset':
      return openingView(film);
    case 'invert':
      return { ...state, inverted: !state.inverted };
    case 'window': {
      const lowIsWhite = state.inverted !== film.display.inverted;
      const { travelXPx, travelYPx } = action;
      return {
        ...state,
        window: dragWindow(state.window, travelXPx, travelYPx, lowIsWhite, film.bits, film.display),
      };
    }
    case 'set-window':
      return { ...state, window: clampWindow(action.window, film.bits, film.display) };
    case 'zoom': {
      const pointer = action.pointer ?? { x: viewport.width / 2, y: viewport.height / 2 };
      return { ...state, placement: zoomAt(state.placement, action.factor, pointer, frame) };
    }
    case 'pan':
      return { ...state, placement: panBy(state.placement, action.travel, frame) };
    case 'fit':
      return { ...state, placement: fitPlacement(film.size) };
    case 'actual-pixels':
      return place('pixel', 1);
    case 'true-size':
      return trueScale === null ? state : place('pixel', trueScale);
    case 'turn':
      return withOrientation(turnedBy(state.orientation, action.quarterTurns));
    case 'mirror':
      return withOrientation(mirroredAsSeen(state.orientation));
  }
  function withOrientation(orientation: Orientation): ViewState {
    return {
      ...state,
      orientation,
      placement: clampPlacement(state.placement, { ...frame, orientation }),
    };
  }
}
