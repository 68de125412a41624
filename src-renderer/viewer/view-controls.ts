import type { FilmStage } from './film-stage.ts';
import type { Point } from './view-geometry.ts';
import { ZOOM_STEP } from './view-state.ts';

const LEFT_BUTTON = 0;
const MIDDLE_BUTTON = 1;
const RIGHT_BUTTON = 2;

/** Wheels report lines or pixels; this many pixels are one step. */
const WHEEL_STEP_PX = 100;

/** Whether a drag with this button moves the film (else it sets the window); null when it does neither. */
export function dragKind(button: number, spaceHeld: boolean): 'window' | 'pan' | null {
  if (button === MIDDLE_BUTTON || button === RIGHT_BUTTON) return 'pan';
  if (button !== LEFT_BUTTON) return null;
  return spaceHeld ? 'pan' : 'window';
}

export function wheelZoomFactor(deltaY: number, deltaMode: number): number {
  const deltaPx = deltaMode === 0 ? deltaY : deltaY * 33;
  const steps = Math.max(-3, Math.min(3, -deltaPx / WHEEL_STEP_PX));
  return ZOOM_STEP ** steps;
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
  );
}

/**
 * Mouse and pen on a viewport: left drag sets the window, middle, right or Space-drag moves, the wheel zooms
 * to the pointer, a double click resets. Returns its own undoing.
 */
export function attachViewControls(host: HTMLElement, stage: FilmStage): () => void {
  const controller = new AbortController();
  const options = { signal: controller.signal };
  let spaceHeld = false;
  let drag: { readonly kind: 'window' | 'pan'; readonly pointerId: number; last: Point } | null = null;

  const onPointerDown = (event: PointerEvent): void => {
    const kind = dragKind(event.button, spaceHeld);
    if (kind === null || drag !== null) return;
    drag = { kind, pointerId: event.pointerId, last: { x: event.clientX, y: event.clientY } };
    host.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag === null || event.pointerId !== drag.pointerId) return;
    const travelXPx = event.clientX - drag.last.x;
    const travelYPx = event.clientY - drag.last.y;
    drag.last = { x: event.clientX, y: event.clientY };
    const ratio = window.devicePixelRatio;
    if (drag.kind === 'window') stage.change({ kind: 'window', travelXPx, travelYPx });
    else stage.change({ kind: 'pan', travel: { x: travelXPx * ratio, y: travelYPx * ratio } });
  };
  const onPointerEnd = (event: PointerEvent): void => {
    if (drag?.pointerId === event.pointerId) drag = null;
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const box = host.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const pointer = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
    stage.change({ kind: 'zoom', factor: wheelZoomFactor(event.deltaY, event.deltaMode), pointer });
  };

  // With the pointer on the film, Space is for moving it: it must not press the control that has the focus.
  const onSpace = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    spaceHeld = event.type === 'keydown' && host.matches(':hover');
    if (host.matches(':hover') && !isTextField(event.target)) event.preventDefault();
  };

  host.addEventListener('pointerdown', onPointerDown, options);
  host.addEventListener('pointermove', onPointerMove, options);
  host.addEventListener('pointerup', onPointerEnd, options);
  host.addEventListener('pointercancel', onPointerEnd, options);
  host.addEventListener('wheel', onWheel, { ...options, passive: false });
  host.addEventListener(
    'dblclick',
    () => stage.change({ kind: 'reset', window: stage.openingWindow }),
    options,
  );
  host.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  host.addEventListener('dragstart', (event) => event.preventDefault(), options);
  window.addEventListener('keydown', onSpace, { ...options, capture: true });
  window.addEventListener('keyup', onSpace, { ...options, capture: true });
  window.addEventListener(
    'blur',
    () => {
      spaceHeld = false;
      drag = null;
    },
    options,
  );
  return () => controller.abort();
}
