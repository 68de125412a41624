import { describe, expect, it } from 'vitest';
import { identityDisplay } from '../../../src-core/imaging/film-display.ts';
import { turnedBy, UPRIGHT } from '../orientation.ts';
import { type Frame, fitPlacement, panBy, scaleOf, zoomAt } from '../view-geometry.ts';
import { openingView, type ViewState } from '../view-state.ts';
import { openingWindow } from '../view-window.ts';
import { followView, type LinkedPane, placementOf, relativePlace } from './linked-views.ts';

function paneOf(width: number, height: number, bits: 8 | 16, turns = 0): LinkedPane {
  const film = { size: { width, height }, bits, display: identityDisplay(bits) };
  const orientation = turnedBy(UPRIGHT, turns);
  const frame: Frame = {
    film: film.size,
    viewport: { width: 600, height: 700 },
    orientation,
    trueScale: null,
  };
  return { view: { ...openingView(film), orientation }, frame, opening: openingWindow(film.display) };
}

const changed = (pane: LinkedPane, part: Partial<ViewState>): LinkedPane => ({
  ...pane,
  view: { ...pane.view, ...part },
});
const BOTH = { place: true, window: true };

describe('followView', () => {
  it('shows the same part of a film of another size, and of one that lies on its side', () => {
    const one = paneOf(512, 512, 8);
    const zoomed = zoomAt(one.view.placement, 4, { x: 150, y: 200 }, one.frame);
    const moved = changed(one, { placement: panBy(zoomed, { x: -30, y: 12 }, one.frame) });
    for (const other of [paneOf(2048, 2048, 16), paneOf(1024, 1024, 16, 1)]) {
      const { placement } = followView(moved, one.view, other, BOTH);
      const [mine, theirs] = [
        relativePlace(moved.view.placement, one.frame),
        relativePlace(placement, other.frame),
      ];
      expect(theirs.zoom).toBeCloseTo(mine.zoom, 9);
      expect(theirs.middle.x).toBeCloseTo(mine.middle.x, 9);
      expect(theirs.middle.y).toBeCloseTo(mine.middle.y, 9);
      expect(scaleOf(placement, other.frame)).toBeCloseTo(
        4 * scaleOf(fitPlacement(other.frame.film), other.frame),
        9,
      );
    }
  });

  it('keeps what two films stood apart before they were linked', () => {
    const one = paneOf(512, 512, 8);
    const at = (x: number): LinkedPane =>
      changed(one, { placement: placementOf({ zoom: 4, middle: { x, y: 0 } }, one.frame) });
    const { placement } = followView(at(0.1), at(0).view, at(0.2), BOTH);
    expect(relativePlace(placement, one.frame).middle.x).toBeCloseTo(0.3, 9);
  });

  it('follows the window by how far it is from the one each film opened with', () => {
    const one = paneOf(512, 512, 8);
    const other = paneOf(512, 512, 16);
    const windowed = changed(one, {
      window: { ...one.opening, centre: 127.5 + 51, width: 510 },
      inverted: true,
    });
    const followed = followView(windowed, one.view, other, BOTH);
    expect(followed.window).toMatchObject({ centre: 32_767.5 + 13_107, width: 131_070 });
    expect(followed.inverted).toBe(true);
  });

  it('leaves alone what is not linked, and what did not change', () => {
    const one = paneOf(512, 512, 8);
    const other = paneOf(300, 400, 8);
    const all = changed(one, {
      placement: zoomAt(one.view.placement, 2, { x: 1, y: 1 }, one.frame),
      window: { ...one.opening, width: 100 },
    });
    expect(followView(all, one.view, other, { place: false, window: false })).toEqual(other.view);
    expect(followView(all, one.view, other, { place: true, window: false }).window).toBe(other.view.window);
    expect(followView(one, one.view, other, BOTH)).toEqual(other.view);
  });
});
