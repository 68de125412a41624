import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGrey } from './compare.ts';

describe('compareGrey', () => {
  it('finds the largest difference, its first place, the mean and the number of pixels', () => {
    const first = Uint8Array.of(10, 20, 30, 40, 50, 60);
    const second = Uint8Array.of(10, 21, 27, 40, 53, 60);
    expect(compareGrey(first, second, 3)).toEqual({
      largestDifference: 3,
      meanDifference: 7 / 6,
      differingPixels: 3,
      largestAt: { x: 2, y: 0 },
    });
  });

  it('finds nothing between a picture and itself, and the same both ways round', () => {
    const picture = fc.uint8Array({ minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(picture, picture, (first, second) => {
        const none = { largestDifference: 0, meanDifference: 0, differingPixels: 0, largestAt: null };
        expect(compareGrey(first, first, 4)).toEqual(none);
        expect(compareGrey(first, second, 4)).toEqual(compareGrey(second, first, 4));
      }),
    );
  });

  it('refuses pictures of different sizes', () => {
    expect(() => compareGrey(new Uint8Array(4), new Uint8Array(6), 2)).toThrow(RangeError);
  });
});
