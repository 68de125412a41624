import type { FilmStage } from './film-stage.ts';
import type { Point } from './view-geometry.ts';
import { LOUPE_KEY, ZOOM_STEP } from './view-keys.ts';

const LEFT_BUTTON = 0;
const MIDDLE_BUTTON = 1;
const RIGHT_BUTTON = 2;

/** Wheels report lines or pixels; this many pixels are one step. */
const WHEEL_STEP_PX = 100;
const LINE_PX = 33;
/** A pinch reports small steps: this many of its pixels double the size. */
const PINCH_DOUBLING_PX = 70;
/** A scroll that began on a touchpad stays one until the fingers have rested this long. */
const GESTURE_REST_MS = 150;
/** Below this a step is no notch of a wheel. */
const NOTCH_PX = 50;

export type DragKind = 'window' | 'pan' | 'loupe';

/** What a drag with this button does; null when it does nothing. */
export function dragKind(
  button: number,
  { spaceHeld, shiftKey }: { readonly spaceHeld: boolean; readonly shiftKey: boolean },
): DragKind | null {
  if (button === MIDDLE_BUTTON || button === RIGHT_BUTTON) return 'pan';
  if (button !== LEFT_BUTTON) return null;
  if (spaceHeld) return 'pan';
  return shiftKey ? 'loupe' : 'window';
}

export type WheelKind = 'zoom' | 'pinch' | 'pan';

type WheelStep = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey'>;

/**
 * What a turn of the wheel or a move of two fingers means. Chromium reports a pinch as a wheel with Ctrl; two fingers
 * that scroll come in small or slanted steps, notches of a wheel in large straight ones.
 * @param earlier what the gesture was a moment ago; null when the fingers had rested.
 */
export function wheelKind(step: WheelStep, earlier: WheelKind | null): WheelKind {
  if (step.ctrlKey) return 'pinch';
  if (step.deltaMode !== 0) return 'zoom';
  if (earlier === 'pan') return 'pan';
  return step.deltaX !== 0 || Math.abs(step.deltaY) < NOTCH_PX ? 'pan' : 'zoom';
}

export function wheelZoomFactor(deltaY: number, deltaMode: number): number {
  const deltaPx = deltaMode === 0 ? deltaY : deltaY * LINE_PX;
  const steps = Math.max(-3, Math.min(3, -deltaPx / WHEEL_STEP_PX));
  return ZOOM_STEP ** steps;
}

/** A real wheel with Ctrl held reports a whole notch: it zooms as one without. */
export function pinchZoomFactor(deltaY: number): number {
  return Math.abs(deltaY) >= NOTCH_PX ? wheelZoomFactor(deltaY, 0) : 2 ** (-deltaY / PINCH_DOUBLING_PX);
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type))
  );
}

/**
 * Mouse, pen and touchpad on a viewport: left drag sets the window, middle, right or Space-drag moves, Shift-drag is
 * the loupe, the wheel zooms to the pointer, two fingers move, a pinch zooms, a double click resets. Returns its own
 * undoing.
 */
export function attachViewControls(host: HTMLElement, stage: FilmStage): () => void {
  const controller = new AbortController();
  const options = { signal: controller.signal };
  let spaceHeld = false;
  let drag: { readonly kind: DragKind; readonly pointerId: number; last: Point } | null = null;
  let gesture: { readonly kind: WheelKind; readonly atMs: number } | null = null;

  const pointOf = (event: MouseEvent): Point => {
    const box = host.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
  };
  const onPointerDown = (event: PointerEvent): void => {
    const kind = dragKind(event.button, { spaceHeld, shiftKey: event.shiftKey });
    if (kind === null || drag !== null) return;
    drag = { kind, pointerId: event.pointerId, last: { x: event.clientX, y: event.clientY } };
    host.setPointerCapture(event.pointerId);
    event.preventDefault();
    // A prevented press moves no focus by itself, and the keys belong to the film that was touched.
    host.focus({ preventScroll: true });
    stage.setPointer(pointOf(event));
    if (kind === 'loupe') stage.setLoupe(true);
  };
  const onPointerMove = (event: PointerEvent): void => {
    stage.setPointer(pointOf(event));
    if (drag === null || event.pointerId !== drag.pointerId) return;
    const travelXPx = event.clientX - drag.last.x;
    const travelYPx = event.clientY - drag.last.y;
    drag.last = { x: event.clientX, y: event.clientY };
    const ratio = window.devicePixelRatio;
    if (drag.kind === 'window') stage.change({ kind: 'window', travelXPx, travelYPx });
    else if (drag.kind === 'pan')
      stage.change({ kind: 'pan', travel: { x: travelXPx * ratio, y: travelYPx * ratio } });
  };
  const endDrag = (): void => {
    if (drag?.kind === 'loupe') stage.setLoupe(false);
    drag = null;
  };
  const onPointerEnd = (event: PointerEvent): void => {
    if (drag?.pointerId === event.pointerId) endDrag();
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const rested = gesture === null || event.timeStamp - gesture.atMs > GESTURE_REST_MS;
    const kind = wheelKind(event, rested ? null : (gesture?.kind ?? null));
    gesture = { kind, atMs: event.timeStamp };
    if (kind === 'pan') {
      const ratio = window.devicePixelRatio;
      stage.change({ kind: 'pan', travel: { x: -event.deltaX * ratio, y: -event.deltaY * ratio } });
      return;
    }
    const factor =
      kind === 'pinch' ? pinchZoomFactor(event.deltaY) : wheelZoomFactor(event.deltaY, event.deltaMode);
    stage.change({ kind: 'zoom', factor, pointer: pointOf(event) });
  };

  // With the pointer on the film, Space is for moving it: it must not press the control that has the focus.
  const onSpace = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    spaceHeld = event.type === 'keydown' && host.matches(':hover');
    if (host.matches(':hover') && !isTextField(event.target)) event.preventDefault();
  };
  const onLoupeKeyUp = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === LOUPE_KEY) stage.setLoupe(false);
  };

  host.addEventListener('pointerdown', onPointerDown, options);
  host.addEventListener('pointermove', onPointerMove, options);
  host.addEventListener('pointerup', onPointerEnd, options);
  host.addEventListener('pointercancel', onPointerEnd, options);
  host.addEventListener('pointerleave', () => stage.setPointer(null), options);
  host.addEventListener('wheel', onWheel, { ...options, passive: false });
  host.addEventListener('dblclick', () => stage.change({ kind: 'reset' }), options);
  host.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  host.addEventListener('dragstart', (event) => event.preventDefault(), options);
  window.addEventListener('keydown', onSpace, { ...options, capture: true });
  window.addEventListener('keyup', onSpace, { ...options, capture: true });
  window.addEventListener('keyup', onLoupeKeyUp, { ...options, capture: true });
  window.addEventListener(
    'blur',
    () => {
      spaceHeld = false;
      endDrag();
      stage.setLoupe(false);
    },
    options,
  );
  return () => controller.abort();
}
