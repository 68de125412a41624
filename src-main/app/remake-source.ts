import { LightboxError } from '../../src-core/base/errors.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import { editHashes } from '../engine/image-recipe.ts';
import type { Film, FilmEdit } from '../store/ports.ts';
import { filmPicture } from './film-picture.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs } from './single-task.ts';

const FILMS_AT_ONCE = 100;

/**
 * The film of the library that an edit started from, by the hash in its recipe: the one that an edit here started
 * from with that hash, else, for an edit without a mask, the film that gives it at the image's size.
 * @throws LightboxError NOT_FOUND, CANCELLED
 */
export async function findEditSource(
  ports: AppPorts,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<FilmEdit> {
  const { sourceImage, maskImage } = recipe;
  const known = sourceImage === null ? undefined : ports.store.films.editOrigin(sourceImage, maskImage);
  if (known !== undefined) return known;
  const found = maskImage === null ? await searchLibrary(ports, recipe, signal) : null;
  if (found !== null) return { sourceFilmId: found.id, maskBlob: null };
  const message =
    maskImage === null
      ? 'The film that this edit started from is not in the library. Import it and try again'
      : 'No edit here started from the film and the mask of this one';
  throw new LightboxError(
    'NOT_FOUND',
    `${message}, or compare on the command line: lightbox verify --init-image FILM${maskImage === null ? '' : ' --mask MASK'}.`,
    { sourceImage, maskImage },
  );
}

async function searchLibrary(ports: AppPorts, recipe: Recipe, signal: AbortSignal): Promise<Film | null> {
  const { store, emit } = ports;
  const startMs = performance.now();
  for (let offset = 0; ; offset += FILMS_AT_ONCE) {
    const { films, total } = store.films.list({}, { limit: FILMS_AT_ONCE, offset });
    for (const [place, film] of films.entries()) {
      if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled.');
      if ((await sourceHashOf(ports, film, recipe)) === recipe.sourceImage) return film;
      const done = offset + place + 1;
      emit('remakes.progress', {
        done,
        total,
        remainingMs: remainingMs(performance.now() - startMs, done, total),
      });
    }
    if (films.length < FILMS_AT_ONCE) return null;
  }
}

async function sourceHashOf(
  { store, fileWork }: AppPorts,
  film: Film,
  { widthPixels, heightPixels }: Recipe,
): Promise<string | null> {
  const pictures = await fileWork.fitEdit({
    film: await filmPicture(store.blobs, film),
    mask: null,
    imageWidth: widthPixels,
    imageHeight: heightPixels,
  });
  return editHashes(pictures).sourceImage;
}
