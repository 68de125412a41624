import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import './compose.css';
import { jobFraction } from './queue-order.ts';
import type { JobProgress } from './use-job-progress.ts';

interface JobRowProps {
  readonly job: JobView;
  readonly progress: JobProgress | undefined;
  readonly shown: boolean;
  readonly onShow: () => void;
}

/** One job of the queue: choose it to see its films, cancel it, or try it again with the reason in sight. */
export function JobRow({ job, progress, shown, onShow }: JobRowProps) {
  const { t } = useTranslation('compose');
  const cancel = useCommand('generation.cancel', { invalidates: ['generation.queue'] });
  const retry = useCommand('generation.retry', { invalidates: ['generation.queue'] });
  const { prompt, pairLabel, seed } = job.request;
  const active = job.state === 'running' || job.state === 'queued';
  const error = cancel.error ?? retry.error;
  return (
    <li className="compose-job" data-state={job.state} data-job-id={job.id}>
      <div className="compose-job-line">
        <button type="button" className="compose-job-choice" aria-pressed={shown} onClick={onShow}>
          <span className="compose-job-prompt">
            {pairLabel === null ? null : <strong>{pairLabel} · </strong>}
            {prompt}
          </span>
          <span className="compose-job-facts">
            <JobFacts job={job} progress={progress} />
            {' · '}
            {t('queue.seedOf', { seed })}
            {shown ? ` · ${t('queue.showing')}` : ''}
          </span>
        </button>
        {active ? (
          <Button
            size="compact-md"
            variant="default"
            aria-label={t('queue.cancelNamed', { prompt })}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ jobId: job.id })}
          >
            {t('queue.cancel')}
          </Button>
        ) : null}
        {job.state === 'failed' || job.state === 'cancelled' ? (
          <Button
            size="compact-md"
            variant="default"
            aria-label={t('queue.retryNamed', { prompt })}
            loading={retry.isPending}
            onClick={() => retry.mutate({ jobId: job.id })}
          >
            {t('queue.retry')}
          </Button>
        ) : null}
      </div>
      {job.state === 'running' ? (
        <Progress
          value={jobFraction(job, progress) * 100}
          size="sm"
          mt={6}
          transitionDuration={0}
          aria-label={t('queue.progressOf', { prompt })}
        />
      ) : null}
      {job.error === null ? null : (
        <Text size="sm" c="red.4" mt={4} role="status" data-error-code={job.error.code}>
          {job.error.message}
        </Text>
      )}
      {error === null ? null : <ErrorNotice error={error} />}
    </li>
  );
}

function JobFacts({ job, progress }: Pick<JobRowProps, 'job' | 'progress'>) {
  const { t } = useTranslation('compose');
  const state = t(`queue.state.${job.state}`);
  const { count } = job.request;
  if (job.state === 'running' && progress === undefined) return t('queue.starting');
  if (job.state === 'running' && progress !== undefined) {
    const place = t('queue.image', {
      image: progress.imageIndex + 1,
      count,
      step: progress.step,
      steps: progress.steps,
    });
    const left = progress.remainingMs;
    return left === null ? place : `${place} · ${t('queue.remaining', { time: formatDuration(left) })}`;
  }
  return `${state} · ${t('queue.images', { done: job.doneCount, count })}`;
}
