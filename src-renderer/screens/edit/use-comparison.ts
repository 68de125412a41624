import { useEffect, useState } from 'react';
import { LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { call } from '../../app/client.ts';
import { filmSource } from '../../ui/film-text.ts';
import { fetchFilmPixels } from '../../viewer/film-pixels.ts';

/** An edited film and its source as the model got it, both of the edited film's size and 8-bit grey. */
export interface Comparison {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly source: Uint8Array;
  readonly edited: Uint8Array;
  /** 128 where nothing changed. */
  readonly difference: Uint8Array;
  /** Grey levels of 255 where the mask marks; null without one. */
  readonly meanInside: number | null;
  readonly meanOutside: number | null;
}

export interface ComparisonState {
  readonly comparison: Comparison | null;
  readonly error: LightboxError | null;
}

/** Has main hold an edit against its source; null while that is under way, a second for a film of 9 megapixels. */
export function useComparison(edited: FilmView): ComparisonState {
  const [state, setState] = useState<ComparisonState>({ comparison: null, error: null });
  useEffect(() => {
    const abort = new AbortController();
    setState({ comparison: null, error: null });
    compare(edited, abort.signal).then(
      (comparison) => {
        if (!abort.signal.aborted) setState({ comparison, error: null });
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setState({ comparison: null, error: toLightboxError(thrown) });
      },
    );
    return () => abort.abort();
  }, [edited]);
  return state;
}

async function compare(film: FilmView, signal: AbortSignal): Promise<Comparison> {
  const { widthPx, heightPx } = film;
  const { pixelsUrl, ...means } = await call('edits.compare', { filmId: film.id });
  signal.throwIfAborted();
  const pair = { url: pixelsUrl, widthPx, heightPx: 2 * heightPx, bits: 8 as const };
  const [both, edited] = await Promise.all([
    fetchBytes(pair, signal),
    fetchBytes({ ...filmSource(film), bits: 8 }, signal),
  ]);
  const pixels = widthPx * heightPx;
  return {
    widthPx,
    heightPx,
    source: both.subarray(0, pixels),
    edited,
    difference: both.subarray(pixels),
    ...means,
  };
}

/** Generated films have 8 bits. */
async function fetchBytes(
  source: Parameters<typeof fetchFilmPixels>[0],
  signal: AbortSignal,
): Promise<Uint8Array> {
  const pixels = await fetchFilmPixels(source, signal);
  if (pixels instanceof Uint8Array) return pixels;
  throw new LightboxError('FILE_CORRUPT', 'The edited film has 16 bits; films that are drawn have 8.');
}
