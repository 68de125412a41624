import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmDisplay } from '../../src-core/imaging/film-display.ts';
import { filmDisplaySchema } from '../../src-core/imaging/film-display-schema.ts';
import type { FilmSource } from './film-source.ts';

export type FilmPixels = Uint8Array | Uint16Array;

/**
 * Fetches a film's raw pixels and checks their length. Nothing of them stays in the window's cache.
 *
 * @throws LightboxError FILE_UNREADABLE when they are not to be had, FILE_CORRUPT when their length is wrong.
 */
export async function fetchFilmPixels(source: FilmSource, signal: AbortSignal): Promise<FilmPixels> {
  const response = await fetch(source.url, { signal, cache: 'no-store' });
  if (!response.ok) {
    throw new LightboxError('FILE_UNREADABLE', `The film's pixels could not be loaded (${response.status}).`);
  }
  return readFilmPixels(await response.arrayBuffer(), source);
}

/** A film with its display, where it needs one. */
export interface FetchedFilm {
  readonly source: FilmSource;
  readonly pixels: FilmPixels;
}

/** A film's pixels with what they mean. Errors as fetchFilmPixels. */
export async function fetchFilm(source: FilmSource, signal: AbortSignal): Promise<FetchedFilm> {
  const { displayUrl = null } = source;
  const [pixels, display] = await Promise.all([
    fetchFilmPixels(source, signal),
    displayUrl === null ? null : fetchDisplay(displayUrl, signal),
  ]);
  return { source: display === null ? source : { ...source, display }, pixels };
}

async function fetchDisplay(url: string, signal: AbortSignal): Promise<FilmDisplay> {
  const response = await fetch(url, { signal, cache: 'no-store' });
  if (!response.ok) {
    throw new LightboxError(
      'FILE_UNREADABLE',
      `How the film is shown could not be loaded (${response.status}).`,
    );
  }
  const parsed = filmDisplaySchema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new LightboxError('FILE_CORRUPT', 'How the film is shown cannot be read.');
}

/** Views a raw buffer as the pixels of `source`. Throws LightboxError FILE_CORRUPT. */
export function readFilmPixels(buffer: ArrayBuffer, source: Omit<FilmSource, 'url'>): FilmPixels {
  const expectedBytes = (source.widthPx * source.heightPx * source.bits) / 8;
  if (buffer.byteLength !== expectedBytes) {
    throw new LightboxError(
      'FILE_CORRUPT',
      `The film has ${buffer.byteLength} bytes where ${expectedBytes} were expected.`,
    );
  }
  return source.bits === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
}
