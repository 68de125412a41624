import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../src-core/contract/library-calls.ts';
import type { FilmSource } from '../viewer/film-source.ts';

/** Where the viewer finds the pixels of a film. */
export function filmSource(film: FilmView): FilmSource {
  const { pixelsUrl, displayUrl, widthPx, heightPx, bits, pixelSpacingMm } = film;
  return {
    url: pixelsUrl,
    displayUrl,
    widthPx,
    heightPx,
    bits,
    pixelSpacingMm: pixelSpacingMm === null ? null : [pixelSpacingMm, pixelSpacingMm],
  };
}

/** What a film is: real, synthetic, or an edit of either. For coordinators' screens only. */
export function useKindName(): (film: FilmView) => string {
  const { t } = useTranslation('films');
  return ({ kind, edited }) => (edited === null ? t(`kind.${kind}`) : t(`edited.${edited.originKind}`));
}

/** What is read out for a film: kind, decision, text. For coordinators' screens only: it names the kind. */
export function useFilmLabel(): (film: FilmView) => string {
  const { t } = useTranslation('films');
  const kindName = useKindName();
  return (film) =>
    t('filmLabel', {
      kind: kindName(film),
      decision: t(`decision.${film.decision}`),
      text: film.text.trim() === '' ? t('withoutText') : film.text,
    });
}
