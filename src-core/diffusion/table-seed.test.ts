import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_IMAGES_PER_ROW, MAX_TABLE_ROWS, tableSeed } from './table-seed.ts';

const base = fc.nat(0xffff_ffff);
const row = fc.integer({ min: 1, max: MAX_TABLE_ROWS });
const image = fc.nat(MAX_IMAGES_PER_ROW - 1);

describe('tableSeed', () => {
  it('follows the formula that the manual states', () => {
    expect(tableSeed(7, 1, 0)).toBe(7);
    expect(tableSeed(7, 3, 2)).toBe(2009);
    expect(tableSeed(0xffff_ffff, 1, 1)).toBe(0);
  });

  it('is a seed of 32 bits, and another one for every other image of the table', () => {
    fc.assert(
      fc.property(base, row, image, row, image, (seed, row1, image1, row2, image2) => {
        const [first, second] = [tableSeed(seed, row1, image1), tableSeed(seed, row2, image2)];
        expect(first).toBe(first >>> 0);
        expect(first === second).toBe(row1 === row2 && image1 === image2);
      }),
    );
  });
});
