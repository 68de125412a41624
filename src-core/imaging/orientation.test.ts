import { describe, expect, it } from 'vitest';
import { applyOrientation } from './orientation.ts';

// The letter F in 3 x 5 pixels, stored as each EXIF orientation stores it; all must show it upright.
const UPRIGHT = '111 100 110 100 100';
const STORED: readonly (readonly [number, number, number, string])[] = [
  [1, 3, 5, '111 100 110 100 100'],
  [2, 3, 5, '111 001 011 001 001'],
  [3, 3, 5, '001 001 011 001 111'],
  [4, 3, 5, '100 100 110 100 111'],
  [5, 5, 3, '11111 10100 10000'],
  [6, 5, 3, '10000 10100 11111'],
  [7, 5, 3, '00001 00101 11111'],
  [8, 5, 3, '11111 00101 00001'],
];

describe('applyOrientation', () => {
  it.each(STORED)('turns orientation %i upright', (orientation, width, height, stored) => {
    const pixels = Uint8Array.from(stored.replaceAll(' ', ''), Number);
    const shown = applyOrientation({ width, height, pixels }, orientation);
    expect([shown.width, shown.height]).toEqual([3, 5]);
    expect([...shown.pixels].join('')).toBe(UPRIGHT.replaceAll(' ', ''));
  });
});
