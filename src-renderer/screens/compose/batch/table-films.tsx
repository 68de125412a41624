import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchCell } from '../../../../src-core/contract/batch-calls.ts';
import type { FilmView } from '../../../../src-core/contract/library-calls.ts';
import type { BatchView } from '../../../../src-core/contract/queue-calls.ts';
import { useCall } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { FilmPages } from '../../library/film-pages.tsx';
import { PAGE_SIZE } from '../../library/film-query.ts';
import { FilmsPanel } from '../../library/films-panel.tsx';
import { PendingFilm } from '../pending-film.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import './batch.css';
import { FailedRows } from './failed-rows.tsx';

interface TableFilmsProps {
  readonly batch: BatchView;
  readonly work: JobsInWork;
}

/** The films of a table in the order of its rows, a page of rows at a time, with the one in the making. */
export function TableFilms({ batch, work }: TableFilmsProps) {
  const { t } = useTranslation(['compose', 'batches']);
  const [page, setPage] = useState(0);
  const total = Object.values(batch.jobs).reduce((sum, count) => sum + count, 0);
  const indexes = Array.from({ length: Math.min(PAGE_SIZE, total - page * PAGE_SIZE) }, (_, place) => {
    return page * PAGE_SIZE + place;
  });
  const cells = useCall('batches.cells', { batchId: batch.id, indexes }, { keepPrevious: true });
  if (cells.error !== null) return <ErrorNotice error={cells.error} onRetry={() => void cells.refetch()} />;
  if (cells.data === undefined) return null;
  const rowOf = new Map(cells.data.map((cell): [string, BatchCell['row']] => [cell.jobId, cell.row]));
  const films = cells.data.flatMap((cell) => cell.films);
  const running = cells.data.find(({ state }) => state === 'running');
  const caption = (film: FilmView) => {
    const row = film.jobId === null ? null : rowOf.get(film.jobId);
    const place = { row: row?.row ?? '', id: row?.id ?? '', seed: film.seed ?? '' };
    return `${t(place.id === '' ? 'batches:view.rowSeed' : 'batches:view.rowIdSeed', place)} · ${film.text}`;
  };
  return (
    <div className="table-films">
      {batch.jobs.failed > 0 ? <FailedRows batch={batch} /> : null}
      {films.length === 0 && running === undefined ? (
        <Text c="dimmed" p="md">
          {t('compose:films.waiting')}
        </Text>
      ) : (
        <FilmsPanel
          films={films}
          label={t('compose:films.label')}
          tileSize="max(220px, 14vw)"
          captionKind="text"
          captionOf={caption}
          pending={
            running === undefined ? null : (
              <PendingFilm
                preview={work.previewOf(running.jobId)}
                progress={work.progressOf(running.jobId)}
              />
            )
          }
        />
      )}
      {total > PAGE_SIZE ? <FilmPages page={page} total={total} onPage={setPage} /> : null}
    </div>
  );
}
