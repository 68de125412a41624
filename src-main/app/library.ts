import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { importCalls } from '../../src-core/contract/import-calls.ts';
import type { FilmDetail, FilmFilter } from '../../src-core/contract/library-calls.ts';
import type { RealFilm, FilmFilter as StoreFilter, SyntheticFilm } from '../store/ports.ts';
import { toFilmView } from './film-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

/** The films of this workstation: looking, keeping and rejecting. */
export function libraryHandlers(ports: AppPorts): Omit<HandlersOf<'library'>, keyof typeof importCalls> {
  const { store } = ports;
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
  };
}

/** A filter of the contract as the store takes it. */
export function toStoreFilter({
  kind,
  decision,
  jobId,
  search,
}: Omit<FilmFilter, 'offset' | 'limit'>): StoreFilter {
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
