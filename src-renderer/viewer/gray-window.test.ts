import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyWindow, dragWindow, FULL_WINDOW, windowLookup, windowOfPixels } from './gray-window.ts';

const value = fc.double({ min: 0, max: 1, noNaN: true });

describe('applyWindow', () => {
  it('shows the full range unchanged', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(applyWindow(v, FULL_WINDOW, false)).toBeCloseTo(v, 12);
      }),
    );
  });

  it('spreads a narrow window from black to white and clips outside it', () => {
    const narrow = { centre: 0.4, width: 0.2 };
    expect([0.2, 0.3, 0.4, 0.5, 0.9].map((v) => applyWindow(v, narrow, false))).toEqual([
      0,
      0,
      0.5,
      expect.closeTo(1, 9),
      1,
    ]);
  });

  it('never reverses the order of greys, and inversion reverses it exactly', () => {
    fc.assert(
      fc.property(
        value,
        value,
        value,
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        (a, b, centre, width) => {
          const window = { centre, width };
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(applyWindow(low, window, false)).toBeLessThanOrEqual(applyWindow(high, window, false));
          expect(applyWindow(a, window, true)).toBeCloseTo(1 - applyWindow(a, window, false), 12);
        },
      ),
    );
  });
});

describe('dragWindow', () => {
  it.each([false, true])('makes the film brighter upwards (inverted: %s)', (inverted) => {
    const brighter = dragWindow(FULL_WINDOW, 0, -64, inverted);
    expect(applyWindow(0.5, brighter, inverted)).toBeGreaterThan(applyWindow(0.5, FULL_WINDOW, inverted));
  });

  it('lowers contrast to the right and raises it to the left', () => {
    expect(dragWindow(FULL_WINDOW, 64, 0, false).width).toBeGreaterThan(1);
    expect(dragWindow(FULL_WINDOW, -64, 0, false).width).toBeLessThan(1);
  });

  it('stays a window that can be shown, however far one drags', () => {
    const far = fc.integer({ min: -5000, max: 5000 });
    fc.assert(
      fc.property(far, far, (x, y) => {
        const { centre, width } = dragWindow(FULL_WINDOW, x, y, false);
        expect(width).toBeGreaterThanOrEqual(1 / 256);
        expect(width).toBeLessThanOrEqual(2);
        expect(centre).toBeGreaterThanOrEqual(0);
        expect(centre).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('windowOfPixels', () => {
  it('spans the values that occur: a 12-bit film in 16 bits opens neither black nor flat', () => {
    const window = windowOfPixels(Uint16Array.of(100, 4095, 2000), 65535);
    expect(applyWindow(100 / 65535, window, false)).toBeCloseTo(0, 9);
    expect(applyWindow(4095 / 65535, window, false)).toBeCloseTo(1, 9);
  });

  it('is the full range for a film of one value', () => {
    expect(windowOfPixels(Uint8Array.of(7, 7), 255)).toEqual(FULL_WINDOW);
  });
});

describe('windowLookup', () => {
  it('is the identity of 8 bits for the full range, and its reverse when inverted', () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    expect([...windowLookup(255, FULL_WINDOW, false)]).toEqual(bytes);
    expect([...windowLookup(255, FULL_WINDOW, true)]).toEqual([...bytes].reverse());
  });
});
