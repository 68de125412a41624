import path from 'node:path';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { importCalls } from '../../src-core/contract/import-calls.ts';
import type { FilmDetail, FilmFilter } from '../../src-core/contract/library-calls.ts';
import { RECIPE_TEXT_KEYWORD } from '../../src-core/diffusion/recipe-text.ts';
import { renderDisplay, toGrey8 } from '../../src-core/imaging/film-display.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { RealFilm, FilmFilter as StoreFilter, SyntheticFilm } from '../store/ports.ts';
import { filmPicture } from './film-picture.ts';
import { toFilmView } from './film-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

const PNG_FILTER = [{ name: 'PNG', extensions: ['png'] }];

/** The films of this workstation: looking, keeping and rejecting, exporting. */
export function libraryHandlers(ports: AppPorts): Omit<HandlersOf<'library'>, keyof typeof importCalls> {
  const { store, dialogs } = ports;
  return {
    'library.list': (filter, session) => {
      const { offset, limit } = filter;
      const page = store.films.list(toStoreFilter(filter), { offset, limit });
      return { films: page.films.map((film) => toFilmView(film, session)), total: page.total };
    },
    'library.detail': ({ filmId }, session): FilmDetail => {
      const film = store.films.get(filmId);
      return {
        film: toFilmView(film, session),
        recipeJson: film.kind === 'synthetic' ? canonicalJson(film.recipe) : null,
        source: film.kind === 'real' ? sourceFacts(film) : editFacts(film),
        warnings: film.kind === 'real' ? [...film.warnings] : [],
        notes: film.kind === 'real' ? [...film.notes] : [],
        decisions: store.films
          .decisions(filmId)
          .map(({ decision, reason, actor, at }) => ({ decision, reason: reason ?? '', actor, at })),
      };
    },
    'library.decide': ({ filmIds, decision, reason }, session) => {
      const actor = signedIn(session).name;
      store.transaction(() => {
        for (const filmId of filmIds)
          store.films.decide(filmId, decision, actor, reason === '' ? null : reason);
      });
      ports.emit('library.changed', {});
      return {};
    },
    'library.setText': ({ filmId, text }, session) => {
      const film = store.films.get(filmId);
      if (film.kind !== 'real') {
        throw new LightboxError(
          'CONFLICT',
          'The text of a synthetic film is the prompt that drew it and stays.',
        );
      }
      const described = store.transaction(() => {
        store.audit.append({
          actor: signedIn(session).name,
          action: 'library.setText',
          details: { film: filmId, text },
        });
        return store.films.describeReal(filmId, { text, label: film.label });
      });
      ports.emit('library.changed', {});
      return toFilmView(described, session);
    },
    'library.exportPng': async ({ filmId }, session) => {
      const actor = signedIn(session).name;
      const film = store.films.get(filmId);
      const name =
        film.kind === 'real'
          ? `film-${film.id.slice(0, 8)}.png`
          : `${film.edit === null ? 'synthetic' : 'edited'}-${film.seed}.png`;
      const target = await dialogs.saveFile('Export film as PNG', name, PNG_FILTER);
      if (target === null) return null;
      const recipe = film.kind === 'synthetic' ? { [RECIPE_TEXT_KEYWORD]: canonicalJson(film.recipe) } : {};
      const pixels = toGrey8(renderDisplay(await filmPicture(store.blobs, film)));
      await atomicWrite(target, encodeGrey8Png(pixels, film.width, film.height, recipe));
      store.audit.append({
        actor,
        action: 'library.exportPng',
        details: { film: filmId },
      });
      return { fileName: path.basename(target) };
    },
  };
}

function toStoreFilter({ kind, decision, jobId, search }: FilmFilter): StoreFilter {
  return {
    ...(kind === null ? {} : { kind }),
    ...(decision === null ? {} : { decision }),
    ...(jobId === null ? {} : { jobId }),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
  };
}

/** What an edited film was made from; the mask by the SHA-256 of its bytes at the source's size. */
function editFacts({ edit }: SyntheticFilm): FilmDetail['source'] {
  if (edit === null) return [];
  const facts = [
    { label: 'editedFrom', value: edit.sourceFilmId },
    ...(edit.originFilmId === edit.sourceFilmId ? [] : [{ label: 'editOrigin', value: edit.originFilmId }]),
  ];
  return edit.maskBlob === null ? facts : [...facts, { label: 'maskSha256', value: edit.maskBlob }];
}

function sourceFacts(film: RealFilm): FilmDetail['source'] {
  const spacing = film.pixelSpacingMm === null ? null : `${film.pixelSpacingMm} mm`;
  const facts: readonly (readonly [string, string | null])[] = [
    ['file', film.sourceName],
    ['format', film.sourceKind],
    ['frame', film.sourceFrame === 0 ? null : `${film.sourceFrame + 1}`],
    ['sha256', film.sourceSha256],
    ['patient', film.patientKey],
    ['label', film.label],
    ['lossy', film.lossy ? 'yes' : 'no'],
    ['pixelSpacing', spacing],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}
