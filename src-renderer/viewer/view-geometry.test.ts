import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirroredAsSeen, type Orientation, turnedBy, UPRIGHT } from './orientation.ts';
import {
  clampPlacement,
  type Frame,
  filmPointAt,
  fitPlacement,
  fitScale,
  panBy,
  scaleOf,
  snapToDevicePixels,
  viewPointAt,
  zoomAt,
} from './view-geometry.ts';

const FILM = { width: 512, height: 512 };
const VIEWPORT = { width: 920, height: 780 };
const FRAME: Frame = { film: FILM, viewport: VIEWPORT, orientation: UPRIGHT, trueScale: null };
/** All eight ways a film can lie. */
const ORIENTATIONS: readonly Orientation[] = [0, 1, 2, 3].flatMap((turns) => [
  turnedBy(UPRIGHT, turns),
  mirroredAsSeen(turnedBy(UPRIGHT, turns)),
]);
const orientation = fc.constantFrom(...ORIENTATIONS);
const MIDDLE = { x: 460, y: 390 };

describe('fitting', () => {
  it('shows the whole film, as large as the narrower side allows', () => {
    expect(fitScale(FRAME)).toBe(780 / 512);
    expect(fitScale({ ...FRAME, film: { width: 2000, height: 1000 } })).toBe(0.46);
  });

  it('puts the film in the middle', () => {
    expect(filmPointAt(MIDDLE, fitPlacement(FILM), FRAME)).toEqual({ x: 256, y: 256 });
    expect(filmPointAt({ x: 460, y: 0 }, fitPlacement(FILM), FRAME)).toEqual({ x: 256, y: 0 });
  });
});

describe('zoomAt', () => {
  it('keeps the film point under the pointer, as long as no edge of the film comes into the viewport', () => {
    // Zoomed in enough, around the film's middle, no clamping interferes.
    const start = { unit: 'fit' as const, zoom: 4, centre: { x: 256, y: 256 } };
    const pointer = fc.record({
      x: fc.double({ min: 300, max: 620, noNaN: true }),
      y: fc.double({ min: 250, max: 530, noNaN: true }),
    });
    fc.assert(
      fc.property(pointer, fc.double({ min: 0.9, max: 1.6, noNaN: true }), (at, factor) => {
        const before = filmPointAt(at, start, FRAME);
        const afterwards = filmPointAt(at, zoomAt(start, factor, at, FRAME), FRAME);
        expect(afterwards.x).toBeCloseTo(before.x, 6);
        expect(afterwards.y).toBeCloseTo(before.y, 6);
      }),
    );
  });

  it('stops at 32 device pixels a film pixel and at the whole film, or at 1:1 and true size below that', () => {
    const far = (frame: Frame) => zoomAt(fitPlacement(frame.film), 0.01, { x: 0, y: 0 }, frame);
    expect(scaleOf(far(FRAME), FRAME)).toBe(1);
    const large = { ...FRAME, film: { width: 2048, height: 2048 } };
    expect(far(large)).toEqual(fitPlacement(large.film));
    expect(scaleOf(far({ ...large, trueScale: 0.2 }), large)).toBeCloseTo(0.2, 12);
    const near = zoomAt(fitPlacement(FILM), 1e6, MIDDLE, FRAME);
    expect(scaleOf(near, FRAME)).toBeCloseTo(32, 9);
  });
});

describe('clampPlacement', () => {
  it('never shows beyond an edge of the film that is larger than the viewport, and centres one that is not', () => {
    const anywhere = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, fc.double({ min: 0.01, max: 100, noNaN: true }), (x, y, zoom) => {
        const placed = clampPlacement({ unit: 'fit', zoom, centre: { x, y } }, FRAME);
        const scale = scaleOf(placed, FRAME);
        const first = filmPointAt({ x: 0, y: 0 }, placed, FRAME);
        const last = filmPointAt({ x: 920, y: 780 }, placed, FRAME);
        for (const axis of ['x', 'y'] as const) {
          const visible = (axis === 'x' ? 920 : 780) / scale;
          if (visible >= 512) expect(placed.centre[axis]).toBe(256);
          else expect(Math.min(first[axis], 512 - last[axis])).toBeGreaterThanOrEqual(-1e-6);
        }
      }),
    );
  });
});

describe('panBy', () => {
  it('moves the film with the hand, in device pixels', () => {
    const start = { unit: 'fit' as const, zoom: 4, centre: { x: 256, y: 256 } };
    const moved = panBy(start, { x: 60, y: -30 }, FRAME);
    const held = filmPointAt({ x: 400, y: 400 }, start, FRAME);
    const under = filmPointAt({ x: 460, y: 370 }, moved, FRAME);
    expect(under.x).toBeCloseTo(held.x, 9);
    expect(under.y).toBeCloseTo(held.y, 9);
  });
});

describe('orientation', () => {
  it('turns clockwise and mirrors as seen: where the corner of the film comes to lie', () => {
    // The film's first pixel, in the middle of its upper left corner.
    const at = (lies: Orientation) => {
      const frame = { ...FRAME, viewport: { width: 512, height: 512 }, orientation: lies };
      return viewPointAt({ x: 0.5, y: 0.5 }, fitPlacement(FILM), frame);
    };
    expect(at(UPRIGHT)).toEqual({ x: 0.5, y: 0.5 });
    expect(at(turnedBy(UPRIGHT, 1))).toEqual({ x: 511.5, y: 0.5 });
    expect(at(turnedBy(UPRIGHT, -1))).toEqual({ x: 0.5, y: 511.5 });
    expect(at(mirroredAsSeen(UPRIGHT))).toEqual({ x: 511.5, y: 0.5 });
    expect(at(mirroredAsSeen(turnedBy(UPRIGHT, 1)))).toEqual({ x: 0.5, y: 0.5 });
    expect(at(turnedBy(mirroredAsSeen(UPRIGHT), 1))).toEqual({ x: 511.5, y: 511.5 });
  });

  it('comes back after four turns or two mirrors, from any way of lying', () => {
    for (const lies of ORIENTATIONS) {
      expect(turnedBy(lies, 4)).toEqual(lies);
      expect(mirroredAsSeen(mirroredAsSeen(lies))).toEqual(lies);
    }
  });

  it('keeps the film under the hand and the pointer, however it lies', () => {
    const start = { unit: 'fit' as const, zoom: 4, centre: { x: 256, y: 200 } };
    const near = fc.integer({ min: 300, max: 500 });
    fc.assert(
      fc.property(orientation, near, near, (lies, x, y) => {
        const frame = { ...FRAME, orientation: lies };
        const held = filmPointAt({ x, y }, start, frame);
        const zoomed = filmPointAt({ x, y }, zoomAt(start, 1.3, { x, y }, frame), frame);
        expect(zoomed.x).toBeCloseTo(held.x, 6);
        expect(zoomed.y).toBeCloseTo(held.y, 6);
        const panned = filmPointAt({ x: x + 20, y: y - 10 }, panBy(start, { x: 20, y: -10 }, frame), frame);
        expect(panned.x).toBeCloseTo(held.x, 6);
        expect(panned.y).toBeCloseTo(held.y, 6);
        const back = viewPointAt(held, start, frame);
        expect(back.x).toBeCloseTo(x, 6);
        expect(back.y).toBeCloseTo(y, 6);
      }),
    );
  });

  it('fits a film that lies on its side by its other sides', () => {
    const frame = { ...FRAME, film: { width: 1000, height: 500 }, orientation: turnedBy(UPRIGHT, 1) };
    expect(fitScale(frame)).toBe(0.78);
  });
});

describe('snapToDevicePixels', () => {
  it('puts the corner of the film on the edge of a device pixel, less than one away', () => {
    const fraction = fc.double({ min: 100, max: 400, noNaN: true });
    fc.assert(
      fc.property(orientation, fraction, fraction, fc.constantFrom(1, 0.37, 2.6), (lies, x, y, zoom) => {
        const frame = { ...FRAME, orientation: lies };
        const placement = { unit: 'pixel' as const, zoom, centre: { x, y } };
        const snapped = snapToDevicePixels(placement, frame);
        const corner = viewPointAt({ x: 0, y: 0 }, snapped, frame);
        expect(corner.x).toBeCloseTo(Math.round(corner.x), 6);
        expect(corner.y).toBeCloseTo(Math.round(corner.y), 6);
        expect(Math.abs(snapped.centre.x - x) * zoom).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(snapped.centre.y - y) * zoom).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});
