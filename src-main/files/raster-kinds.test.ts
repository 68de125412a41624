import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodePng } from './png-decode.ts';

interface Golden {
  readonly width: number;
  readonly height: number;
  readonly png: readonly { readonly name: string; readonly file: string; readonly sha256: string }[];
  readonly jpeg: readonly {
    readonly name: string;
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly grey: string;
  }[];
  readonly cmyk: string;
}

/** Files of every kind with what Pillow, or the pixels they were made of, say (tools/goldens/make_raster_goldens.py). */
const golden = readGoldenJson<Golden>('raster.json.gz');
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64');
const isShallowGrey = (name: string): boolean => /^grey, [124] bits/.test(name);

describe('PNG', () => {
  it.each(golden.png)('$name: gives the pixels it was made of', ({ name, file, sha256 }) => {
    const { radiograph } = decodePng(bytesOf(file), 'a.png', { shallowGrey: 'spread' });
    const { width, height, bits, pixels, notes } = radiograph;
    expect([width, height, bits]).toEqual([golden.width, golden.height, name.includes('16 bits') ? 16 : 8]);
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(notes.includes('transparent parts were laid on black')).toBe(name.includes('alpha'));
    expect(notes.some((note) => note.includes('gamma'))).toBe(name.endsWith('gamma 100000'));
  });

  it.each(golden.png.filter(({ name }) => isShallowGrey(name)))(
    '$name: is no film, and refused as such',
    ({ file }) => {
      expect(() => decodePng(bytesOf(file), 'few.png')).toThrow(
        expect.objectContaining({
          code: 'FILE_UNSUPPORTED',
          message: expect.stringMatching(/few\.png: .*greys/),
        }),
      );
    },
  );
});

describe('JPEG', () => {
  it.each(golden.jpeg)('$name: gives the picture upright, within the error of a decoder', (one) => {
    const { width, height, pixels, notes } = decodeJpeg(bytesOf(one.file), 'a.jpg');
    expect([width, height]).toEqual([one.width, one.height]);
    const differences = [...bytesOf(one.grey)].map((value, index) =>
      Math.abs(value - (pixels[index] ?? -999)),
    );
    // Decoders differ in their cosine transform by 1 a channel, and in how halved colour is drawn up again.
    expect(Math.max(...differences)).toBeLessThanOrEqual(one.name.includes('4:4:4') ? 2 : 4);
    const turned = /orientation [2-8]/.test(one.name);
    expect(notes.includes('the picture was turned upright as its EXIF data says')).toBe(turned);
    expect(notes.includes('the picture was in colour and was turned to grey')).toBe(
      one.name.includes('colour'),
    );
  });

  it('in CMYK is refused by name', () => {
    expect(() => decodeJpeg(bytesOf(golden.cmyk), 'print.jpg')).toThrow(
      expect.objectContaining({
        code: 'FILE_UNSUPPORTED',
        message: expect.stringMatching(/print\.jpg: .*CMYK/),
      }),
    );
  });
});
