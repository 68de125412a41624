import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FilmId, ModelId } from '../../src-core/base/ids.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import { recipePngText } from '../../src-core/diffusion/recipe-text.ts';
import { writePhantoms } from '../../tools/phantoms.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { DrawingEngine, ImageRequest } from './ports.ts';
import type { AppSession } from './session.ts';
import { openTestApp, phantomEngine, type TestApp, testRecipe } from './testing/test-app.ts';
import { filesOf, TEST_DESCRIPTION, TINY_MODEL } from './testing/test-models.ts';
import { request, settled } from './testing/test-queue.ts';

const EDITOR = 'editor' as ModelId;
const SIDE = 96;
const COMPONENTS = Object.fromEntries(filesOf(TINY_MODEL).map(({ file, sha256 }) => [file, sha256]));
const POSSIBLE = { possible: true, reason: null };

let test: TestApp;
let session: AppSession;
let drawn: ImageRequest[];
/** Changes what the engine draws. */
let engineDraws: (image: Awaited<ReturnType<DrawingEngine['generate']>>) => typeof image;
const scratch = mkdtempSync(path.join(tmpdir(), 'lightbox-remakes-'));

/** The app with a model whose files are those of every recipe here, and an engine that draws by the seed. */
async function open(): Promise<void> {
  drawn = [];
  engineDraws = (image) => image;
  const engine = phantomEngine(async (asked) => void drawn.push(asked));
  test = openTestApp({
    engine: {
      ...engine,
      generate: async (...args) => engineDraws(await engine.generate(...args)),
    },
  });
  test.ports.store.models.register({
    id: EDITOR,
    name: 'Editor',
    folder: TINY_MODEL,
    copied: false,
    description: {
      ...TEST_DESCRIPTION,
      files: filesOf(TINY_MODEL),
      tasks: { 'text-to-image': POSSIBLE, 'image-to-image': POSSIBLE, inpainting: POSSIBLE },
    },
    components: filesOf(TINY_MODEL),
    registeredBy: 'nobody',
  });
  session = await test.signIn('coordinator', 'Cora');
}

afterEach(async () => {
  await test.close();
  rmSync(test.folder, { recursive: true, force: true });
});

async function draw(changes: Parameters<typeof request>[0]): Promise<readonly FilmId[]> {
  const [job] = await test.call(session, 'generation.enqueue', {
    requests: [request({ modelId: EDITOR, ...changes })],
  });
  const done = (await settled(test, session)).find(({ id }) => id === job?.id);
  return done?.filmIds ?? [];
}

const filmAt = (films: readonly FilmId[], place: number): FilmId => films[place] ?? ('none' as FilmId);
const recipeOf = (id: FilmId): unknown => {
  const film = test.ports.store.films.get(id);
  return film.kind === 'synthetic' ? film.recipe : null;
};

/** Queues what was prepared; the film that came of it and how it compares. */
async function drawAgain(remakeId: string) {
  const job = await test.call(session, 'remakes.enqueue', { remakeId });
  const done = (await settled(test, session)).find(({ id }) => id === job.id);
  return {
    job: done,
    film: filmAt(done?.filmIds ?? [], 0),
    comparison: await test.call(session, 'remakes.comparison', { jobId: job.id }),
  };
}

async function importPhantom(): Promise<FilmId> {
  const { films } = await writePhantoms(mkdtempSync(path.join(scratch, 'films-')), 1, 1, SIDE);
  test.dialogs.open = films;
  const selection = await test.call(session, 'library.chooseFilms', { from: 'files' });
  const { imported } = await test.call(session, 'library.import', {
    filmsSelectionId: selection?.selectionId ?? '',
    labelsSelectionId: null,
  });
  return filmAt(imported, 0);
}

/** Chooses a PNG of these pixels with this recipe. */
async function choosePng(recipe: Recipe, pixels = new Uint8Array(64 * 64)) {
  const file = path.join(mkdtempSync(path.join(scratch, 'png-')), 'other.png');
  writeFileSync(file, encodeGrey8Png(pixels, 64, 64, recipePngText(recipe)));
  test.dialogs.open = [file];
  return test.call(session, 'remakes.fromPng', {});
}

const ofEditor = (part: Partial<Recipe> = {}): Recipe =>
  testRecipe({ model: { name: 'tiny-sd', components: COMPONENTS }, ...part });

describe('a film is made again', () => {
  it('with exactly its recipe, whatever the settings are by then, and is identical', async () => {
    await open();
    const films = await draw({
      count: 3,
      seed: 41,
      negativePrompt: 'text',
      scheduler: 'dpmpp-2m',
      steps: 7,
      guidanceScale: 4.5,
      guidanceRescale: 0.3,
      eta: 0.2,
    });
    await test.call(session, 'settings.change', { threads: 5 });
    const third = filmAt(films, 2);
    const prepared = await test.call(session, 'remakes.ofFilm', { filmId: third });
    expect(prepared).toMatchObject({
      of: { filmId: third, fileName: null, seed: 43 },
      request: { modelId: EDITOR, seed: 43, count: 1, fixed: { threads: 1, seedIndex: 2 } },
      otherModelName: null,
      changedFiles: [],
      missingProvider: null,
    });
    const { job, film, comparison } = await drawAgain(prepared.remakeId);
    expect(job?.remakeOf).toBe(third);
    expect(film).not.toBe(third);
    expect(recipeOf(film)).toEqual(recipeOf(third));
    expect(comparison).toEqual({
      of: { filmId: third, fileName: null, seed: 43 },
      verdict: 'identical',
      largestDifference: 0,
      meanDifference: 0,
      differingPixels: 0,
      pixels: 64 * 64,
      differences: [],
    });
  });

  it('and where the image is another, how far and what differs is said', async () => {
    await open();
    const [first = 'none' as FilmId] = await draw({ count: 1 });
    engineDraws = ({ pixels, recipe, ...image }) => ({
      ...image,
      pixels: pixels.map((value, place) => (place === 5 ? value ^ 64 : value)),
      recipe: { ...recipe, onnxruntimeVersion: '2.0' },
    });
    const { remakeId } = await test.call(session, 'remakes.ofFilm', { filmId: first });
    const { comparison } = await drawAgain(remakeId);
    expect(comparison).toMatchObject({
      verdict: 'different',
      largestDifference: 64,
      differingPixels: 1,
      differences: [{ what: 'onnxruntime', recorded: 'none', here: '2.0' }],
    });
  });

  it('from its source, mask and strength where it is an edit', async () => {
    await open();
    const source = await importPhantom();
    const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, place) => (place < 900 ? 255 : 0));
    const { maskId } = await test.call(session, 'edits.saveMask', { filmId: source, mask });
    const edit = { sourceFilmId: source, strength: 0.4, maskId };
    const edited = filmAt(await draw({ count: 1, edit }), 0);
    const { remakeId, request: again } = await test.call(session, 'remakes.ofFilm', { filmId: edited });
    expect(again.edit).toEqual(edit);
    const { film, comparison } = await drawAgain(remakeId);
    expect(drawn[1]?.edit).toEqual(drawn[0]?.edit);
    expect(recipeOf(film)).toEqual(recipeOf(edited));
    expect(comparison).toMatchObject({ verdict: 'identical', differences: [] });
    // The remade film is an edit of the same film: its patient is known.
    expect(test.ports.store.films.get(film)).toMatchObject({
      edit: { sourceFilmId: source, maskBlob: maskId },
    });
  });

  it('only where it is synthetic, and by coordinators alone', async () => {
    await open();
    const real = await importPhantom();
    await expect(test.call(session, 'remakes.ofFilm', { filmId: real })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const reader = await test.signIn('reader', 'Ada');
    await expect(test.call(reader, 'remakes.ofFilm', { filmId: real })).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
    });
  });

  it('and a recipe that another was prepared after is asked for anew', async () => {
    await open();
    const films = await draw({ count: 2 });
    const { remakeId } = await test.call(session, 'remakes.ofFilm', { filmId: filmAt(films, 0) });
    await test.call(session, 'remakes.ofFilm', { filmId: filmAt(films, 1) });
    await expect(test.call(session, 'remakes.enqueue', { remakeId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the image of a PNG is made again', () => {
  it('as it was exported from the library', async () => {
    await open();
    const exported = filmAt(await draw({ count: 1 }), 0);
    test.dialogs.save = path.join(scratch, 'exported.png');
    await test.call(session, 'export.film', { filmId: exported, format: 'png8' });
    test.dialogs.open = [test.dialogs.save];
    const prepared = await test.call(session, 'remakes.fromPng', {});
    expect(prepared?.of).toEqual({ filmId: null, fileName: 'exported.png', seed: 100 });
    const { comparison } = await drawAgain(prepared?.remakeId ?? '');
    expect(comparison).toMatchObject({ of: { fileName: 'exported.png' }, verdict: 'identical' });
  });

  it('is left alone where the dialog is closed', async () => {
    await open();
    expect(await test.call(session, 'remakes.fromPng', {})).toBeNull();
  });

  it('with the model that has its files, whatever the name, and else the one of its name with what differs', async () => {
    await open();
    expect(await choosePng(ofEditor({ model: { name: 'elsewhere', components: COMPONENTS } }))).toMatchObject(
      {
        request: { modelId: EDITOR },
        otherModelName: 'elsewhere',
        changedFiles: [],
      },
    );
    const components = { ...COMPONENTS, 'unet/model.onnx': '0'.repeat(64) };
    expect(await choosePng(ofEditor({ model: { name: 'editor', components } }))).toMatchObject({
      request: { modelId: EDITOR },
      otherModelName: null,
      changedFiles: ['unet/model.onnx'],
    });
    await expect(choosePng(ofEditor({ model: { name: 'elsewhere', components } }))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message:
        'The model elsewhere that made this image is not here, nor one with its files. Add it under Models, then try again.',
    });
  });

  it('on the CPU where what computed it is not here, and that is said', async () => {
    await open();
    const prepared = await choosePng(ofEditor({ provider: 'coreml' }));
    expect(prepared).toMatchObject({
      request: { provider: 'cpu' },
      missingProvider: { name: 'coreml', reason: 'this kind of machine does not have it' },
    });
    const { comparison } = await drawAgain(prepared?.remakeId ?? '');
    expect(comparison?.differences).toEqual([{ what: 'provider', recorded: 'coreml', here: 'cpu' }]);
  });

  it('from the film of the library that gives its source, which is searched with progress', async () => {
    await open();
    const source = await importPhantom();
    const edit = { sourceFilmId: source, strength: 0.4, maskId: null };
    await draw({ count: 1, edit });
    const { sourceImage } = recipeOf(filmAt(await draw({ count: 1, edit }), 0)) as Recipe;
    const recipe = ofEditor({ task: 'image-to-image', sourceImage, strength: 0.6 });
    await test.close();
    // Another workstation, where nothing was edited yet.
    await open();
    const again = await importPhantom();
    const seen: number[] = [];
    test.events.on('remakes.progress', ({ done }) => void seen.push(done));
    expect((await choosePng(recipe))?.request.edit).toEqual({
      sourceFilmId: again,
      strength: 0.6,
      maskId: null,
    });
    await expect(choosePng({ ...recipe, sourceImage: '1'.repeat(64) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('is not in the library. Import it and try again'),
    });
    expect(seen).toEqual([1]);
    await expect(
      choosePng({ ...recipe, task: 'inpainting', maskImage: '2'.repeat(64) }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('lightbox verify --init-image FILM --mask MASK'),
    });
    test.events.on('remakes.progress', () => void test.call(session, 'remakes.cancel', {}));
    await draw({ count: 1 });
    await expect(choosePng({ ...recipe, sourceImage: '1'.repeat(64) })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('only where its recipe can be followed: the field that cannot is named', async () => {
    await open();
    const refused = (part: Partial<Recipe>) => expect(choosePng(ofEditor(part))).rejects;
    await refused({ steps: 5000 }).toMatchObject({
      code: 'RECIPE_INVALID',
      message: expect.stringMatching(/^The recipe cannot be followed here: steps: /),
    });
    await refused({ seed: 2 ** 40 }).toMatchObject({ message: expect.stringContaining('seed: ') });
    await refused({ prompt: '' }).toMatchObject({ message: expect.stringContaining('prompt: ') });
    await refused({ threads: 1000 }).toMatchObject({ message: expect.stringContaining('fixed.threads: ') });
    expect(test.ports.store.jobs.list()).toEqual([]);
  });

  it('and a PNG without a recipe, and a file that is none, say so', async () => {
    await open();
    const file = path.join(scratch, 'plain.png');
    writeFileSync(file, encodeGrey8Png(new Uint8Array(64 * 64), 64, 64));
    test.dialogs.open = [file];
    await expect(test.call(session, 'remakes.fromPng', {})).rejects.toMatchObject({
      code: 'RECIPE_INVALID',
      message: expect.stringContaining('plain.png: it holds no recipe'),
    });
    writeFileSync(file, 'no picture');
    await expect(test.call(session, 'remakes.fromPng', {})).rejects.toMatchObject({
      code: 'FILE_UNSUPPORTED',
    });
  });
});
