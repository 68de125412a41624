import { LightboxError } from '../../src-core/base/errors.ts';
import { filmPicture } from './film-picture.ts';
import { toFilmView } from './film-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';

/** Masks for edits of films, and the films that edits made. */
export function editHandlers({ store, fileWork }: AppPorts): HandlersOf<'edits'> {
  return {
    'edits.saveMask': async ({ filmId, mask }) => {
      const film = store.films.get(filmId);
      const { fault, markedPixels } = await fileWork.checkMask(mask, film.width, film.height);
      if (fault !== null) throw new LightboxError('BAD_INPUT', fault, { filmId });
      return { maskId: await store.blobs.put(mask), markedPixels };
    },
    'edits.compare': async ({ filmId }, session) => {
      const edited = store.films.get(filmId);
      if (edited.kind !== 'synthetic' || edited.edit === null)
        throw new LightboxError('CONFLICT', 'This film is no edit of another one.', { filmId });
      const { sourceFilmId, maskBlob } = edited.edit;
      const { source, difference } = await fileWork.compareEdit({
        film: await filmPicture(store.blobs, store.films.get(sourceFilmId)),
        mask: maskBlob === null ? null : await store.blobs.get(maskBlob),
        edited: await filmPicture(store.blobs, edited),
      });
      const { pixels, meanInside, meanOutside } = difference;
      return { pixelsUrl: session.previewUrl(Buffer.concat([source, pixels])), meanInside, meanOutside };
    },
    'edits.ofFilm': ({ filmId, limit }, session) => ({
      source: toFilmView(store.films.get(filmId), session),
      films: store.films.editsOf(filmId, limit).map((film) => toFilmView(film, session)),
    }),
  };
}
