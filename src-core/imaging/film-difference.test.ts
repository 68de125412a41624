import { describe, expect, it } from 'vitest';
import { filmDifference } from './film-difference.ts';

describe('the difference of an edited film', () => {
  it('is grey where nothing changed, twice the change elsewhere, and measured inside and outside the mask', () => {
    const source = Uint8Array.of(100, 100, 100, 100);
    const edited = Uint8Array.of(100, 110, 90, 250);
    const difference = filmDifference(source, edited, Uint8Array.of(0, 0, 255, 255));
    expect([...difference.pixels]).toEqual([128, 148, 108, 255]);
    expect(difference).toMatchObject({ meanInside: (10 + 150) / 2, meanOutside: (0 + 10) / 2 });
    expect(filmDifference(source, edited, null)).toMatchObject({ meanInside: null, meanOutside: 170 / 4 });
  });
});
