import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobHash } from '../../src-core/base/ids.ts';
import type { FilmView } from '../../src-core/contract/library-calls.ts';
import { identityDisplay, renderDisplay, toGrey8 } from '../../src-core/imaging/film-display.ts';
import { filmDisplaySchema } from '../../src-core/imaging/film-display-schema.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { decodeDicom } from '../files/dicom.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { decodePng } from '../files/png-decode.ts';
import { filmPicture } from './film-picture.ts';
import type { AppSession } from './session.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';

const SIDE = 64;
const GREYS = Uint8Array.from(drawPhantom(1, { sizePx: SIDE }).radiograph.pixels);

/** Signed, rescaled, MONOCHROME1, with padding, a VOI LUT and a window. */
function richDicom(): Uint8Array {
  const entries = Uint16Array.from({ length: 300 }, (_, index) => Math.min(1023, index * 4));
  const lut: Element[] = [
    ['00283002', 'SS', [300, -200, 10]],
    ['00283003', 'LO', 'NORMAL'],
    ['00283006', 'OW', new Uint8Array(entries.buffer)],
  ];
  const extra: Element[] = [
    ['00280120', 'SS', [-2000]],
    ['00281050', 'DS', '-40.5'],
    ['00281051', 'DS', '300'],
    ['00281052', 'DS', '-100.25'],
    ['00281053', 'DS', '0.7'],
    ['00281054', 'LO', 'OD'],
    ['00283010', 'SQ', [lut]],
  ];
  const samples = Int16Array.from(GREYS, (grey, index) => (index < 640 ? -2000 : grey * 2 - 200));
  return writeDicomImage({
    width: SIDE,
    height: SIDE,
    samples,
    bitsStored: 12,
    photometric: 'MONOCHROME1',
    extra,
  });
}

describe('a film in the store', () => {
  let test: TestApp;
  let cora: AppSession;
  beforeEach(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
  });
  afterEach(() => test.close());

  const importOne = async (name: string, bytes: Uint8Array): Promise<FilmView> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-display-'));
    writeFileSync(path.join(folder, name), bytes);
    test.dialogs.open = [folder];
    const chosen = await test.call(cora, 'library.chooseFilms', { from: 'folder' });
    const { imported } = await test.call(cora, 'library.import', {
      filmsSelectionId: chosen?.selectionId ?? '',
      labelsSelectionId: null,
    });
    const [filmId] = imported;
    if (filmId === undefined) throw new Error('nothing was imported');
    return (await test.call(cora, 'library.detail', { filmId })).film;
  };
  const fetched = async (url: string | null): Promise<Uint8Array> => {
    const bytes = await test.app.pixels(cora, (url ?? '').replace('app://blob/', ''));
    if (bytes === undefined) throw new Error('no such blob');
    return bytes;
  };

  it('keeps the stored values of a DICOM file and all of its chain, and the window gets both', async () => {
    const view = await importOne('rich.dcm', richDicom());
    const { radiograph } = await decodeDicom(richDicom(), 'rich.dcm');
    const picture = await filmPicture(test.ports.store.blobs, test.ports.store.films.get(view.id));
    expect(picture).toEqual({ ...radiograph, notes: undefined, lossy: undefined });
    expect(picture.display.choices.map(({ label }) => label)).toEqual(['NORMAL', null]);
    const display = filmDisplaySchema.parse(
      JSON.parse(Buffer.from(await fetched(view.displayUrl)).toString()),
    );
    expect(display).toEqual(radiograph.display);
    expect(new Uint16Array((await fetched(view.pixelsUrl)).slice().buffer)).toEqual(radiograph.pixels);
  });

  it('has no display where the pixels are display grey: its blob is those greys, as before there were displays', async () => {
    const view = await importOne('plain.png', encodeGrey8Png(GREYS, SIDE, SIDE));
    expect(view.displayUrl).toBeNull();
    const film = test.ports.store.films.get(view.id);
    expect(film.pixelsBlob).toBe(createHash('sha256').update(GREYS).digest('hex'));
    expect((await filmPicture(test.ports.store.blobs, film)).display).toEqual(identityDisplay(8));
  });

  it('is exported as PNG in the greys in which it opens', async () => {
    const view = await importOne('rich.dcm', richDicom());
    const target = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-display-')), 'out.png');
    test.dialogs.save = target;
    await test.call(cora, 'export.film', { filmId: view.id, format: 'png8' });
    const { radiograph } = await decodeDicom(richDicom(), 'rich.dcm');
    expect(decodePng(readFileSync(target), 'out.png').radiograph.pixels).toEqual(
      toGrey8(renderDisplay(radiograph)),
    );
  });

  it('whose display cannot be read is named as damage', async () => {
    const view = await importOne('rich.dcm', richDicom());
    const film = test.ports.store.films.get(view.id);
    const nonsense: BlobHash = await test.ports.store.blobs.put(Buffer.from('{"choices":[]}'));
    await expect(
      filmPicture(test.ports.store.blobs, { ...film, displayBlob: nonsense } as typeof film),
    ).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});
