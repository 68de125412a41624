import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { decodeJpeg, encodeGrey8Jpeg, jpegRoundTrip } from './jpeg.ts';

const WIDTH = 80;
const HEIGHT = 64;
/** value = column + 2 * row, the picture that the fixture below was made from. */
const GRADIENT = Uint8Array.from(
  { length: WIDTH * HEIGHT },
  (_, index) => (index % WIDTH) + 2 * Math.floor(index / WIDTH),
);

// Pillow 12: Image.fromarray(GRADIENT).save(quality=40, progressive=True, optimize=True).
const PROGRESSIVE = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wgALCABAAFABAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAgEEBf/aAAgBAQAAAAHjqpVVLGlVUqslVSqqyVKqpXIqqlVciqVVSxpVVKrJVUqqv//EABQQAQAAAAAAAAAAAAAAAAAAAGD/2gAIAQEAAQUCIf/EABQQAQAAAAAAAAAAAAAAAAAAAGD/2gAIAQEABj8CIf/EABUQAQEAAAAAAAAAAAAAAAAAAAAR/9oACAEBAAE/IYiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIj/2gAIAQEAAAAQtbWlra2tbW1pa//EABUQAQEAAAAAAAAAAAAAAAAAAAAB/9oACAEBAAE/EIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQ/9k=',
  'base64',
);

function largestDifference(a: Uint8Array | Uint16Array, b: Uint8Array): number {
  return b.reduce((most, value, index) => Math.max(most, Math.abs(value - (a[index] ?? -999))), 0);
}

/** The offset of the frame header's marker. */
function frameAt(bytes: Uint8Array): number {
  return bytes.findIndex((byte, index) => byte === 0xff && (bytes[index + 1] ?? 0) === 0xc0);
}

describe('decodeJpeg', () => {
  it('reads baseline grey within the codec error', () => {
    const film = decodeJpeg(encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 95), 'a.jpg');
    expect([film.width, film.height, film.bits, film.lossy, film.notes]).toEqual([
      WIDTH,
      HEIGHT,
      8,
      true,
      [],
    ]);
    expect(largestDifference(film.pixels, GRADIENT)).toBeLessThanOrEqual(3);
  });

  it('reads progressive grey as Pillow wrote it', () => {
    const film = decodeJpeg(PROGRESSIVE, 'p.jpg');
    expect([film.width, film.height]).toEqual([WIDTH, HEIGHT]);
    expect(largestDifference(film.pixels, GRADIENT)).toBeLessThanOrEqual(10);
  });

  it.each([
    [0xc1, 12, 1, /12 bits/],
    [0xc3, 8, 1, /lossless/],
    [0xc7, 8, 1, /lossless/],
    [0xc5, 8, 1, /hierarchical/],
    [0xc9, 8, 1, /arithmetic/],
    [0xca, 8, 1, /arithmetic/],
    [0xc0, 8, 4, /4 colour components/],
  ])('refuses frame 0x%x of %i bits and %i components by name', (sof, precision, components, reason) => {
    const bytes = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 90);
    const frame = frameAt(bytes);
    bytes[frame + 1] = sof;
    bytes[frame + 4] = precision;
    bytes[frame + 9] = components;
    expect(() => decodeJpeg(bytes, 'odd.jpg')).toThrow(
      expect.objectContaining({ code: 'FILE_UNSUPPORTED', message: expect.stringMatching(reason) }),
    );
  });

  it('refuses a huge picture before it takes memory for it', () => {
    const bytes = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 90);
    bytes.fill(0xff, frameAt(bytes) + 5, frameAt(bytes) + 9);
    expect(() => decodeJpeg(bytes, 'huge.jpg')).toThrow(
      expect.objectContaining({ code: 'FILE_UNSUPPORTED' }),
    );
  });

  it('applies the EXIF orientation with a note: 6 turns the stored picture clockwise', () => {
    const plain = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 95);
    const film = decodeJpeg(withOrientation(plain, 6), 'turned.jpg');
    expect([film.width, film.height]).toEqual([HEIGHT, WIDTH]);
    expect(film.notes).toEqual(['the picture was turned upright as its EXIF data says']);
    // The stored lower left corner comes to the upper left.
    const stored = decodeJpeg(plain, 'plain.jpg').pixels;
    expect(film.pixels[0]).toBe(stored[(HEIGHT - 1) * WIDTH]);
    expect(film.pixels[HEIGHT - 1]).toBe(stored[0]);
  });

  it('refuses a file cut anywhere', () => {
    const whole = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 60);
    for (const bytes of [whole, PROGRESSIVE]) {
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), (length) => {
          expect(() => decodeJpeg(bytes.subarray(0, length), 'cut.jpg')).toThrow(
            expect.objectContaining({ code: 'FILE_CORRUPT', message: expect.stringContaining('cut.jpg: ') }),
          );
        }),
      );
    }
  });

  it('gives a picture of the stated size or a LightboxError for damaged bytes', () => {
    const whole = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 60);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        try {
          const film = decodeJpeg(bytes, 'bad.jpg');
          expect(film.pixels.length).toBe(film.width * film.height);
        } catch (error) {
          expect(error).toBeInstanceOf(LightboxError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('jpegRoundTrip', () => {
  it('is what decoding the encoded picture gives', () => {
    const encoded = encodeGrey8Jpeg(GRADIENT, WIDTH, HEIGHT, 90);
    expect(jpegRoundTrip(GRADIENT, WIDTH, HEIGHT, 90)).toEqual(decodeJpeg(encoded, 'x.jpg').pixels);
  });
});

function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
  const body = [...Buffer.from('Exif\0\0'), ...tiff];
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1, 0, body.length + 2, ...body]),
    jpeg.subarray(2),
  ]);
}
