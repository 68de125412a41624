import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { FilmFilter, FilmView } from '../../../src-core/contract/library-calls.ts';
import { call } from '../../app/client.ts';
import { FilmsPanel } from '../library/films-panel.tsx';
import './compose.css';
import { PendingFilm } from './pending-film.tsx';
import { orderBySeed, tileSizeOf } from './queue-order.ts';
import { RemakeVerdict } from './remake-verdict.tsx';
import type { JobsInWork } from './use-job-progress.ts';

interface JobFilmsProps {
  readonly jobs: readonly JobView[];
  readonly work: JobsInWork;
}

/** The finished films of a job, or of all members of its pair side by side, and the one in the making. */
export function JobFilms({ jobs, work }: JobFilmsProps) {
  const { t } = useTranslation('compose');
  const films = useFilmsOfJobs(jobs);
  const labelOf = (film: FilmView) => jobs.find(({ id }) => id === film.jobId)?.request.pairLabel ?? null;
  const caption = (film: FilmView) => {
    const label = labelOf(film);
    const seed = film.seed ?? '';
    return label === null ? t('films.caption', { seed }) : t('films.captionPair', { label, seed });
  };
  const running = jobs.find(({ state }) => state === 'running');
  const pending =
    running === undefined ? null : (
      <PendingFilm preview={work.previewOf(running.id)} progress={work.progressOf(running.id)} />
    );
  const [remade] = jobs;
  if (films.length > 0) {
    return (
      <>
        {remade === undefined || remade.remakeOf === null ? null : <RemakeVerdict jobId={remade.id} />}
        <FilmsPanel
          films={films}
          label={t('films.label')}
          tileSize={tileSizeOf(jobs.length)}
          captionKind="short"
          captionOf={caption}
          pending={pending}
        />
      </>
    );
  }
  const waits = jobs.some(({ state }) => state === 'queued' || state === 'running');
  return (
    <>
      <Text c="dimmed" p="md">
        {waits ? t('films.waiting') : t('films.none')}
      </Text>
      {pending === null ? null : <div className="compose-first-film">{pending}</div>}
    </>
  );
}

function useFilmsOfJobs(jobs: readonly JobView[]): readonly FilmView[] {
  const answers = useQueries({
    queries: jobs.map(({ id, request }) => {
      const filter: FilmFilter = {
        kind: null,
        decision: null,
        jobId: id,
        search: '',
        offset: 0,
        limit: request.count,
      };
      return { queryKey: ['library.list', filter], queryFn: () => call('library.list', filter) };
    }),
  });
  const pages = answers.map(({ data }) => data);
  return useMemo(
    () =>
      orderBySeed(
        pages.flatMap((page) => page?.films ?? []),
        jobs,
      ),
    [pages, jobs],
  );
}
