import { describe, expect, it } from 'vitest';
import { readFilmPixels } from './film-pixels.ts';

describe('readFilmPixels', () => {
  it('reads one byte a pixel, or two with the low byte first', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    expect([...readFilmPixels(bytes.buffer, { widthPx: 2, heightPx: 2, bits: 8 })]).toEqual([1, 2, 3, 4]);
    expect([...readFilmPixels(bytes.buffer, { widthPx: 2, heightPx: 1, bits: 16 })]).toEqual([513, 1027]);
  });

  it('refuses a buffer that is too short or too long, rather than showing a torn film', () => {
    for (const length of [0, 3, 5, 8]) {
      expect(() =>
        readFilmPixels(new ArrayBuffer(length), { widthPx: 2, heightPx: 2, bits: 8 }),
      ).toThrowError(expect.objectContaining({ code: 'FILE_CORRUPT' }));
    }
  });
});
