import { describe, expect, it } from 'vitest';
import { FULL_WINDOW } from './gray-window.ts';
import { dragKind, wheelZoomFactor } from './view-controls.ts';
import { changeView, openingView, type ViewAction, viewActionOfKey } from './view-state.ts';

const FILM = { width: 512, height: 512 };
const VIEWPORT = { width: 800, height: 800 };
const OPENING = openingView(FILM, FULL_WINDOW);

function press(
  key: string,
  modifiers: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {},
) {
  return viewActionOfKey(
    { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers },
    FULL_WINDOW,
  );
}

describe('changeView', () => {
  it('comes back to the opening view by reset, whatever was done', () => {
    const actions: readonly ViewAction[] = [
      { kind: 'zoom', factor: 3, pointer: { x: 10, y: 700 } },
      { kind: 'pan', travel: { x: 50, y: 50 } },
      { kind: 'window', travelXPx: -200, travelYPx: 90 },
      { kind: 'invert' },
    ];
    const changed = actions.reduce((view, action) => changeView(view, action, FILM, VIEWPORT), OPENING);
    expect(changed.inverted).toBe(true);
    expect(changed).not.toEqual(OPENING);
    expect(changeView(changed, { kind: 'reset', window: FULL_WINDOW }, FILM, VIEWPORT)).toEqual(OPENING);
  });

  it('zooms by key around the middle', () => {
    const action = press('+');
    expect(action).toEqual({ kind: 'zoom', factor: 1.25, pointer: null });
    if (action !== null) {
      expect(changeView(OPENING, action, FILM, VIEWPORT).placement).toEqual({
        zoom: 1.25,
        centre: { x: 256, y: 256 },
      });
    }
  });
});

describe('viewActionOfKey', () => {
  it('looks further in the direction of the arrow with Shift', () => {
    const zoomed = changeView(OPENING, { kind: 'zoom', factor: 4, pointer: null }, FILM, VIEWPORT);
    const action = press('ArrowRight', { shiftKey: true });
    expect(action?.kind).toBe('pan');
    if (action !== null) {
      expect(changeView(zoomed, action, FILM, VIEWPORT).placement.centre.x).toBeGreaterThan(256);
    }
  });

  it('makes brighter by the arrow up, and more contrast by the arrow right', () => {
    const up = press('ArrowUp');
    const right = press('ArrowRight');
    if (up === null || right === null) throw new Error('arrows must act on the film');
    expect(changeView(OPENING, up, FILM, VIEWPORT).window.centre).toBeLessThan(0.5);
    expect(changeView(OPENING, right, FILM, VIEWPORT).window.width).toBeLessThan(1);
  });

  it('leaves other keys and every combination with Ctrl, Alt or Cmd alone', () => {
    expect(['1', 'r', 's', 'a', 'Enter', 'Tab', 'Escape', ' '].map((key) => press(key))).toEqual(
      Array.from({ length: 8 }, () => null),
    );
    expect(press('0', { ctrlKey: true })).toBeNull();
    expect(press('+', { metaKey: true })).toBeNull();
    expect(press('i', { altKey: true })).toBeNull();
  });
});

describe('mouse', () => {
  it('sets the window with the left button and moves with the others or with Space', () => {
    expect([dragKind(0, false), dragKind(0, true), dragKind(1, false), dragKind(2, false)]).toEqual([
      'window',
      'pan',
      'pan',
      'pan',
    ]);
    expect(dragKind(3, false)).toBeNull();
  });

  it('zooms in on turning the wheel away, equally far back, and at most three steps at once', () => {
    expect(wheelZoomFactor(-100, 0)).toBeCloseTo(1.25, 12);
    expect(wheelZoomFactor(100, 0) * wheelZoomFactor(-100, 0)).toBeCloseTo(1, 12);
    expect(wheelZoomFactor(-99_999, 0)).toBeCloseTo(1.25 ** 3, 12);
    expect(wheelZoomFactor(-3, 1)).toBeCloseTo(1.25 ** 0.99, 12);
  });
});
