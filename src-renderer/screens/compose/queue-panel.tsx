import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-core/base/ids.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import './compose.css';
import { JobRow } from './job-row.tsx';
import { orderJobs } from './queue-order.ts';
import { useJobProgress } from './use-job-progress.ts';

const JOBS_AT_ONCE = 20;

interface QueuePanelProps {
  readonly jobs: readonly JobView[];
  readonly shownIds: ReadonlySet<JobId>;
  readonly onShow: (id: JobId) => void;
}

/** The queue: what runs, what waits, what is finished. */
export function QueuePanel({ jobs, shownIds, onShow }: QueuePanelProps) {
  const { t } = useTranslation('compose');
  const progressOf = useJobProgress();
  const [limit, setLimit] = useState(JOBS_AT_ONCE);
  const ordered = orderJobs(jobs);
  const hidden = ordered.length - limit;
  const clear = useCommand('generation.clearFinished', { invalidates: ['generation.queue'] });
  const settled = jobs.filter(({ state }) => state !== 'queued' && state !== 'running').length;
  return (
    <section className="compose-queue" aria-label={t('queue.heading')}>
      {ordered.length === 0 ? (
        <Text size="sm" c="dimmed" p="xs">
          {t('queue.empty')}
        </Text>
      ) : null}
      <ul className="compose-plain-list">
        {ordered.slice(0, limit).map((job) => (
          <JobRow
            key={job.id}
            job={job}
            progress={progressOf(job.id)}
            shown={shownIds.has(job.id)}
            onShow={() => onShow(job.id)}
          />
        ))}
      </ul>
      {hidden > 0 ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setLimit(limit + JOBS_AT_ONCE)}>
          {t('queue.older', { count: hidden })}
        </Button>
      ) : null}
      {settled > 1 ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={clear.isPending}
          onClick={() => clear.mutate({})}
        >
          {t('queue.clear')}
        </Button>
      ) : null}
      {clear.error === null ? null : <ErrorNotice error={clear.error} onClose={clear.reset} />}
    </section>
  );
}
