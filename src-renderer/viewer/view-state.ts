import { dragWindow, type GrayWindow } from './gray-window.ts';
import { fitPlacement, type Placement, type Point, panBy, type Size, zoomAt } from './view-geometry.ts';

/** How a film is shown. Every film opens in `openingView`, whatever was done to the one before. */
export interface ViewState {
  readonly placement: Placement;
  readonly window: GrayWindow;
  readonly inverted: boolean;
}

export type ViewAction =
  | { readonly kind: 'reset'; readonly window: GrayWindow }
  | { readonly kind: 'invert' }
  | { readonly kind: 'window'; readonly travelXPx: number; readonly travelYPx: number }
  | { readonly kind: 'zoom'; readonly factor: number; readonly pointer: Point | null }
  | { readonly kind: 'pan'; readonly travel: Point };

export function openingView(film: Size, window: GrayWindow): ViewState {
  return { placement: fitPlacement(film), window, inverted: false };
}

/** The view after an action; sizes are the film's pixels and the viewport's device pixels. */
export function changeView(state: ViewState, action: ViewAction, film: Size, viewport: Size): ViewState {
  switch (action.kind) {
    case 'reset':
      return openingView(film, action.window);
    case 'invert':
      return { ...state, inverted: !state.inverted };
    case 'window':
      return {
        ...state,
        window: dragWindow(state.window, action.travelXPx, action.travelYPx, state.inverted),
      };
    case 'zoom': {
      const pointer = action.pointer ?? { x: viewport.width / 2, y: viewport.height / 2 };
      return { ...state, placement: zoomAt(state.placement, action.factor, pointer, film, viewport) };
    }
    case 'pan':
      return { ...state, placement: panBy(state.placement, action.travel, film, viewport) };
  }
}

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export const ZOOM_STEP = 1.25;
const KEY_WINDOW_TRAVEL_PX = 20;
const KEY_PAN_TRAVEL_PX = 60;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * What a key does to the view, null when it is not the viewport's: `+` `-` zoom, `0` resets, `I` inverts,
 * arrows with Shift look further that way, arrows alone set brightness (up, down) and contrast (left, right).
 */
export function viewActionOfKey(press: KeyPress, opening: GrayWindow): ViewAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const arrow = Object.hasOwn(ARROWS, press.key) ? ARROWS[press.key] : undefined;
  if (arrow !== undefined) {
    return press.shiftKey
      ? { kind: 'pan', travel: { x: -arrow.x * KEY_PAN_TRAVEL_PX, y: -arrow.y * KEY_PAN_TRAVEL_PX } }
      : {
          kind: 'window',
          travelXPx: -arrow.x * KEY_WINDOW_TRAVEL_PX,
          travelYPx: arrow.y * KEY_WINDOW_TRAVEL_PX,
        };
  }
  switch (press.key) {
    case '+':
    case '=':
      return { kind: 'zoom', factor: ZOOM_STEP, pointer: null };
    case '-':
      return { kind: 'zoom', factor: 1 / ZOOM_STEP, pointer: null };
    case '0':
      return { kind: 'reset', window: opening };
    case 'i':
    case 'I':
      return { kind: 'invert' };
    default:
      return null;
  }
}
