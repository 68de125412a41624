import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilmId } from '../../src-core/base/ids.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';

describe('a draft', () => {
  let test: TestApp;
  let cora: AppSession;
  let films: FilmId[];

  beforeAll(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
    const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-drafts-'));
    for (const seed of [1, 2]) {
      const pixels = Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels);
      writeFileSync(path.join(folder, `${seed}.png`), encodeGrey8Png(pixels, 64, 64, {}));
    }
    test.dialogs.open = [folder];
    const chosen = await test.call(cora, 'library.chooseFilms', { from: 'folder' });
    const report = await test.call(cora, 'library.import', {
      filmsSelectionId: chosen?.selectionId ?? '',
      labelsSelectionId: null,
    });
    films = report.imported;
  });
  afterAll(() => test.close());

  it('is begun from a preset, changed, and read as it was left', async () => {
    const begun = await test.call(cora, 'design.create', { name: 'Pilot', seed: 3, preset: 'pair-choice' });
    expect(begun).toMatchObject({ name: 'Pilot', seed: 3, draft: { design: { kind: 'pair' } } });
    const reader = test.ports.store.users.findOrAdd('reader', 'Ada');
    const draft = {
      ...begun.draft,
      readers: [{ userId: reader.id, profile: { experienceYears: 4, subspecialty: null } }],
      films: films.map((filmId) => ({
        filmId,
        arm: 'real',
        role: 'reading' as const,
        finding: null,
        view: 'AP',
        text: null,
        textFrom: null,
        textControl: { kind: 'matched' as const },
        expected: null,
        feedback: null,
      })),
    };
    const { studyId } = begun;
    const changed = await test.call(cora, 'design.update', { studyId, name: 'Pilot 2', seed: 4, draft });
    expect(changed).toMatchObject({ studyId, name: 'Pilot 2', seed: 4, draft });
    expect(await test.call(cora, 'design.get', { studyId })).toEqual(changed);
    expect(test.ports.store.studies.readers(studyId)).toEqual([reader.id]);

    const [first] = draft.films;
    if (first === undefined) throw new Error('no film was imported');
    await expect(
      test.call(cora, 'design.update', {
        studyId,
        name: 'Pilot',
        seed: 4,
        draft: { ...draft, films: [first, first] },
      }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', details: { filmId: first.filmId } });
    await expect(
      test.call(cora, 'design.update', {
        studyId,
        name: 'Pilot',
        seed: 4,
        draft: { ...draft, films: [{ ...first, filmId: 'nowhere' as FilmId }] },
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await test.call(cora, 'design.get', { studyId })).toEqual(changed);
  });

  it('of an unknown preset is refused with those that are known', async () => {
    await expect(
      test.call(cora, 'design.create', { name: 'Pilot', seed: null, preset: 'guessing' }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('quartet-choice') });
  });

  it('that an earlier build began is said to be one', async () => {
    const old = test.ports.store.studies.createDraft({ name: 'Old', seed: 1, protocol: { filmIds: [] } });
    await expect(test.call(cora, 'design.get', { studyId: old.id })).rejects.toMatchObject({
      code: 'STUDY_INVALID',
      message: expect.stringContaining('earlier build'),
    });
  });

  it('can take every film that is not rejected, with what its text says', async () => {
    const [kept, rejected] = films as [FilmId, FilmId];
    await test.call(cora, 'library.setText', { filmId: kept, text: 'AP chest radiograph. Pulmonary edema.' });
    await test.call(cora, 'library.decide', { filmIds: [rejected], decision: 'reject', reason: 'blurred' });
    expect(await test.call(cora, 'design.candidates', {})).toMatchObject([
      { filmId: kept, kind: 'real', edited: false, finding: 'pulmonary edema', view: 'AP', modelName: null },
    ]);
  });
});
