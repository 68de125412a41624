import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { readFilm } from './film-reader.ts';
import { encodeGrey8Jpeg } from './jpeg.ts';
import { encodeGrey8Png } from './png.ts';

const SIDE = 64;
const GREY = Uint8Array.from(drawPhantom(1, { sizePx: SIDE }).radiograph.pixels);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'films-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: Uint8Array | string): Promise<string> {
  const target = path.join(folder, name);
  await writeFile(target, content);
  return target;
}

describe('readFilm', () => {
  it('tells the kind by the content, whatever the name says', async () => {
    const png = await put('a.dcm', encodeGrey8Png(GREY, SIDE, SIDE));
    const jpeg = await put('b.png', encodeGrey8Jpeg(GREY, SIDE, SIDE, 90));
    const dicom = await put('c', writeDicomImage({ width: SIDE, height: SIDE, samples: GREY }));
    const bare = await put(
      'd.jpg',
      writeDicomImage({ width: SIDE, height: SIDE, samples: GREY, withoutMeta: true }),
    );
    const kinds = [];
    for (const file of [png, jpeg, dicom, bare]) kinds.push((await readFilm(file)).kind);
    expect(kinds).toEqual(['png', 'jpeg', 'dicom', 'dicom']);
  });

  it.each([
    ['notes.txt', 'Effusion, left.\nBefund: größer', 'FILE_NOT_A_FILM', /text file/],
    ['empty.dcm', '', 'FILE_NOT_A_FILM', /empty/],
    [
      'noise.bin',
      Uint8Array.from({ length: 500 }, (_, index) => (index * 77) & 255),
      'FILE_NOT_A_FILM',
      /neither/,
    ],
    ['scan.tif', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0), 'FILE_CORRUPT', /TIFF structure/],
    ['big.tif', Uint8Array.of(0x49, 0x49, 43, 0, 8, 0, 0, 0, 0, 0), 'FILE_UNSUPPORTED', /BigTIFF/],
    ['report.pdf', '%PDF-1.7 ...', 'FILE_UNSUPPORTED', /PDF/],
    ['films.zip', 'PK\u0003\u0004 ...', 'FILE_UNSUPPORTED', /ZIP/],
    ['photo.webp', 'RIFF0000WEBPVP8 ', 'FILE_UNSUPPORTED', /WebP/],
    ['black.png', encodeGrey8Png(new Uint8Array(SIDE * SIDE), SIDE, SIDE), 'FILE_NOT_A_FILM', /one grey/],
  ])('refuses %s by name', async (name, content, code, reason) => {
    await expect(readFilm(await put(name, content))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(reason),
      details: { file: name, reason: expect.any(String) },
    });
  });

  it('refuses a missing file, a folder and a file over the limit', async () => {
    await expect(readFilm(path.join(folder, 'none.png'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(readFilm(folder)).rejects.toMatchObject({ code: 'FILE_NOT_A_FILM' });
    const big = await put('big.dcm', 'DICM');
    await truncate(big, 513 * 1024 * 1024);
    await expect(readFilm(big)).rejects.toMatchObject({ code: 'FILE_UNSUPPORTED' });
  });
});
