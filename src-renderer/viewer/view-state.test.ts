import { describe, expect, it } from 'vitest';
import { type FilmDisplay, identityDisplay } from '../../src-core/imaging/film-display.ts';
import { dragKind, pinchZoomFactor, wheelKind, wheelZoomFactor } from './view-controls.ts';
import { scaleOf } from './view-geometry.ts';
import { commandOfKey, type KeyCommand } from './view-keys.ts';
import { changeView, frameOf, openingView, type ViewAction, type ViewState } from './view-state.ts';

const FILM = { size: { width: 512, height: 512 }, bits: 8, display: identityDisplay(8) } as const;
const VIEWPORT = { width: 800, height: 800 };
const OPENING = openingView(FILM);

function press(
  key: string,
  modifiers: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {},
  tools: 'all' | 'reading' = 'reading',
): KeyCommand | null {
  return commandOfKey(
    { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers },
    tools,
  );
}

function act(view: ViewState, command: KeyCommand | null, trueScale: number | null = null): ViewState {
  if (command === null || ['loupe', 'auto-window', 'next-window'].includes(command.kind))
    throw new Error('not a change of the view');
  return changeView(view, command as ViewAction, FILM, VIEWPORT, trueScale);
}

describe('changeView', () => {
  it('comes back to the opening view by reset, whatever was done', () => {
    const actions: readonly ViewAction[] = [
      { kind: 'zoom', factor: 3, pointer: { x: 10, y: 700 } },
      { kind: 'pan', travel: { x: 50, y: 50 } },
      { kind: 'window', travelXPx: -200, travelYPx: 90 },
      { kind: 'invert' },
      { kind: 'turn', quarterTurns: 1 },
      { kind: 'mirror' },
      { kind: 'actual-pixels' },
    ];
    const changed = actions.reduce((view, action) => act(view, action), OPENING);
    expect(changed.inverted).toBe(true);
    expect(changed.orientation).toEqual({ quarterTurns: 3, mirrored: true });
    expect(changed).not.toEqual(OPENING);
    expect(act(changed, press('0'))).toEqual(OPENING);
  });

  it('zooms by key around the middle', () => {
    expect(press('+')).toEqual({ kind: 'zoom', factor: 1.25, pointer: null });
    expect(act(OPENING, press('+')).placement).toEqual({
      unit: 'fit',
      zoom: 1.25,
      centre: { x: 256, y: 256 },
    });
  });

  it('shows one film pixel a device pixel, and keeps it so when the window changes its size', () => {
    const { placement } = act(OPENING, press('End'));
    for (const viewport of [VIEWPORT, { width: 1500, height: 400 }]) {
      expect(scaleOf(placement, frameOf(OPENING, FILM.size, viewport, null))).toBe(1);
    }
    expect(act({ ...OPENING, placement }, press('Home'))).toEqual(OPENING);
  });

  it('shows true size where the film’s and the display’s spacing are known, else nothing new', () => {
    // 0.2 mm a film pixel on a display of 4 device pixels a millimetre.
    const action = press('t', {}, 'all');
    expect(act(OPENING, action, 0.8).placement).toMatchObject({ unit: 'pixel', zoom: 0.8 });
    expect(act(OPENING, action)).toBe(OPENING);
  });

  it('makes brighter upwards on the screen for films stored the other way round too', () => {
    const inverted: FilmDisplay = { ...FILM.display, inverted: true };
    const up = { kind: 'window', travelXPx: 0, travelYPx: -64 } as const;
    const next = changeView(OPENING, up, { ...FILM, display: inverted }, VIEWPORT);
    expect(next.window.centre).toBeGreaterThan(OPENING.window.centre);
    expect(act(OPENING, up).window.centre).toBeLessThan(OPENING.window.centre);
  });
});

describe('commandOfKey', () => {
  it('looks further in the direction of the arrow with Shift', () => {
    const zoomed = act(OPENING, { kind: 'zoom', factor: 4, pointer: null });
    expect(act(zoomed, press('ArrowRight', { shiftKey: true })).placement.centre.x).toBeGreaterThan(256);
  });

  it('makes brighter by the arrow up, and more contrast by the arrow right', () => {
    expect(act(OPENING, press('ArrowUp')).window.centre).toBeLessThan(127.5);
    expect(act(OPENING, press('ArrowRight')).window.width).toBeLessThan(255);
  });

  it('turns, mirrors and shows true size for coordinators alone', () => {
    const keys = ['r', 'R', 'f', 't'];
    expect(keys.map((key) => press(key, {}, 'all')?.kind)).toEqual(['turn', 'turn', 'mirror', 'true-size']);
    expect(keys.map((key) => press(key))).toEqual([null, null, null, null]);
  });

  it('leaves digits and letters to the answers, but I and L, and every combination with Ctrl, Alt or Cmd', () => {
    const taken = [...'123456789abcdefghijklmnopqrstuvwxyz'].filter((key) => press(key) !== null);
    expect(taken).toEqual(['i', 'l']);
    expect(['Enter', 'Tab', 'Escape', ' ', 'Backspace', '?'].map((key) => press(key))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    expect(press('0', { ctrlKey: true })).toBeNull();
    expect(press('+', { metaKey: true })).toBeNull();
    expect(press('i', { altKey: true })).toBeNull();
  });
});

describe('mouse', () => {
  const free = { spaceHeld: false, shiftKey: false };

  it('sets the window with the left button, moves with the others or with Space, and looks closer with Shift', () => {
    expect([0, 1, 2].map((button) => dragKind(button, free))).toEqual(['window', 'pan', 'pan']);
    expect(dragKind(0, { ...free, spaceHeld: true })).toBe('pan');
    expect(dragKind(0, { ...free, shiftKey: true })).toBe('loupe');
    expect(dragKind(3, free)).toBeNull();
  });

  it('zooms in on turning the wheel away, equally far back, and at most three steps at once', () => {
    expect(wheelZoomFactor(-100, 0)).toBeCloseTo(1.25, 12);
    expect(wheelZoomFactor(100, 0) * wheelZoomFactor(-100, 0)).toBeCloseTo(1, 12);
    expect(wheelZoomFactor(-99_999, 0)).toBeCloseTo(1.25 ** 3, 12);
    expect(wheelZoomFactor(-3, 1)).toBeCloseTo(1.25 ** 0.99, 12);
  });
});

describe('touchpad', () => {
  const step = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false };

  it('tells two fingers that move from the notches of a wheel', () => {
    expect(wheelKind({ ...step, deltaY: 100 }, null)).toBe('zoom');
    expect(wheelKind({ ...step, deltaY: 3, deltaMode: 1 }, null)).toBe('zoom');
    expect(wheelKind({ ...step, deltaY: 4 }, null)).toBe('pan');
    expect(wheelKind({ ...step, deltaX: 60, deltaY: 120 }, null)).toBe('pan');
  });

  it('goes on with what the gesture began as, however fast the fingers get', () => {
    expect(wheelKind({ ...step, deltaY: 180 }, 'pan')).toBe('pan');
    expect(wheelKind({ ...step, deltaY: 180 }, 'zoom')).toBe('zoom');
  });

  it('zooms by a pinch, which arrives as a wheel with Ctrl, and back by the same way', () => {
    expect(wheelKind({ ...step, deltaY: -3, ctrlKey: true }, 'pan')).toBe('pinch');
    expect(pinchZoomFactor(-35)).toBeCloseTo(Math.SQRT2, 12);
    expect(pinchZoomFactor(-7) * pinchZoomFactor(7)).toBeCloseTo(1, 12);
    expect(pinchZoomFactor(-100)).toBeCloseTo(1.25, 12);
  });
});
