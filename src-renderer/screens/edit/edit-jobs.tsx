import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import type { JobProgress } from '../compose/use-job-progress.ts';
import './edit.css';
import type { EditJobsState } from './use-edit-jobs.ts';

/** The edits of one film that wait or run, with a way to stop them, and what became of the last one that failed. */
export function EditJobs({ jobs, paused, work }: EditJobsState) {
  const cancel = useCommand('queue.cancel', { invalidates: ['queue.view'] });
  return (
    <div className="edit-jobs" aria-live="polite">
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} onClose={cancel.reset} />}
      {jobs.map((job) => (
        <JobLine
          key={job.id}
          job={job}
          paused={paused}
          progress={work.progressOf(job.id)}
          onCancel={() => cancel.mutate({ entry: { kind: 'job', id: job.id } })}
        />
      ))}
    </div>
  );
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
