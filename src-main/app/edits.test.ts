import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FilmId, ModelId } from '../../src-core/base/ids.ts';
import { toGrey8 } from '../../src-core/imaging/film-display.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writePhantoms } from '../../tools/phantoms.ts';
import type { EditSource } from '../engine/protocol.ts';
import { readEditPictures } from '../files/edit-source.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { openTestApp, phantomEngine, TEST_MODEL, type TestApp } from './testing/test-app.ts';
import { filesOf, TEST_DESCRIPTION, TINY_MODEL } from './testing/test-models.ts';
import { request, settled } from './testing/test-queue.ts';

const EDITOR = 'editor' as ModelId;
const SIDE = 96;

/** The app with three imported phantoms (PNG, JPEG, DICOM) and a model that edits; what its engine was asked for. */
async function appWithFilms() {
  const asked: (EditSource | null)[] = [];
  const test = openTestApp({ engine: phantomEngine(async ({ edit }) => void asked.push(edit)) });
  const possible = { possible: true, reason: null };
  test.ports.store.models.register({
    id: EDITOR,
    name: 'Editor',
    folder: TINY_MODEL,
    copied: false,
    description: {
      ...TEST_DESCRIPTION,
      tasks: { 'text-to-image': possible, 'image-to-image': possible, inpainting: possible },
    },
    components: filesOf(TINY_MODEL),
    registeredBy: 'nobody',
  });
  const session = await test.signIn('coordinator', 'Cora');
  const { films } = await writePhantoms(mkdtempSync(path.join(tmpdir(), 'lightbox-edits-')), 3, 1, SIDE);
  test.dialogs.open = films;
  const selection = await test.call(session, 'library.chooseFilms', { from: 'files' });
  const report = await test.call(session, 'library.import', {
    filmsSelectionId: selection?.selectionId ?? '',
    labelsSelectionId: null,
  });
  return { test, session, asked, files: films, filmIds: report.imported };
}

function maskOf(marked: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, index) =>
    marked(index % SIDE, Math.floor(index / SIDE)) ? 255 : 0,
  );
}

const editRequest = (sourceFilmId: string, maskId: string | null, modelId: string = EDITOR) =>
  request({ modelId, count: 1, edit: { sourceFilmId, strength: 0.5, maskId } });

const madeFrom = (test: TestApp, id: FilmId | undefined) =>
  id === undefined ? undefined : test.ports.store.films.editsOf(id, 1)[0];

describe('edits of films in the window', () => {
  it('start from the same pixels as the command line’s, for PNG, JPEG and DICOM, with and without a mask', async () => {
    const { test, session, asked, files, filmIds } = await appWithFilms();
    const mask = maskOf((x, y) => x > 20 && x < 61 && y > 30 && y < 52);
    const maskFile = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-mask-')), 'mask.png');
    writeFileSync(maskFile, encodeGrey8Png(mask, SIDE, SIDE));
    const [first] = filmIds;
    const { maskId, markedPixels } = await test.call(session, 'edits.saveMask', {
      filmId: first ?? '',
      mask,
    });
    expect(markedPixels).toBe(40 * 21);
    await test.call(session, 'generation.enqueue', {
      requests: filmIds.flatMap((id) => [editRequest(id, null), editRequest(id, maskId)]),
    });
    await settled(test, session);
    const expected = [];
    for (const film of files)
      for (const drawn of [null, maskFile])
        expected.push({ ...(await readEditPictures({ film, mask: drawn }, 64, 64)).pictures, strength: 0.5 });
    expect(asked).toEqual(expected);
    await test.close();
  });

  it('make films that name their source, the film at the beginning, and the mask', async () => {
    const { test, session, filmIds } = await appWithFilms();
    const [source] = filmIds;
    const mask = maskOf((x) => x < 10);
    const { maskId } = await test.call(session, 'edits.saveMask', { filmId: source ?? '', mask });
    await test.call(session, 'generation.enqueue', { requests: [editRequest(source ?? '', maskId)] });
    await settled(test, session);
    const first = madeFrom(test, source);
    expect(first?.edit).toEqual({
      sourceFilmId: source,
      maskBlob: maskId,
      originFilmId: source,
      originKind: 'real',
    });
    // An edit of the edit: its patient is still that of the first film.
    await test.call(session, 'generation.enqueue', { requests: [editRequest(first?.id ?? '', null)] });
    await settled(test, session);
    expect(madeFrom(test, first?.id)?.edit).toMatchObject({ originFilmId: source, originKind: 'real' });
    const { source: shown, films } = await test.call(session, 'edits.ofFilm', {
      filmId: first?.id ?? '',
      limit: 10,
    });
    expect(shown.edited).toMatchObject({ sourceFilmId: source, originKind: 'real' });
    expect(films[0]?.edited?.maskUrl).toBeNull();
    const { source: facts } = await test.call(session, 'library.detail', { filmId: first?.id ?? '' });
    expect(facts).toEqual([
      { label: 'editedFrom', value: source },
      { label: 'maskSha256', value: maskId },
    ]);
    // The mask is to be had by its hash, as long as the film is there.
    expect(await test.ports.store.blobs.get(maskId as never)).toEqual(mask);
    await test.close();
  });

  it('are held against their source as the model got it, inside and outside of the mask', async () => {
    const { test, session, files, filmIds } = await appWithFilms();
    const mask = maskOf((x, y) => x > 20 && x < 61 && y > 30 && y < 52);
    const maskFile = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-mask-')), 'mask.png');
    writeFileSync(maskFile, encodeGrey8Png(mask, SIDE, SIDE));
    const { maskId } = await test.call(session, 'edits.saveMask', { filmId: filmIds[2] ?? '', mask });
    await test.call(session, 'generation.enqueue', { requests: [editRequest(filmIds[2] ?? '', maskId)] });
    await settled(test, session);
    const edited = madeFrom(test, filmIds[2]);
    const { pixelsUrl, meanInside, meanOutside } = await test.call(session, 'edits.compare', {
      filmId: edited?.id ?? '',
    });
    const { pictures } = await readEditPictures({ film: files[2] ?? '', mask: maskFile }, 64, 64);
    const source = toGrey8(pictures.grey);
    const drawn = edited === undefined ? [] : await test.ports.store.blobs.get(edited.pixelsBlob);
    const apart = [...drawn].map((value, place) => value - (source[place] ?? 0));
    const meanWhere = (marked: boolean) => {
      const there = apart.filter((_, place) => (pictures.mask?.[place] === 255) === marked);
      return there.reduce((sum, value) => sum + Math.abs(value), 0) / there.length;
    };
    expect([meanInside, meanOutside]).toEqual([meanWhere(true), meanWhere(false)]);
    const target = session.target(pixelsUrl.replace('app://blob/', ''));
    const pixels = target?.kind === 'preview' ? [...target.pixels] : [];
    expect(pixels.slice(0, 64 * 64)).toEqual([...source]);
    expect(pixels.slice(64 * 64)).toEqual(
      apart.map((difference) => Math.min(255, Math.max(0, 128 + 2 * difference))),
    );
    const notEdited = test.call(session, 'edits.compare', { filmId: filmIds[2] ?? '' });
    await expect(notEdited).rejects.toMatchObject({ code: 'CONFLICT' });
    await test.close();
  });

  it('are refused, and nothing is queued, where the model cannot, the mask is of another film, or one is missing', async () => {
    const { test, session, filmIds } = await appWithFilms();
    const [source] = filmIds;
    const refused = (edit: ReturnType<typeof editRequest>) =>
      expect(test.call(session, 'generation.enqueue', { requests: [request({ count: 1 }), edit] })).rejects;
    await refused(editRequest(source ?? '', null, TEST_MODEL)).toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: 'The model tiny-sd cannot do this: there is no vae_encoder. Choose another model.',
    });
    await refused(editRequest('no-film', null)).toMatchObject({ code: 'NOT_FOUND' });
    await refused(editRequest(source ?? '', 'f'.repeat(64))).toMatchObject({ code: 'NOT_FOUND' });
    const other = await test.ports.store.blobs.put(Uint8Array.of(255, 0));
    await refused(editRequest(source ?? '', other)).toMatchObject({
      code: 'BAD_INPUT',
      message: `The mask has 2 pixels, the film ${SIDE} x ${SIDE}: draw it on this film.`,
    });
    expect((await test.call(session, 'queue.view', { settledLimit: 10 })).open).toEqual([]);
    await test.close();
  });

  it('need a mask of the film’s size that marks a part of it', async () => {
    const { test, session, filmIds } = await appWithFilms();
    const save = (mask: Uint8Array) =>
      test.call(session, 'edits.saveMask', { filmId: filmIds[0] ?? '', mask });
    for (const mask of [new Uint8Array(5), maskOf(() => false), maskOf(() => true)])
      await expect(save(mask)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await test.close();
  });

  it('are for coordinators only', async () => {
    const { test, filmIds } = await appWithFilms();
    const reader = await test.signIn('reader', 'Ada');
    const mask = Uint8Array.from(drawPhantom(1, { sizePx: SIDE }).radiograph.pixels);
    for (const refused of [
      test.call(reader, 'edits.saveMask', { filmId: filmIds[0] ?? '', mask }),
      test.call(reader, 'edits.ofFilm', { filmId: filmIds[0] ?? '', limit: 1 }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN_ROLE' });
    await test.close();
  });
});
