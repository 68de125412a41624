import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodeGrey8Png, encodeGrey16Png, readPngText } from './png.ts';
import { splitPngChunks } from './png-chunks.ts';

const PIXELS = Uint8Array.from({ length: 12 }, (_, index) => index * 20);

describe('encodeGrey8Png', () => {
  it('writes pixels that decode to the same values', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        (w, h, seed) => {
          const pixels = Uint8Array.from({ length: w * h }, (_, index) => (index * 31 + seed) & 255);
          const decoded = decode(encodeGrey8Png(pixels, w, h), { checkCrc: true });
          expect([decoded.width, decoded.height, decoded.channels, decoded.depth]).toEqual([w, h, 1, 8]);
          expect(decoded.data).toEqual(pixels);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives back any Unicode text under its keyword', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, (value) => {
        expect(readPngText(encodeGrey8Png(PIXELS, 4, 3, { prompt: value }))).toEqual({ prompt: value });
      }),
    );
  });

  it('writes tEXt for Latin-1 and iTXt for the rest', () => {
    const text = { a: 'Pleuraerguß, 50 % größer\nline two', b: '胸水', c: 'curly ’ quote', d: 'tab\there' };
    const types = splitPngChunks(encodeGrey8Png(PIXELS, 4, 3, text)).map((chunk) => chunk.type);
    expect(types).toEqual(['IHDR', 'tEXt', 'iTXt', 'iTXt', 'iTXt', 'IDAT', 'IEND']);
  });

  it('writes the same bytes as ever, so that a recipe proves a file', () => {
    // SHA-256 of this encoder's own output at its first version: a change of it changes every exported file.
    const bytes = encodeGrey8Png(PIXELS, 4, 3, { Software: 'Roentgen Lightbox', prompt: 'größer 胸' });
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'c6b79594dea85fa9acc218a26c393b1665db9a5c29a054a1b1b7b57541bac585',
    );
  });

  it.each(['', ' lead', 'trail ', 'two  blanks', 'x'.repeat(80), '胸'])(
    'refuses the keyword %j',
    (keyword) => {
      expect(() => encodeGrey8Png(PIXELS, 4, 3, { [keyword]: 'x' })).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
    },
  );

  it('refuses NUL in a text and a wrong number of pixels', () => {
    expect(() => encodeGrey8Png(PIXELS, 4, 3, { a: 'b\0c' })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
    expect(() => encodeGrey8Png(PIXELS, 4, 4)).toThrow(RangeError);
  });
});

describe('encodeGrey16Png', () => {
  it('keeps all 16 bits', () => {
    const pixels = Uint16Array.of(0, 1, 255, 256, 32768, 65535);
    const decoded = decode(encodeGrey16Png(pixels, 3, 2));
    expect(decoded.depth).toBe(16);
    expect(decoded.data).toEqual(pixels);
  });
});
