import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import { formatDuration } from '../../ui/format.ts';
import { jobFraction } from './queue-order.ts';
import { CancelButton, QueueRow, RemoveButton } from './queue-row.tsx';
import type { JobProgress } from './use-job-progress.ts';
import { useQueueActions } from './use-queue-actions.ts';

interface JobRowProps {
  readonly job: JobView;
  readonly progress: JobProgress | undefined;
  /** The whole queue is paused. */
  readonly held: boolean;
  readonly shown: boolean;
  readonly onShow: () => void;
  readonly onMove: (to: 'up' | 'down' | 'front') => void;
}

/** A job outside batches. */
export function JobRow({ job, progress, held, shown, onShow, onMove }: JobRowProps) {
  const { t } = useTranslation(['queue', 'remake']);
  const actions = useQueueActions({ kind: 'job', id: job.id });
  const { prompt, pairLabel, seed } = job.request;
  const open = job.state === 'running' || job.state === 'queued';
  return (
    <QueueRow
      id={job.id}
      name={prompt}
      prefix={job.remakeOf === null ? pairLabel : t('remake:again')}
      state={job.state}
      facts={
        <>
          <JobFacts job={job} progress={progress} held={held} />
          {' · '}
          {t('seedOf', { seed })}
        </>
      }
      fraction={job.state === 'running' ? jobFraction(job, progress) : null}
      problems={job.error === null ? [] : [{ ...job.error, count: 1 }]}
      modelId={job.request.modelId}
      shown={shown}
      movable={job.state === 'queued'}
      actions={actions}
      onShow={onShow}
      onMove={onMove}
    >
      {open ? <CancelButton name={prompt} actions={actions} /> : null}
      {job.state === 'failed' || job.state === 'cancelled' ? (
        <Button
          size="compact-md"
          variant="default"
          aria-label={t('retryNamed', { name: prompt })}
          disabled={actions.pending}
          onClick={actions.retry}
        >
          {t('retry')}
        </Button>
      ) : null}
      {open ? null : <RemoveButton name={prompt} actions={actions} />}
    </QueueRow>
  );
}

function JobFacts({ job, progress, held }: Pick<JobRowProps, 'job' | 'progress' | 'held'>) {
  const { t } = useTranslation('queue');
  const { count } = job.request;
  if (job.state === 'running') {
    if (progress === undefined) return held ? t('heldBefore') : t('starting');
    const { imageIndex, step, steps, remainingMs } = progress;
    const place = { image: imageIndex + 1, count, step, steps };
    if (held) return t('held', place);
    const left = remainingMs === null ? '' : ` · ${t('remaining', { time: formatDuration(remainingMs) })}`;
    return `${t('image', place)}${left}`;
  }
  const done = `${t(`state.${job.state}`)} · ${t('images', { done: job.doneCount, count })}`;
  if (job.state !== 'queued' || job.estimateMs === null) return done;
  return `${done} · ${t('takes', { time: formatDuration(job.estimateMs) })}`;
}
