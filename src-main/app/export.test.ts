import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobHash, FilmId } from '../../src-core/base/ids.ts';
import type { CallInput } from '../../src-core/contract/contract.ts';
import { jobRequestSchema } from '../../src-core/contract/generation-calls.ts';
import { ATTRIBUTES } from '../../src-core/dicom/written-attributes.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { decodeStoredPictures } from '../files/dicom.ts';
import { parseDicomFile } from '../files/dicom-data-set.ts';
import { readPngText } from '../files/png.ts';
import { readRecordedImage } from '../files/recorded-image.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import type { AppSession } from './session.ts';
import { freezeForTest } from './testing/frozen-study.ts';
import { openTestApp, TEST_MODEL, type TestApp, testRecipe } from './testing/test-app.ts';
import { plainStudy } from './testing/test-designs.ts';
import { request } from './testing/test-queue.ts';

const PATIENT = 'MRN-4711';
const FILE_NAME = 'DOE_JANE_19500101';
const REPORT = 'Report of Jane Doe: effusion.';
const NONE = new Uint8Array();
const phantom = (seed: number) => Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels);
/** More than 12 bits, so that a reader of PNG keeps the values as they are. */
const SIXTEEN = Uint16Array.from({ length: 64 * 65 }, (_, index) => (index * 15) % 65536);

let test: TestApp;
let cora: AppSession;
let place: string;

beforeEach(async () => {
  test = openTestApp();
  cora = await test.signIn('coordinator', 'Cora');
  place = mkdtempSync(path.join(tmpdir(), 'lightbox-export-'));
});
afterEach(async () => {
  await test.close();
  rmSync(place, { recursive: true, force: true });
});

async function importReal(): Promise<FilmId> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-export-in-'));
  const extra = [
    ['00100010', 'PN', 'DOE^JANE'],
    ['00100020', 'LO', PATIENT],
    ['00101010', 'AS', '061Y'],
    ['00185101', 'CS', 'PA'],
  ] as const;
  const file = writeDicomImage({ width: 64, height: 65, samples: SIXTEEN, extra });
  writeFileSync(path.join(folder, `${FILE_NAME}.dcm`), file);
  test.dialogs.open = [folder];
  const chosen = await test.call(cora, 'library.chooseFilms', { from: 'folder' });
  const { imported } = await test.call(cora, 'library.import', {
    filmsSelectionId: chosen?.selectionId ?? '',
    labelsSelectionId: null,
  });
  const [id] = imported;
  if (id === undefined) throw new Error('nothing was imported');
  await test.call(cora, 'library.setText', { filmId: id, text: REPORT });
  return id;
}

async function drawn(seed: number, change: Partial<Recipe> = {}, sourceFilmId?: FilmId): Promise<FilmId> {
  const { store } = test.ports;
  const recipe = testRecipe({ seed, ...change });
  const job = store.jobs.enqueue(jobRequestSchema.parse(request({ count: 1, seed, modelId: TEST_MODEL })));
  const { film } = store.films.addSynthetic({
    jobId: job.id,
    jobIndex: 0,
    seed,
    recipe: jsonObjectSchema.parse(recipe),
    pixelsBlob: await store.blobs.put(phantom(seed)),
    width: 64,
    height: 64,
    bits: 8,
    text: recipe.prompt,
    edit: sourceFilmId === undefined ? null : { sourceFilmId, maskBlob: null },
  });
  return film.id;
}

const EDIT = {
  task: 'image-to-image',
  strength: 0.5,
  sourceImage: 'a'.repeat(64),
} as const satisfies Partial<Recipe>;

type Plan = Omit<CallInput<'export.run'>, 'placeId' | 'choice'>;
const PLAN: Plan = { format: 'dicom', name: 'set', realTexts: false, picturesChecked: false };

async function exportSet(filmIds: readonly FilmId[], change: Partial<Plan> = {}) {
  test.dialogs.open = [place];
  const chosen = await test.call(cora, 'export.chooseFolder', {});
  const plan = { ...PLAN, ...change };
  const report = await test.call(cora, 'export.run', {
    ...plan,
    choice: { kind: 'films', filmIds: [...filmIds] },
    placeId: chosen?.placeId ?? '',
  });
  return { report, folder: path.join(place, plan.name) };
}

const rowsOf = (folder: string): Record<string, string>[] =>
  parse(readFileSync(path.join(folder, 'labels.csv')), { columns: true });
const allFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('a set of films', () => {
  it('holds films of every kind as DICOM, labels, provenance and sums that fit', async () => {
    const real = await importReal();
    const made = await drawn(1, { prompt: '54 year old female. PA chest radiograph. Pulmonary edema.' });
    const edited = await drawn(2, EDIT, made);
    const editedReal = await drawn(3, EDIT, real);
    const { report, folder } = await exportSet([real, made, edited, editedReal]);
    expect(report.films).toBe(4);
    expect(readdirSync(folder).sort()).toEqual([
      'README.md',
      'SHA256SUMS',
      'images',
      'labels.csv',
      'provenance.json',
    ]);
    const sums = readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums.sort()).toEqual(
      allFiles(folder)
        .filter((file) => !file.endsWith('SHA256SUMS'))
        .map((file) => `${sha256(file)}  ${path.relative(folder, file).replaceAll(path.sep, '/')}`)
        .sort(),
    );
    expect(report.setSha256).toBe(sha256(path.join(folder, 'SHA256SUMS')));
    expect(report.bytes).toBe(allFiles(folder).reduce((sum, file) => sum + readFileSync(file).length, 0));

    const rows = rowsOf(folder);
    expect(rows.map(({ kind }) => kind)).toEqual(['real', 'generated', 'edited', 'edited']);
    expect(rows[1]).toMatchObject({
      age: '54',
      sex: 'female',
      view: 'PA',
      findingsStated: 'pulmonary edema',
      seed: '1',
      filmId: made,
      pixelsSha256: test.ports.store.films.get(made).pixelsBlob as string,
    });
    expect(rows[2]?.['patient']).toBe(rows[1]?.['patient']);
    expect(rows[3]?.['patient']).toBe(`${rows[0]?.['patient']}-SYN`);

    const [realFile, madeFile, editedFile] = rows.map(({ file }) => path.join(folder, file ?? ''));
    const { frames } = await decodeStoredPictures(readFileSync(realFile ?? ''), 'real.dcm');
    for await (const { values } of frames) expect(values).toEqual(Int32Array.from(SIXTEEN));
    expect(await readRecordedImage(madeFile ?? '')).toMatchObject({
      pixels: phantom(1),
      recipe: { seed: 1 },
    });
    const { elements } = parseDicomFile(readFileSync(editedFile ?? ''), 'edited.dcm');
    const source = elements.firstItem(`x${ATTRIBUTES.SourceImageSequence[0]}`);
    expect(source?.text('x00081155')).toBe(rows[1]?.['sopInstanceUid']);
    const provenance = JSON.parse(readFileSync(path.join(folder, 'provenance.json'), 'utf8'));
    expect(provenance).toMatchObject({ formatVersion: 1, version: 'test', format: 'dicom' });
    expect(provenance.films[1].recipe).toEqual(testRecipe({ seed: 1, prompt: rows[1]?.['text'] ?? '' }));
    expect(test.ports.store.audit.latest(1)[0]).toMatchObject({
      actor: 'Cora',
      action: 'export.set',
      details: { films: 4, realFilms: 1, format: 'dicom', sha256: report.setSha256 },
    });
  });

  it('tells nothing of a real patient, unless texts were to go along', async () => {
    const real = await importReal();
    const secrets = [PATIENT, FILE_NAME, 'DOE', 'Jane', 'Cora'];
    for (const format of ['dicom', 'png'] as const) {
      const { folder } = await exportSet([real], { format, name: format });
      for (const file of allFiles(folder))
        for (const secret of secrets)
          expect({ file, secret, told: readFileSync(file).includes(secret) }).toEqual({
            file,
            secret,
            told: false,
          });
    }
    const { folder } = await exportSet([real], { name: 'with texts', realTexts: true });
    expect(rowsOf(folder)[0]?.['text']).toBe(REPORT);
  });

  it('exported twice has the same pictures', async () => {
    const made = await drawn(1);
    const [one, two] = [await exportSet([made], { name: 'one' }), await exportSet([made], { name: 'two' })];
    const hashes = (folder: string) => rowsOf(folder).map((row) => row['sha256']);
    expect(hashes(two.folder)).toEqual(hashes(one.folder));
  });

  it('holds PNG of the film’s depth, or of 8 bits, with the recipe', async () => {
    const real = await importReal();
    const made = await drawn(1);
    const pngs = async (format: 'png' | 'png8') => {
      const { folder } = await exportSet([real, made], { format, name: format });
      return rowsOf(folder).map(({ file }) => readFileSync(path.join(folder, file ?? '')));
    };
    const [deep, shallow] = await pngs('png');
    expect([deep, shallow].map((png) => decode(png ?? NONE).depth)).toEqual([16, 8]);
    expect(decode(shallow ?? NONE).data).toEqual(phantom(1));
    expect(JSON.parse(readPngText(shallow ?? NONE)['roentgen-lightbox-recipe'] ?? '')).toEqual(
      testRecipe({ seed: 1 }),
    );
    const eight = await pngs('png8');
    expect(eight.map((png) => decode(png).depth)).toEqual([8, 8]);
    // 16-bit greys are 257 of 8-bit ones each: rounded.
    const expected = Uint8Array.from(decode(deep ?? NONE).data, (value) => Math.round(value / 257));
    expect(decode(eight[0] ?? NONE).data).toEqual(expected);
  });

  it('guards cells that a spreadsheet would run', async () => {
    const { folder } = await exportSet([await drawn(1, { prompt: '=HYPERLINK("x")' })]);
    expect(rowsOf(folder)[0]?.['text']).toBe(`'=HYPERLINK("x")`);
  });

  it('takes all that a filter finds', async () => {
    await importReal();
    for (const seed of [1, 2, 3]) await drawn(seed);
    const filter = { kind: 'synthetic', decision: null, jobId: null, search: '' } as const;
    expect(await test.call(cora, 'export.survey', { choice: { kind: 'filter', filter } })).toMatchObject({
      films: 3,
      generated: 3,
      real: 0,
    });
  });
});

describe('an export that comes to nothing leaves nothing', () => {
  it('without films, with a name that is no folder’s, and where the place is not chosen or has gone', async () => {
    const made = await drawn(1);
    await expect(exportSet([])).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(exportSet(['unknown' as FilmId])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const name of ['../up', '.hidden', 'a/b', 'end.', ' ', 'nul\0'])
      await expect(exportSet([made], { name })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const choice = { kind: 'films', filmIds: [made] } as const;
    await expect(
      test.call(cora, 'export.run', { ...PLAN, choice: { ...choice, filmIds: [made] }, placeId: 'none' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(place)).toEqual([]);
    const kept = place;
    place = path.join(kept, 'gone');
    await expect(exportSet([made])).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    place = kept;
  });

  it('where the folder is there already, which stays as it is', async () => {
    const made = await drawn(1);
    const folder = path.join(place, 'set');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine.txt'), 'mine');
    await expect(exportSet([made])).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(allFiles(place)).toEqual([path.join(folder, 'mine.txt')]);
  });

  it('when it is stopped in the middle', async () => {
    const films = [await drawn(1), await drawn(2), await drawn(3)];
    test.events.on('export.progress', ({ done }) => {
      if (done === 2) void test.call(cora, 'export.cancel', {});
    });
    await expect(exportSet(films)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(place)).toEqual([]);
    expect(test.ports.store.audit.latest(5).map(({ action }) => action)).not.toContain('export.set');
  });

  it('when a film’s pixels are damaged', async () => {
    const made = await drawn(1);
    const { pixelsBlob } = test.ports.store.films.get(made);
    rmSync(blobFile(pixelsBlob), { force: true });
    await expect(exportSet([made])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(place)).toEqual([]);
  });

  it('and what a crash left of one is swept by the next', async () => {
    const left = path.join(place, `.exporting-${'0'.repeat(16)}`);
    mkdirSync(left);
    await exportSet([await drawn(1)]);
    expect(existsSync(left)).toBe(false);
  });
});

const blobFile = (hash: BlobHash): string => path.join(test.folder, 'blobs', hash.slice(0, 2), hash);

describe('one film', () => {
  it('goes into a file of its own, which the log knows by its hash', async () => {
    const made = await drawn(1);
    test.dialogs.save = path.join(place, 'one.dcm');
    expect(await test.call(cora, 'export.film', { filmId: made, format: 'dicom' })).toEqual({
      fileName: 'one.dcm',
    });
    expect(await readRecordedImage(test.dialogs.save)).toMatchObject({ pixels: phantom(1) });
    expect(test.ports.store.audit.latest(1)[0]).toMatchObject({
      action: 'export.film',
      details: { film: made, format: 'dicom', sha256: sha256(test.dialogs.save) },
    });
    test.dialogs.save = null;
    expect(await test.call(cora, 'export.film', { filmId: made, format: 'png' })).toBeNull();
  });
});

describe('who may export', () => {
  it('is the coordinator alone', async () => {
    const reader = await test.signIn('reader', 'Ada');
    const choice = { kind: 'films', filmIds: [await drawn(1)] } as const;
    await expect(
      test.call(reader, 'export.survey', { choice: { ...choice, filmIds: [...choice.filmIds] } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN_ROLE' });
    await expect(test.call(reader, 'export.chooseFolder', {})).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
    });
  });

  it('is told which studies readers are at, whose films are sealed', async () => {
    const made = await drawn(1);
    const survey = () => test.call(cora, 'export.survey', { choice: { kind: 'films', filmIds: [made] } });
    await test.call(cora, 'design.create', { name: 'A draft', seed: 1, preset: 'quartet-choice' });
    expect((await survey()).studies).toEqual([]);
    const { studyId, truth } = await freezeForTest(test.ports.store, plainStudy(2));
    expect((await survey()).studies).toEqual([truth.protocol.name]);
    test.ports.store.studies.close(studyId, { actor: 'Cora', reason: 'all of it is read' });
    expect((await survey()).studies).toEqual([]);
  });
});
