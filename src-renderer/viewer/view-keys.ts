import type { Point } from './view-geometry.ts';
import type { ViewAction, ViewerTools } from './view-state.ts';

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a key asks of a viewport: a change of the view, or something that needs the film's pixels or its owner. */
export type KeyCommand =
  | ViewAction
  | { readonly kind: 'auto-window' }
  | { readonly kind: 'next-window'; readonly step: 1 | -1 }
  /** Until the key is let go. */
  | { readonly kind: 'loupe' };

export const ZOOM_STEP = 1.25;
const KEY_WINDOW_TRAVEL_PX = 20;
const KEY_PAN_TRAVEL_PX = 60;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The loupe's key, held; answers of an instrument are never bound to it by default, nor to `i`. */
export const LOUPE_KEY = 'l';

/**
 * What a key does in a viewport, null when it is not the viewport's. Digits but 0 and all letters but `i` and `l`
 * stay free for answers; `r` and `f` turn and mirror, for coordinators only.
 */
export function commandOfKey(press: KeyPress, tools: ViewerTools): KeyCommand | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const arrow = Object.hasOwn(ARROWS, press.key) ? ARROWS[press.key] : undefined;
  if (arrow !== undefined) return arrowCommand(arrow, press.shiftKey);
  return plainCommand(press) ?? (tools === 'all' ? coordinatorCommand(press) : null);
}

/** Arrows with Shift look further that way; arrows alone set brightness (up, down) and contrast (left, right). */
function arrowCommand(arrow: Point, shiftKey: boolean): ViewAction {
  return shiftKey
    ? { kind: 'pan', travel: { x: -arrow.x * KEY_PAN_TRAVEL_PX, y: -arrow.y * KEY_PAN_TRAVEL_PX } }
    : {
        kind: 'window',
        travelXPx: -arrow.x * KEY_WINDOW_TRAVEL_PX,
        travelYPx: arrow.y * KEY_WINDOW_TRAVEL_PX,
      };
}

function plainCommand({ key }: KeyPress): KeyCommand | null {
  switch (key) {
    case '+':
    case '=':
      return { kind: 'zoom', factor: ZOOM_STEP, pointer: null };
    case '-':
      return { kind: 'zoom', factor: 1 / ZOOM_STEP, pointer: null };
    case '0':
      return { kind: 'reset' };
    case 'Home':
      return { kind: 'fit' };
    case 'End':
      return { kind: 'actual-pixels' };
    case '.':
      return { kind: 'next-window', step: 1 };
    case ',':
      return { kind: 'next-window', step: -1 };
    case '/':
      return { kind: 'auto-window' };
    case 'i':
    case 'I':
      return { kind: 'invert' };
    case LOUPE_KEY:
    case LOUPE_KEY.toUpperCase():
      return { kind: 'loupe' };
    default:
      return null;
  }
}

function coordinatorCommand({ key, shiftKey }: KeyPress): ViewAction | null {
  switch (key) {
    case 'r':
    case 'R':
      return { kind: 'turn', quarterTurns: shiftKey ? -1 : 1 };
    case 'f':
    case 'F':
      return { kind: 'mirror' };
    case 't':
    case 'T':
      return { kind: 'true-size' };
    default:
      return null;
  }
}
