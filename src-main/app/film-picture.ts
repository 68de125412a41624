import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash } from '../../src-core/base/ids.ts';
import {
  type DisplayableFilm,
  type FilmDisplay,
  identityDisplay,
} from '../../src-core/imaging/film-display.ts';
import {
  displayJson,
  filmDisplaySchema,
  isIdentityDisplay,
} from '../../src-core/imaging/film-display-schema.ts';
import type { FilmPicture } from '../../src-core/imaging/radiograph.ts';
import type { BlobStore, Film } from '../store/ports.ts';
import { greyValues } from './pixels.ts';

/** A stored film's pixels with what turns them into display grey. @throws LightboxError STORE_CORRUPT, NOT_FOUND */
export async function filmPicture(blobs: BlobStore, film: Film): Promise<FilmPicture> {
  const { width, height, bits } = film;
  return {
    width,
    height,
    bits,
    pixels: greyValues(await blobs.get(film.pixelsBlob), bits),
    display: await filmDisplay(blobs, film),
  };
}

/** Stores a film's display; null where its pixels are display grey as they are, which needs none. */
export async function displayBlob(
  blobs: BlobStore,
  { bits, display }: Pick<DisplayableFilm, 'bits' | 'display'>,
): Promise<BlobHash | null> {
  if (isIdentityDisplay(bits, display)) return null;
  return blobs.put(Buffer.from(displayJson(display), 'utf8'));
}

async function filmDisplay(blobs: BlobStore, film: Film): Promise<FilmDisplay> {
  if (film.kind === 'synthetic' || film.displayBlob === null) return identityDisplay(film.bits);
  const text = Buffer.from(await blobs.get(film.displayBlob)).toString('utf8');
  const parsed = filmDisplaySchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new LightboxError(
    'STORE_CORRUPT',
    `How the film ${film.id} is shown cannot be read. Restore a backup, or import the film again.`,
    { film: film.id, blob: film.displayBlob },
  );
}
