import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { QueueView } from '../../../src-core/contract/queue-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { type JobProgress, useJobProgress } from '../compose/use-job-progress.ts';
import './edit.css';

const SETTLED_LOOKED_AT = 50;

/** The edits of one film that wait or run, with a way to stop them, and what became of the last one that failed. */
export function EditJobs({ filmId }: { readonly filmId: FilmId }) {
  useRefreshOn('generation.changed', ['queue.view']);
  const queue = useCall('queue.view', { settledLimit: SETTLED_LOOKED_AT }, { keepPrevious: true });
  const work = useJobProgress();
  const cancel = useCommand('queue.cancel', { invalidates: ['queue.view'] });
  const jobs = queue.data === undefined ? [] : jobsOfFilm(queue.data, filmId);
  return (
    <div className="edit-jobs" aria-live="polite">
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} onClose={cancel.reset} />}
      {jobs.map((job) => (
        <JobLine
          key={job.id}
          job={job}
          paused={queue.data?.paused === true}
          progress={work.progressOf(job.id)}
          onCancel={() => cancel.mutate({ entry: { kind: 'job', id: job.id } })}
        />
      ))}
    </div>
  );
}

/** What is open, and the newest of the others where it failed. */
function jobsOfFilm({ open, settled }: QueueView, filmId: FilmId): readonly JobView[] {
  const of = (entries: QueueView['open']) =>
    entries
      .flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []))
      .filter(({ request }) => request.edit?.sourceFilmId === filmId);
  const [newest] = of(settled);
  return newest?.state === 'failed' ? [...of(open), newest] : of(open);
}

interface JobLineProps {
  readonly job: JobView;
  readonly paused: boolean;
  readonly progress: JobProgress | undefined;
  readonly onCancel: () => void;
}

function JobLine({ job, paused, progress, onCancel }: JobLineProps) {
  const { t } = useTranslation('edit');
  if (job.state === 'failed') {
    return (
      <Text size="sm" className="edit-failed">
        {t('jobs.failed', { reason: job.error?.message ?? '' })}
      </Text>
    );
  }
  const remaining = progress?.remainingMs ?? null;
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap">
      <Text size="sm">
        {paused
          ? t('jobs.paused')
          : progress === undefined || job.state === 'queued'
            ? t(job.state === 'queued' ? 'jobs.waiting' : 'jobs.starting')
            : t('jobs.step', {
                image: progress.imageIndex + 1,
                count: job.request.count,
                step: progress.step,
                steps: progress.steps,
              })}
        {remaining === null ? '' : ` ${t('jobs.remaining', { time: formatDuration(remaining) })}`}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onCancel}>
        {t('jobs.cancel')}
      </Button>
    </Group>
  );
}
