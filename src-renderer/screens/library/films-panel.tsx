import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { FilmGrid, type FilmGridProps } from '../../ui/film-grid.tsx';
import { useFilmSelection } from '../../ui/use-film-selection.ts';
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

/** A grid of films to judge. */
export function FilmsPanel(props: FilmsPanelProps) {
  const { films } = props;
  const selection = useFilmSelection(films);
  return (
    <FilmJudging
      selection={selection}
      order={films.map(({ id }) => id)}
      focusedSelector='[role="option"][tabindex="0"]'
    >
      {(actions) => <FilmGrid {...props} {...actions} selection={selection} />}
    </FilmJudging>
  );
}
