import { VisuallyHidden } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../src-core/base/ids.ts';
import type { Decision, FilmView } from '../../src-core/contract/library-calls.ts';
import { FilmThumbnail } from '../viewer/film-thumbnail.tsx';
import { DecisionBadge } from './decision-badge.tsx';
import './film-grid.css';
import { filmSource, useFilmLabel, useKindName } from './film-text.ts';
import { selectionAfterClick, selectionAfterKey } from './grid-selection.ts';
import type { FilmSelection } from './use-film-selection.ts';

export interface FilmGridProps {
  readonly films: readonly FilmView[];
  readonly selection: FilmSelection;
  readonly label: string;
  /** Smallest width of a film on the screen, as a CSS length. */
  readonly tileSize: string;
  /** What stands under a film: its text in two lines, or a short line beside the decision. */
  readonly captionKind: 'text' | 'short';
  readonly captionOf: (film: FilmView) => string;
  readonly onOpen: (id: FilmId) => void;
  readonly onDecide: (decision: Decision, ids: readonly FilmId[]) => void;
  readonly onRejectWithReason: (ids: readonly FilmId[]) => void;
  /** Stands behind the last film: one that is still in the making. */
  readonly pending?: ReactNode;
}

const DECISION_OF_KEY: Readonly<Record<string, Decision>> = { k: 'keep', x: 'reject', u: 'undecided' };

/** Films to judge: one stop of the Tab key, then arrows, Space, K, X, U and Enter. */
export function FilmGrid(props: FilmGridProps) {
  const { films, selection } = props;
  const { t } = useTranslation('films');
  const grid = useRef<HTMLDivElement>(null);
  const ids = films.map((film) => film.id);
  const labelOf = useFilmLabel();
  const kindName = useKindName();

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = selectionAfterKey(selection.state, ids, event, shapeOf(grid.current));
    if (next !== selection.state) {
      event.preventDefault();
      selection.set(next);
      focusTile(grid.current, next.focused);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const decision = DECISION_OF_KEY[key];
    if (decision !== undefined && selection.targets.length > 0) {
      event.preventDefault();
      if (event.shiftKey && decision === 'reject') props.onRejectWithReason(selection.targets);
      else props.onDecide(decision, selection.targets);
    } else if (event.key === 'Enter' && selection.state.focused !== null) {
      event.preventDefault();
      props.onOpen(selection.state.focused);
    }
  };

  return (
    <div className="film-grid" style={{ '--tile-size': props.tileSize } as CSSProperties}>
      <div
        ref={grid}
        className="film-grid-films"
        role="listbox"
        tabIndex={-1}
        aria-multiselectable
        aria-label={`${props.label}. ${t('keys')}`}
        onKeyDown={onKeyDown}
      >
        {films.map((film) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its films
          <div
            key={film.id}
            className="film-tile"
            role="option"
            tabIndex={film.id === selection.state.focused ? 0 : -1}
            aria-selected={selection.state.selected.has(film.id)}
            aria-description={film.text}
            data-film-id={film.id}
            data-decision={film.decision}
            onClick={(event) => {
              selection.set(selectionAfterClick(selection.state, ids, film.id, event));
              event.currentTarget.focus();
            }}
            onDoubleClick={() => props.onOpen(film.id)}
          >
            <div className="film-picture" aria-hidden>
              <FilmThumbnail source={filmSource(film)} label={labelOf(film)} />
            </div>
            <div className="film-caption" data-kind={props.captionKind}>
              <VisuallyHidden>{kindName(film)}, </VisuallyHidden>
              <span className="film-text">{props.captionOf(film)}</span>
              {film.decision === 'undecided' ? (
                <VisuallyHidden>, {t('decision.undecided')}</VisuallyHidden>
              ) : (
                <DecisionBadge decision={film.decision} />
              )}
            </div>
          </div>
        ))}
      </div>
      {props.pending}
    </div>
  );
}

function tilesOf(grid: HTMLElement | null): readonly HTMLElement[] {
  return grid === null ? [] : [...grid.querySelectorAll<HTMLElement>('[data-film-id]')];
}

function focusTile(grid: HTMLElement | null, id: FilmId | null): void {
  const tile = tilesOf(grid).find((element) => element.dataset['filmId'] === id);
  tile?.focus({ preventScroll: true });
  tile?.scrollIntoView({ block: 'nearest' });
}

/** Columns and rows as the browser laid them out. */
function shapeOf(grid: HTMLElement | null) {
  const tiles = tilesOf(grid);
  const first = tiles[0];
  if (first === undefined) return { columns: 1, rowsPerPage: 1 };
  const columns = tiles.filter((tile) => tile.offsetTop === first.offsetTop).length;
  const rowsPerPage = Math.max(1, Math.floor(window.innerHeight / Math.max(first.offsetHeight, 1)));
  return { columns, rowsPerPage };
}
