import type { FilmId, StudyId, UserId } from '../../../src-core/base/ids.ts';
import { drawPhantom } from '../../../src-core/imaging/phantom.ts';
import type { DraftFilm, StudyDraft } from '../../../src-core/study/draft.ts';
import type { AppSession } from '../session.ts';
import { phantomEngine, TEST_MODEL, type TestApp } from './test-app.ts';

const phantom = (seed: number) => Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels);

export interface PhantomFilms {
  readonly real: readonly FilmId[];
  readonly synthetic: readonly FilmId[];
}

/** Phantoms as films of a library: real ones of a patient each, synthetic ones kept, with texts by their place. */
export async function addPhantoms(
  { ports: { store } }: TestApp,
  count: number,
  textOf: (index: number) => string = (index) => `Small pleural effusion, number ${index}.`,
): Promise<PhantomFilms> {
  const real: FilmId[] = [];
  const synthetic: FilmId[] = [];
  const job = store.jobs.enqueue({
    modelId: TEST_MODEL,
    prompt: 'phantoms',
    negativePrompt: '',
    count,
    seed: 1000,
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
  for (let index = 0; index < count; index += 1) {
    const common = { width: 64, height: 64, bits: 8 as const };
    real.push(
      store.films.addReal({
        ...common,
        pixelsBlob: await store.blobs.put(phantom(index + 1)),
        text: textOf(index),
        sourceName: `film-${index}.png`,
        sourceSha256: index.toString(16).padStart(64, '0'),
        sourceFrame: 0,
        sourceKind: 'png',
        patientKey: `patient-${index}`,
        label: null,
        importBatch: 'phantoms',
        lossy: false,
        pixelSpacingMm: null,
        warnings: [],
        notes: [],
        displayBlob: null,
      }).film.id,
    );
    const prompt = `Drawn: ${textOf(index)}`;
    const drawn = await drawFor(prompt, 1000 + index);
    const { film } = store.films.addSynthetic({
      ...common,
      jobId: job.id,
      jobIndex: index,
      seed: 1000 + index,
      recipe: JSON.parse(JSON.stringify(drawn.recipe)),
      pixelsBlob: await store.blobs.put(drawn.pixels),
      text: prompt,
    });
    store.films.decide(film.id, 'keep', 'Cora');
    synthetic.push(film.id);
  }
  return { real, synthetic };
}

function drawFor(prompt: string, seed: number) {
  const request = {
    modelDir: '/models/phantoms',
    provider: 'cpu',
    prompt,
    negativePrompt: '',
    seed,
    seedIndex: 0,
    steps: 1,
    guidanceScale: 1,
    guidanceRescale: 0,
    eta: 0,
    edit: null,
    scheduler: 'ddim',
    widthPixels: 64,
    heightPixels: 64,
  } as const;
  return phantomEngine().generate(request, { progress: () => {} }, new AbortController().signal);
}

/** A study begun from a preset and changed. */
export async function designStudy(
  test: TestApp,
  session: AppSession,
  preset: string,
  readers: readonly UserId[],
  films: readonly DraftFilm[],
  change: (draft: StudyDraft) => StudyDraft = (draft) => draft,
): Promise<StudyId> {
  const { studyId, draft } = await test.call(session, 'design.create', { name: 'Pilot', seed: 3, preset });
  await test.call(session, 'design.update', {
    studyId,
    name: 'Pilot',
    seed: 3,
    draft: change({
      ...draft,
      films: [...films],
      readers: readers.map((userId) => ({ userId, profile: null })),
    }),
  });
  return studyId;
}
