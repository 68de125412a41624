import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { decodeFilm } from './film-reader.ts';
import { decodeTiff } from './tiff.ts';

interface Golden {
  readonly width: number;
  readonly height: number;
  readonly cases: readonly { readonly name: string; readonly file: string; readonly sha256: string }[];
}

/** Files by tifffile and Pillow with the SHA-256 of the pixels they were made of (tools/goldens/make_tiff_goldens.py). */
const golden = readGoldenJson<Golden>('tiff.json.gz');
const fileOf = (name: string): Buffer =>
  Buffer.from(golden.cases.find((one) => one.name === name)?.file ?? '', 'base64');
const PLAIN = '8 bits, little-endian, None, strips, predictor False';

/** Sets the first value of a field of the first directory, little-endian files only. */
function withField(file: Uint8Array, tag: number, value: number): Buffer {
  const changed = Buffer.from(file);
  const directory = changed.readUInt32LE(4);
  for (let index = 0; index < changed.readUInt16LE(directory); index++) {
    const entry = directory + 2 + index * 12;
    if (changed.readUInt16LE(entry) === tag) changed.writeUInt16LE(value, entry + 8);
  }
  return changed;
}

describe('decodeTiff', () => {
  it.each(golden.cases)('$name: gives the pixels it was made of', ({ file, sha256 }) => {
    const { radiograph, frames } = decodeTiff(Buffer.from(file, 'base64'), 'a.tif');
    const { pixels, width, height } = radiograph;
    expect([width, height, frames]).toEqual([golden.width, golden.height, 1]);
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  });

  it.each([
    ['JPEG', 259, 7, 'JPEG'],
    ['a coding without a name', 259, 65000, 'coding 65000'],
    ['a palette', 262, 3, 'palette'],
    ['CMYK', 262, 5, 'CMYK'],
    ['32 bits', 258, 32, '32 bits'],
    ['a large picture', 256, 65535, ''],
  ])('refuses %s by name', (_what, tag, value, reason) => {
    const changed = withField(fileOf(PLAIN), tag, value);
    expect(() => decodeTiff(changed, 'a.tif')).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^FILE_/),
        message: expect.stringContaining(reason),
      }),
    );
  });

  it('turns a picture upright', () => {
    const plain = fileOf(PLAIN);
    const { radiograph } = decodeTiff(plain, 'a.tif');
    // Orientation 274 is not among tifffile's fields: it takes the place of 305, Software.
    const directory = plain.readUInt32LE(4);
    for (let index = 0; index < plain.readUInt16LE(directory); index++) {
      const entry = directory + 2 + index * 12;
      if (plain.readUInt16LE(entry) !== 305) continue;
      plain.writeUInt16LE(274, entry);
      plain.writeUInt16LE(3, entry + 2);
      plain.writeUInt32LE(1, entry + 4);
      plain.writeUInt32LE(3, entry + 8);
    }
    const turned = decodeTiff(plain, 'a.tif').radiograph;
    expect(turned.notes).toContain('the picture was turned upright as its orientation says');
    expect([...turned.pixels].reverse()).toEqual([...radiograph.pixels]);
  });

  it('takes the page that is asked for and says so', () => {
    const first = fileOf(PLAIN);
    // A second page: the same directory again at the end.
    const directory = first.readUInt32LE(4);
    const length = 2 + first.readUInt16LE(directory) * 12 + 4;
    const file = Buffer.concat([first, first.subarray(directory, directory + length)]);
    file.writeUInt32LE(first.length, directory + length - 4);
    expect(decodeTiff(file, 'a.tif', 1)).toMatchObject({
      frames: 2,
      radiograph: { notes: ['it holds 2 frames; frame 2 was taken'] },
    });
    expect(() => decodeTiff(file, 'a.tif', 2)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    file.writeUInt32LE(directory, file.length - 4);
    expect(() => decodeTiff(file, 'a.tif')).toThrow(/circle/);
  });

  it('refuses a block that unpacks to more or less than it may, before memory is taken', () => {
    const bomb = fileOf('8 bits, little-endian, deflate, strips, predictor False');
    // Three rows a strip declared instead of sixteen: the count of strips no longer fits.
    expect(() => decodeTiff(withField(bomb, 278, 3), 'a.tif')).toThrow(/blocks instead of/);
    expect(() => decodeTiff(withField(bomb, 257, 80), 'a.tif')).toThrow(/FILE_CORRUPT|instead of|broken/);
  });

  it('gives a picture or a refusal for files cut or changed anywhere, nothing else', async () => {
    const files = [
      PLAIN,
      '16 bits, big-endian, lzw, tiles, predictor True',
      'Pillow, tiff_adobe_deflate',
    ].map(fileOf);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat()),
        async (original, changes, cut) => {
          const file = Buffer.from(original);
          for (const [at, value] of changes) file[at % file.length] = value;
          const bytes = cut === null ? file : file.subarray(0, cut % file.length);
          try {
            const { radiograph } = await decodeFilm(bytes, 'a.tif');
            expect(radiograph.pixels).toHaveLength(radiograph.width * radiograph.height);
          } catch (error) {
            expect(error).toBeInstanceOf(LightboxError);
            expect(error).toMatchObject({ code: expect.stringMatching(/^FILE_/) });
          }
        },
      ),
      { numRuns: 300, seed: 24 },
    );
  });
});
