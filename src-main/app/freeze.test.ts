import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilmId, StudyId } from '../../src-core/base/ids.ts';
import { normaliseFilm, planNormalisation } from '../../src-core/imaging/normalise.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { jpegRoundTrip } from '../files/jpeg.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_MODEL, type TestApp } from './testing/test-app.ts';

const phantom = (seed: number) => Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels);

/** Imports one phantom and draws another, with a text each. */
async function makeFilms(test: TestApp, session: AppSession): Promise<{ real: FilmId; synthetic: FilmId }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-freeze-'));
  writeFileSync(path.join(folder, 'one.png'), encodeGrey8Png(phantom(1), 64, 64, {}));
  test.dialogs.open = [folder];
  const chosen = await test.call(session, 'library.chooseFilms', { from: 'folder' });
  const { imported } = await test.call(session, 'library.import', {
    filmsSelectionId: chosen?.selectionId ?? '',
    labelsSelectionId: null,
  });
  const job = test.ports.store.jobs.enqueue({
    modelId: TEST_MODEL,
    prompt: 'No acute findings.',
    negativePrompt: '',
    count: 1,
    seed: 2,
    steps: 1,
    guidanceScale: 1,
    scheduler: 'ddim',
    provider: 'cpu',
    guidanceRescale: 0,
    eta: 0,
    edit: null,
    fixed: null,
    pairLabel: null,
  });
  const { film } = test.ports.store.films.addSynthetic({
    jobId: job.id,
    jobIndex: 0,
    seed: 2,
    recipe: {},
    pixelsBlob: await test.ports.store.blobs.put(phantom(2)),
    width: 64,
    height: 64,
    bits: 8,
    text: 'No acute findings.',
  });
  const [real] = imported;
  if (real === undefined) throw new Error('nothing was imported');
  await test.call(session, 'library.setText', { filmId: real, text: 'Effusion.' });
  await test.call(session, 'library.decide', { filmIds: [film.id], decision: 'keep', reason: '' });
  return { real, synthetic: film.id };
}

describe('a freeze that takes a while', () => {
  let test: TestApp;
  let cora: AppSession;
  let films: { real: FilmId; synthetic: FilmId };
  let readerId: ReturnType<TestApp['ports']['store']['users']['findOrAdd']>['id'];

  beforeEach(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
    films = await makeFilms(test, cora);
    readerId = test.ports.store.users.findOrAdd('reader', 'Ada').id;
  });
  afterEach(() => test.close());

  const draft = async (name: string): Promise<StudyId> => {
    const { id } = await test.call(cora, 'studies.create', { name, seed: 1 });
    await update(id, name);
    return id;
  };
  const update = (studyId: StudyId, name: string) =>
    test.call(cora, 'studies.update', {
      studyId,
      name,
      seed: 1,
      filmIds: [films.real, films.synthetic],
      readerIds: [readerId],
    });

  it('keeps each film with its truth when two studies are frozen at once', async () => {
    const studies = [await draft('One'), await draft('Two')];
    await Promise.all(studies.map((studyId) => test.call(cora, 'studies.freeze', { studyId })));
    const plan = planNormalisation([{ width: 64, height: 64, lossy: false }]);
    const expected = (seed: number) =>
      normaliseFilm(drawPhantom(seed, { sizePx: 64 }).radiograph, plan, jpegRoundTrip);
    for (const studyId of studies) {
      for (const { arm, pixelsBlob } of test.ports.store.truth.cases(studyId)) {
        const pixels = await test.ports.store.blobs.get(pixelsBlob);
        expect([...pixels], arm).toEqual([...expected(arm === 'real' ? 1 : 2)]);
      }
    }
  });

  it('is made once when it is asked for twice', async () => {
    const studyId = await draft('One');
    const answers = await Promise.allSettled([
      test.call(cora, 'studies.freeze', { studyId }),
      test.call(cora, 'studies.freeze', { studyId }),
    ]);
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'CONFLICT' } },
    ]);
  });

  it.each([
    ['the draft', (studyId: StudyId) => update(studyId, 'Another name')],
    [
      "a film's text",
      () => test.call(cora, 'library.setText', { filmId: films.real, text: 'Large effusion.' }),
    ],
    [
      "a film's decision",
      () => test.call(cora, 'library.decide', { filmIds: [films.synthetic], decision: 'reject', reason: '' }),
    ],
  ])('is refused when %s changes meanwhile, and leaves the draft a draft', async (_what, change) => {
    const studyId = await draft('One');
    const freezing = test.call(cora, 'studies.freeze', { studyId });
    const refusal = expect(freezing).rejects.toMatchObject({ code: 'CONFLICT' });
    await change(studyId);
    await refusal;
    expect(await test.call(cora, 'studies.get', { studyId })).toMatchObject({ state: 'draft' });
  });
});
