import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../src-core/contract/library-calls.ts';
import type { FilmSource } from '../viewer/film-source.ts';

/** Where the viewer finds the pixels of a film. */
export function filmSource(film: FilmView): FilmSource {
  return { url: film.pixelsUrl, widthPx: film.widthPx, heightPx: film.heightPx, bits: film.bits };
}

/** What is read out for a film: kind, decision, text. For coordinators' screens only: it names the kind. */
export function useFilmLabel(): (film: FilmView) => string {
  const { t } = useTranslation('films');
  return (film) =>
    t('filmLabel', {
      kind: t(`kind.${film.kind}`),
      decision: t(`decision.${film.decision}`),
      text: film.text.trim() === '' ? t('withoutText') : film.text,
    });
}
