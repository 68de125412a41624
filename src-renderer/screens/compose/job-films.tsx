import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { FilmFilter, FilmView } from '../../../src-core/contract/library-calls.ts';
import { call } from '../../app/client.ts';
import { FilmsPanel } from '../library/films-panel.tsx';
import { orderBySeed, tileSizeOf } from './queue-order.ts';

/** The finished films of a job, or of all members of its pair side by side. */
export function JobFilms({ jobs }: { readonly jobs: readonly JobView[] }) {
  const { t } = useTranslation('compose');
  const films = useFilmsOfJobs(jobs);
  const labelOf = (film: FilmView) => jobs.find(({ id }) => id === film.jobId)?.request.pairLabel ?? null;
  const caption = (film: FilmView) => {
    const label = labelOf(film);
    const seed = film.seed ?? '';
    return label === null ? t('films.caption', { seed }) : t('films.captionPair', { label, seed });
  };
  if (films.length === 0) {
    const working = jobs.some(({ state }) => state === 'queued' || state === 'running');
    return (
      <Text c="dimmed" p="md">
        {working ? t('films.waiting') : t('films.none')}
      </Text>
    );
  }
  return (
    <FilmsPanel
      films={films}
      label={t('films.label')}
      tileSize={tileSizeOf(jobs.length)}
      captionKind="short"
      captionOf={caption}
    />
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
