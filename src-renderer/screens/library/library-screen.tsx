import { Button, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmsSelection } from '../../../src-core/contract/import-calls.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useKindName } from '../../ui/film-text.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { ExportButton } from '../export/export-button.tsx';
import { FilmFilters } from './film-filters.tsx';
import { FilmPages } from './film-pages.tsx';
import { ALL_FILMS, clampPage, isFiltered, PAGE_SIZE, toFilter } from './film-query.ts';
import { FilmsPanel } from './films-panel.tsx';
import { ImportDialog } from './import-dialog.tsx';
import './library.css';
import { useFileDrop } from './use-file-drop.ts';

const SEARCH_DELAY_MS = 200;
const TILE_SIZE_PX = 240;

/** Every film of this workstation: look, decide, import. */
export function LibraryScreen() {
  const { t } = useTranslation('library');
  const { t: tFilms } = useTranslation('films');
  const kindName = useKindName();
  const [query, setQuery] = useState(ALL_FILMS);
  const [settled] = useDebouncedValue(query, SEARCH_DELAY_MS);
  const [tileSizePx, setTileSizePx] = useState(TILE_SIZE_PX);
  const [importing, setImporting] = useState<{ readonly dropped: FilmsSelection | null } | null>(null);
  const drop = useCommand('library.chooseDropped', { onSuccess: (dropped) => setImporting({ dropped }) });
  const { hovering, handlers } = useFileDrop(() => {
    if (importing === null) drop.mutate({});
  });
  useRefreshOn('library.changed', ['library.list']);
  const list = useCall('library.list', toFilter(settled), { keepPrevious: true });
  const { offset: _offset, limit: _limit, ...filter } = toFilter(settled);
  const { films, total } = list.data ?? { films: [], total: 0 };
  const page = clampPage(query, total).page;
  if (list.data !== undefined && !list.isPlaceholderData && page !== query.page) setQuery({ ...query, page });
  const caption = (film: FilmView) => {
    const text = film.text === '' ? tFilms('withoutText') : film.text;
    return `${kindName(film)} · ${text}`;
  };
  return (
    <div className="library-screen library-drop" data-hovering={hovering} {...handlers}>
      <ScreenTitle title={t('title')}>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('count', { count: total })}
        </Text>
        <ExportButton choice={{ kind: 'filter', filter }} disabled={total === 0} />
        <Button onClick={() => setImporting({ dropped: null })}>{t('import.button')}</Button>
      </ScreenTitle>
      <FilmFilters query={query} onChange={setQuery} tileSizePx={tileSizePx} onTileSize={setTileSizePx} />
      {drop.isPending ? <Text size="sm">{t('import.looking')}</Text> : null}
      {drop.error === null ? null : <ErrorNotice error={drop.error} onClose={drop.reset} />}
      {list.error === null ? null : <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      <div className="library-films">
        {films.length > 0 ? (
          <FilmsPanel
            films={films}
            label={t('grid')}
            tileSize={`${tileSizePx}px`}
            captionKind="text"
            captionOf={caption}
          />
        ) : null}
        {list.data !== undefined && films.length === 0 ? (
          isFiltered(settled) ? (
            <EmptyState title={t('empty.filteredTitle')} hint={t('empty.filteredHint')}>
              <Button variant="default" onClick={() => setQuery(ALL_FILMS)}>
                {t('empty.clearFilters')}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={t('empty.title')} hint={t('empty.hint')} />
          )
        ) : null}
      </div>
      {total > PAGE_SIZE ? (
        <FilmPages page={page} total={total} onPage={(next) => setQuery({ ...query, page: next })} />
      ) : null}
      {importing === null ? null : (
        <ImportDialog dropped={importing.dropped} onClose={() => setImporting(null)} />
      )}
    </div>
  );
}
