import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { readEditPictures } from './edit-source.ts';
import { encodeGrey8Png } from './png.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-edit-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function grey(
  name: string,
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): string {
  const pixels = Uint8Array.from({ length: width * height }, (_, index) =>
    valueAt(index % width, Math.floor(index / width)),
  );
  const path = join(scratch, name);
  writeFileSync(path, encodeGrey8Png(pixels, width, height));
  return path;
}

const film = grey('film.png', 128, 64, (x) => x);
const mask = grey('mask.png', 128, 64, (x) => (x < 64 ? 255 : 0));

const coloured = join(scratch, 'coloured.png');
const red = Uint8Array.from({ length: 64 * 64 * 3 }, (_, index) => (index % 3 === 0 ? index % 251 : 0));
writeFileSync(coloured, encode({ width: 64, height: 64, data: red, depth: 8, channels: 3 }));

describe('readEditPictures', () => {
  it('takes a film of the image size as it is, and its mask', async () => {
    const { pictures } = await readEditPictures({ film, mask }, 128, 64);
    expect([...pictures.grey.subarray(0, 128)]).toEqual(Array.from({ length: 128 }, (_, x) => x * 257));
    expect([...(pictures.mask ?? [])].slice(62, 66)).toEqual([255, 255, 0, 0]);
  });

  it('brings both to another size in the same place, the whole film in the middle', async () => {
    const { pictures } = await readEditPictures({ film, mask }, 64, 64);
    const row = (y: number) => [pictures.grey[y * 64 + 40], pictures.mask?.[y * 64 + 20]];
    expect([row(15), row(48)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    // Column 40 of 64 lies over columns 80 and 81 of 128; the triangle reaches one further on either side.
    expect([row(16), row(47)]).toEqual([
      [Math.round(80.5 * 257), 255],
      [Math.round(80.5 * 257), 255],
    ]);
  });

  it('needs no mask', async () => {
    expect((await readEditPictures({ film, mask: null }, 64, 64)).pictures.mask).toBeNull();
  });

  it('says what was done to the film', async () => {
    const { notes } = await readEditPictures({ film: coloured, mask: null }, 64, 64);
    expect(notes).toEqual(['coloured.png: the picture was in colour and was turned to grey']);
  });

  it('refuses a mask of another size, naming both', async () => {
    const other = grey('other.png', 64, 64, () => 255);
    await expect(readEditPictures({ film, mask: other }, 64, 64)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message:
        'other.png: it has 64 x 64 pixels, the film film.png 128 x 64; draw the mask on the film itself.',
    });
  });
});
