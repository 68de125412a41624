import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampPlacement,
  filmPointAt,
  fitPlacement,
  fitScale,
  panBy,
  scaleOf,
  zoomAt,
} from './view-geometry.ts';

const FILM = { width: 512, height: 512 };
const VIEWPORT = { width: 920, height: 780 };
const MIDDLE = { x: 460, y: 390 };

describe('fitting', () => {
  it('shows the whole film, as large as the narrower side allows', () => {
    expect(fitScale(FILM, VIEWPORT)).toBe(780 / 512);
    expect(fitScale({ width: 2000, height: 1000 }, VIEWPORT)).toBe(0.46);
  });

  it('puts the film in the middle', () => {
    expect(filmPointAt(MIDDLE, fitPlacement(FILM), FILM, VIEWPORT)).toEqual({ x: 256, y: 256 });
    expect(filmPointAt({ x: 460, y: 0 }, fitPlacement(FILM), FILM, VIEWPORT)).toEqual({ x: 256, y: 0 });
  });
});

describe('zoomAt', () => {
  it('keeps the film point under the pointer, as long as no edge of the film comes into the viewport', () => {
    // Zoomed in enough, around the film's middle, no clamping interferes.
    const start = { zoom: 4, centre: { x: 256, y: 256 } };
    const pointer = fc.record({
      x: fc.double({ min: 300, max: 620, noNaN: true }),
      y: fc.double({ min: 250, max: 530, noNaN: true }),
    });
    fc.assert(
      fc.property(pointer, fc.double({ min: 0.9, max: 1.6, noNaN: true }), (at, factor) => {
        const before = filmPointAt(at, start, FILM, VIEWPORT);
        const afterwards = filmPointAt(at, zoomAt(start, factor, at, FILM, VIEWPORT), FILM, VIEWPORT);
        expect(afterwards.x).toBeCloseTo(before.x, 6);
        expect(afterwards.y).toBeCloseTo(before.y, 6);
      }),
    );
  });

  it('stops at the whole film and at 32 device pixels a film pixel', () => {
    expect(zoomAt(fitPlacement(FILM), 0.1, { x: 0, y: 0 }, FILM, VIEWPORT)).toEqual(fitPlacement(FILM));
    const near = zoomAt(fitPlacement(FILM), 1e6, MIDDLE, FILM, VIEWPORT);
    expect(scaleOf(near, FILM, VIEWPORT)).toBeCloseTo(32, 9);
  });
});

describe('clampPlacement', () => {
  it('never shows beyond an edge of the film that is larger than the viewport, and centres one that is not', () => {
    const anywhere = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, fc.double({ min: 0.01, max: 100, noNaN: true }), (x, y, zoom) => {
        const placed = clampPlacement({ zoom, centre: { x, y } }, FILM, VIEWPORT);
        const scale = scaleOf(placed, FILM, VIEWPORT);
        const first = filmPointAt({ x: 0, y: 0 }, placed, FILM, VIEWPORT);
        const last = filmPointAt({ x: 920, y: 780 }, placed, FILM, VIEWPORT);
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
    const start = { zoom: 4, centre: { x: 256, y: 256 } };
    const moved = panBy(start, { x: 60, y: -30 }, FILM, VIEWPORT);
    const held = filmPointAt({ x: 400, y: 400 }, start, FILM, VIEWPORT);
    const under = filmPointAt({ x: 460, y: 370 }, moved, FILM, VIEWPORT);
    expect(under.x).toBeCloseTo(held.x, 9);
    expect(under.y).toBeCloseTo(held.y, 9);
  });
});
