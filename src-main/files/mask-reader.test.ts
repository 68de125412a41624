import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeGrey8Jpeg } from './jpeg.ts';
import { readMask } from './mask-reader.ts';
import { encodeGrey8Png, encodeGrey16Png } from './png.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-mask-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const SIDE = 64;
/** White in its upper half. */
const HALF = Uint8Array.from({ length: SIDE * SIDE }, (_, index) => (index < (SIDE * SIDE) / 2 ? 255 : 0));

function file(name: string, bytes: Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, bytes);
  return path;
}

/** A grey PNG of `depth` bits, eight pixels of one value in `depth` bytes, as drawing programs write masks. */
function shallowPng(depth: 1 | 2 | 4): Uint8Array {
  const data = new Uint8Array((SIDE * SIDE * depth) / 8);
  data.fill(0xff, 0, data.length / 2);
  return encode({ width: SIDE, height: SIDE, data, depth, channels: 1 });
}

describe('readMask', () => {
  it.each([
    { what: '8 bits', name: 'a.png', bytes: encodeGrey8Png(HALF, SIDE, SIDE) },
    { what: '4 bits', name: 'b.png', bytes: shallowPng(4) },
    { what: '2 bits', name: 'c.png', bytes: shallowPng(2) },
    { what: '1 bit', name: 'd.png', bytes: shallowPng(1) },
  ])('reads a PNG of $what', async ({ name, bytes }) => {
    const mask = await readMask(file(name, bytes));
    expect([mask.width, mask.height, mask.bits]).toEqual([SIDE, SIDE, 8]);
    expect([...mask.pixels]).toEqual([...HALF]);
  });

  it('reads 16 bits and JPEG, and a mask that is white all over', async () => {
    const deep = await readMask(file('e.png', encodeGrey16Png(new Uint16Array(4096).fill(65535), 64, 64)));
    expect(deep.pixels.every((value) => value === 65535)).toBe(true);
    const jpeg = await readMask(file('f.jpg', encodeGrey8Jpeg(HALF, SIDE, SIDE, 90)));
    expect([jpeg.pixels[0], jpeg.pixels.at(-1)]).toEqual([255, 0]);
  });

  it.each([
    {
      what: 'one that marks nothing',
      name: 'ones.png',
      bytes: encodeGrey8Png(
        HALF.map((value) => value / 255),
        SIDE,
        SIDE,
      ),
      code: 'FILE_UNSUPPORTED',
      says: 'ones.png: it marks nothing: white, above half, is drawn anew, and its brightest value is 1 of 255.',
    },
    {
      what: 'another kind of file',
      name: 'mask.dcm',
      bytes: new TextEncoder().encode('no picture'),
      code: 'FILE_UNSUPPORTED',
      says: 'mask.dcm: it is neither PNG nor JPEG, which masks are read from.',
    },
  ])('refuses $what', async ({ name, bytes, code, says }) => {
    await expect(readMask(file(name, bytes))).rejects.toMatchObject({ code, message: says });
  });
});
