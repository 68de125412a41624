import { describe, expect, it } from 'vitest';
import type { BlobHash, FilmId, JobId } from '../../src-core/base/ids.ts';
import { planNormalisation } from '../../src-core/imaging/normalise.ts';
import type { Film } from '../store/ports.ts';
import { freezeWarnings } from './freeze-warnings.ts';
import { testRecipe } from './testing/test-app.ts';

const common = (id: string, text: string, sizePx = 256) => ({
  id: id as FilmId,
  pixelsBlob: 'b' as BlobHash,
  width: sizePx,
  height: sizePx,
  bits: 8 as const,
  text,
  createdAt: '2026-11-15T12:00:00.000Z',
  decision: 'keep' as const,
  decisionReason: null,
});

const real = (id: string, text: string, changes: Partial<Extract<Film, { kind: 'real' }>> = {}): Film => ({
  ...common(id, text),
  kind: 'real',
  sourceName: `${id}.png`,
  sourceSha256: id,
  sourceFrame: 0,
  sourceKind: 'png',
  patientKey: id,
  label: null,
  importBatch: 'batch',
  lossy: false,
  pixelSpacingMm: null,
  warnings: [],
  notes: [],
  displayBlob: null,
  ...changes,
});

const synthetic = (id: string, text: string, truncatedText: string | null = null): Film => ({
  ...common(id, text),
  kind: 'synthetic',
  jobId: 'job' as JobId,
  jobIndex: 0,
  seed: 1,
  edit: null,
  recipe: { ...testRecipe({ prompt: text }), tokens: { count: 77, truncatedText } },
});

const edited = (id: string, text: string, originFilmId: string): Film => {
  const film = synthetic(id, text);
  if (film.kind !== 'synthetic') return film;
  const edit = { sourceFilmId: originFilmId as FilmId, maskBlob: null };
  return { ...film, edit: { ...edit, originFilmId: originFilmId as FilmId, originKind: 'real' } };
};

/** As the store tells it; the patient of a film that is not in the study is p-ID. */
const patientAmong =
  (films: readonly Film[]) =>
  (film: Film): string | null => {
    if (film.kind === 'real') return film.patientKey;
    if (film.edit === null) return null;
    const origin = films.find(({ id }) => id === film.edit?.originFilmId);
    return origin?.kind === 'real' ? origin.patientKey : `p-${film.edit.originFilmId}`;
  };

const warnings = (...films: Film[]): string => {
  const planned = films.map(({ width, height }) => ({ width, height, lossy: false }));
  return freezeWarnings(films, planNormalisation(planned), patientAmong(films)).join('\n');
};

describe('the warnings before a freeze', () => {
  it('say that text is burned into films of one arm', () => {
    const said = warnings(
      real('a', 'Clear lungs.', { warnings: ['burned-in-declared'] }),
      real('b', 'Clear lungs.', { warnings: ['burned-in-probable', 'overlay'] }),
      real('c', 'Clear lungs.', { warnings: ['burned-in-declared', 'burned-in-probable'] }),
    );
    expect(said).toContain("burned-in text (2 by its file's own word, 1 by the look of it)");
    expect(warnings(real('a', 'Clear lungs.', { warnings: ['overlay'] }))).not.toContain('burned-in');
  });

  it('are none for arms of one size, wording and number', () => {
    expect(
      warnings(
        real('a', '60 year old male. AP chest radiograph. Pneumonia.'),
        synthetic('b', '72 year old female. AP chest radiograph. Pulmonary edema.'),
      ),
    ).toBe('');
  });

  it('count an edit of a real film as a film of its patient, whether or not the source is in the study', () => {
    const shared = '1 film(s) share a patient with another';
    expect(warnings(real('a', 'Pneumonia.'), edited('b', 'Effusion.', 'a'))).toContain(shared);
    expect(warnings(real('d', 'Pneumonia.', { patientKey: 'p-a' }), edited('b', 'Effusion.', 'a'))).toContain(
      shared,
    );
  });

  it('count prompts whose end the model never saw', () => {
    expect(warnings(real('a', 'Clear lungs.'), synthetic('b', 'Clear lungs.', 'and more'))).toContain(
      '1 synthetic film(s) come from a prompt whose end',
    );
  });

  it('name coarser arms, cut margins, repeated patients and prompts, and uneven arms', () => {
    const text = warnings(
      real('a', 'Clear lungs.', { width: 512, height: 600, patientKey: 'p' }),
      real('b', 'Clear lungs.', { width: 512, height: 512, patientKey: 'p' }),
      real('c', 'Clear lungs.', { width: 512, height: 512 }),
      real('d', 'Clear lungs.', { width: 512, height: 512 }),
      real('e', 'Clear lungs.', { width: 512, height: 512 }),
      synthetic('f', 'Clear lungs.'),
      synthetic('g', 'Clear lungs.'),
    );
    expect(text).toContain('up to 512 px and is reduced to 256 px');
    expect(text).toContain('1 real film(s) are not square');
    expect(text).toContain('1 film(s) share a patient');
    expect(text).toContain('1 film(s) share a prompt');
    expect(text).toContain('uneven (5 real, 2 synthetic)');
  });
});
