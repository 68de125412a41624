import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { filmSource, useFilmLabel, useKindName } from '../../ui/film-text.ts';
import { FilmPanes } from '../../viewer/panes/film-panes.tsx';
import './library.css';

interface CompareFilmsProps {
  readonly films: readonly FilmView[];
  readonly onClose: () => void;
}

/** Two to six films side by side in the whole window. */
export function CompareFilms({ films, onClose }: CompareFilmsProps) {
  const { t } = useTranslation(['films', 'common']);
  const labelOf = useFilmLabel();
  const kindName = useKindName();
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('films:compareTitle', { count: films.length })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      classNames={{ content: 'library-compare', body: 'library-compare-body' }}
    >
      <FilmPanes
        tools="all"
        films={films.map((film) => ({
          id: film.id,
          source: filmSource(film),
          label: labelOf(film),
          caption: `${kindName(film)} · ${film.text === '' ? t('films:withoutText') : film.text}`,
        }))}
      />
    </Modal>
  );
}
