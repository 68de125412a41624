import { useEffect, useState } from 'react';
import { type LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { type FilmDifference, filmDifference } from '../../../src-core/imaging/film-difference.ts';
import { identityDisplay, renderDisplay, toGrey8 } from '../../../src-core/imaging/film-display.ts';
import { fitFilm, fitMask } from '../../../src-core/imaging/fit-film.ts';
import type { FilmPicture } from '../../../src-core/imaging/radiograph.ts';
import { filmSource } from '../../ui/film-text.ts';
import { fetchFilm } from '../../viewer/film-pixels.ts';
import type { FilmSource } from '../../viewer/film-source.ts';

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
  const maskSource = {
    url: maskUrl ?? '',
    widthPx: source.widthPx,
    heightPx: source.heightPx,
    bits: 8,
  } as const;
  const [sourcePicture, editedPicture, maskPicture] = await Promise.all([
    fetchPicture(filmSource(source), signal),
    fetchPicture(filmSource(edited), signal),
    maskUrl === null ? null : fetchPicture(maskSource, signal),
  ]);
  const { widthPx, heightPx } = edited;
  const fitted = toGrey8(fitFilm(sourcePicture, widthPx, heightPx));
  const shown = toGrey8(renderDisplay(editedPicture));
  const mask = maskPicture === null ? null : fitMask(maskPicture, widthPx, heightPx);
  return {
    widthPx,
    heightPx,
    source: fitted,
    edited: shown,
    difference: filmDifference(fitted, shown, mask),
  };
}

async function fetchPicture(wanted: FilmSource, signal: AbortSignal): Promise<FilmPicture> {
  const { source, pixels } = await fetchFilm(wanted, signal);
  const { widthPx: width, heightPx: height, bits, display = identityDisplay(bits) } = source;
  return { width, height, bits, pixels, display };
}
