import { useEffect, useState } from 'react';
import { type LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { type FilmDifference, filmDifference } from '../../../src-core/imaging/film-difference.ts';
import { fitFilm, fitMask } from '../../../src-core/imaging/fit-film.ts';
import type { Radiograph } from '../../../src-core/imaging/radiograph.ts';
import { filmSource } from '../../ui/film-text.ts';
import { type FilmPixels, fetchFilmPixels } from '../../viewer/film-pixels.ts';

/** An edited film and its source as the model got it, both of the edited film's size and 8-bit grey. */
export interface Comparison {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly source: Uint8Array;
  readonly edited: Uint8Array;
  readonly difference: FilmDifference;
}

export interface ComparisonState {
  readonly comparison: Comparison | null;
  readonly error: LightboxError | null;
}

/** Loads both films and the mask; null while they come. */
export function useComparison(source: FilmView, edited: FilmView): ComparisonState {
  const [state, setState] = useState<ComparisonState>({ comparison: null, error: null });
  useEffect(() => {
    const abort = new AbortController();
    setState({ comparison: null, error: null });
    compare(source, edited, abort.signal).then(
      (comparison) => {
        if (!abort.signal.aborted) setState({ comparison, error: null });
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setState({ comparison: null, error: toLightboxError(thrown) });
      },
    );
    return () => abort.abort();
  }, [source, edited]);
  return state;
}

async function compare(source: FilmView, edited: FilmView, signal: AbortSignal): Promise<Comparison> {
  const maskUrl = edited.edited?.maskUrl ?? null;
  const [sourcePixels, editedPixels, maskPixels] = await Promise.all([
    fetchFilmPixels(filmSource(source), signal),
    fetchFilmPixels(filmSource(edited), signal),
    maskUrl === null ? null : fetchFilmPixels({ ...filmSource(source), url: maskUrl, bits: 8 }, signal),
  ]);
  const { widthPx, heightPx } = edited;
  const fitted = upperBytes(fitFilm(radiographOf(source, sourcePixels), widthPx, heightPx));
  const shown = editedPixels instanceof Uint8Array ? editedPixels : upperBytes(editedPixels);
  const mask =
    maskPixels === null ? null : fitMask(radiographOf({ ...source, bits: 8 }, maskPixels), widthPx, heightPx);
  return {
    widthPx,
    heightPx,
    source: fitted,
    edited: shown,
    difference: filmDifference(fitted, shown, mask),
  };
}

function radiographOf(
  { widthPx, heightPx, bits }: Pick<FilmView, 'widthPx' | 'heightPx' | 'bits'>,
  pixels: FilmPixels,
): Radiograph {
  return { width: widthPx, height: heightPx, bits, pixels, notes: [], lossy: false };
}

function upperBytes(values: Uint16Array): Uint8Array {
  return Uint8Array.from(values, (value) => value >> 8);
}
