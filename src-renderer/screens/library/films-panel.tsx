import { Button, Kbd } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { FilmGrid, type FilmGridProps } from '../../ui/film-grid.tsx';
import { useFilmSelection } from '../../ui/use-film-selection.ts';
import { CompareFilms } from './compare-films.tsx';
import { FilmJudging } from './film-judging.tsx';

interface FilmsPanelProps {
  readonly films: readonly FilmView[];
  readonly label: string;
  /** Smallest width of a film on the screen, as a CSS length. */
  readonly tileSize: string;
  readonly captionKind: FilmGridProps['captionKind'];
  readonly captionOf: (film: FilmView) => string;
  readonly pending?: FilmGridProps['pending'];
}

/** More panes than this are too small to compare. */
const MOST_PANES = 6;
const FOCUSED = '[role="option"][tabindex="0"]';

/** A grid of films to judge, and to compare. */
export function FilmsPanel(props: FilmsPanelProps) {
  const { films } = props;
  const { t } = useTranslation('films');
  const selection = useFilmSelection(films);
  const [comparing, setComparing] = useState<readonly FilmView[]>([]);
  const chosen = films.filter(({ id }) => selection.state.selected.has(id));
  const canCompare = chosen.length >= 2 && chosen.length <= MOST_PANES;
  const compare = () => {
    if (canCompare) setComparing(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.matches(FOCUSED)) compare();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key belongs to the grid within
    <div onKeyDown={onKeyDown}>
      <FilmJudging
        selection={selection}
        order={films.map(({ id }) => id)}
        focusedSelector={FOCUSED}
        button={
          <Button
            variant="default"
            size="compact-sm"
            disabled={!canCompare}
            title={t('compareHint')}
            rightSection={<Kbd>C</Kbd>}
            onClick={compare}
          >
            {t('compare')}
          </Button>
        }
      >
        {(actions) => <FilmGrid {...props} {...actions} selection={selection} />}
      </FilmJudging>
      {comparing.length === 0 ? null : <CompareFilms films={comparing} onClose={() => setComparing([])} />}
    </div>
  );
}
