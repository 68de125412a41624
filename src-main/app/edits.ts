import { LightboxError } from '../../src-core/base/errors.ts';
import { findMaskFault } from '../../src-core/imaging/mask.ts';
import { toFilmView } from './film-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';

/** Masks for edits of films, and the films that edits made. */
export function editHandlers({ store }: AppPorts): HandlersOf<'edits'> {
  return {
    'edits.saveMask': async ({ filmId, mask }) => {
      const film = store.films.get(filmId);
      const { fault, markedPixels } = findMaskFault(mask, film.width, film.height);
      if (fault !== null) throw new LightboxError('BAD_INPUT', fault, { filmId });
      return { maskId: await store.blobs.put(mask), markedPixels };
    },
    'edits.ofFilm': ({ filmId, limit }, session) => ({
      source: toFilmView(store.films.get(filmId), session),
      films: store.films.editsOf(filmId, limit).map((film) => toFilmView(film, session)),
    }),
  };
}
