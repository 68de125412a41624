import type { FilmId } from '../../../src-core/base/ids.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { QueueView } from '../../../src-core/contract/queue-calls.ts';
import { useCall } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { type JobsInWork, useJobProgress } from '../compose/use-job-progress.ts';

const SETTLED_LOOKED_AT = 50;

export interface EditJobsState {
  /** What is open, and the newest of the others where it failed. */
  readonly jobs: readonly JobView[];
  readonly paused: boolean;
  readonly work: JobsInWork;
}

/** The jobs that edit one film. */
export function useEditJobs(filmId: FilmId): EditJobsState {
  useRefreshOn('generation.changed', ['queue.view']);
  const queue = useCall('queue.view', { settledLimit: SETTLED_LOOKED_AT }, { keepPrevious: true });
  const work = useJobProgress();
  return {
    jobs: queue.data === undefined ? [] : jobsOfFilm(queue.data, filmId),
    paused: queue.data?.paused === true,
    work,
  };
}

function jobsOfFilm({ open, settled }: QueueView, filmId: FilmId): readonly JobView[] {
  const of = (entries: QueueView['open']) =>
    entries
      .flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []))
      .filter(({ request }) => request.edit?.sourceFilmId === filmId);
  const [newest] = of(settled);
  return newest?.state === 'failed' ? [...of(open), newest] : of(open);
}
