import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BatchView } from '../../../src-core/contract/queue-calls.ts';
import { formatDuration } from '../../ui/format.ts';
import { batchFraction } from './queue-order.ts';
import { CancelButton, PauseBatchButton, QueueRow, RemoveButton } from './queue-row.tsx';
import type { JobProgress } from './use-job-progress.ts';
import { useQueueActions } from './use-queue-actions.ts';

interface BatchRowProps {
  readonly batch: BatchView;
  readonly progress: JobProgress | undefined;
  readonly shown: boolean;
  readonly onShow: () => void;
  readonly onMove: (to: 'up' | 'down' | 'front') => void;
}

/** A prompt table or a sweep: thousands of images in one row. */
export function BatchRow({ batch, progress, shown, onShow, onMove }: BatchRowProps) {
  const { t } = useTranslation('queue');
  const actions = useQueueActions({ kind: 'batch', id: batch.id });
  const { name, jobs } = batch;
  const open = jobs.queued + jobs.running > 0;
  const again = jobs.failed + jobs.cancelled;
  return (
    <QueueRow
      id={batch.id}
      name={name}
      prefix={t(`kind.${batch.kind}`)}
      state={batch.state}
      facts={<BatchFacts batch={batch} progress={progress} />}
      fraction={open && (jobs.running > 0 || batch.doneImages > 0) ? batchFraction(batch, progress) : null}
      problems={batch.failures}
      modelId={null}
      shown={shown}
      movable={jobs.queued > 0}
      actions={actions}
      onShow={onShow}
      onMove={onMove}
    >
      {again === 0 ? null : (
        <Button
          size="compact-md"
          variant="default"
          aria-label={t('retryFailedNamed', { name, count: again })}
          disabled={actions.pending}
          onClick={actions.retry}
        >
          {t('retryFailed', { count: again })}
        </Button>
      )}
      {open ? (
        <>
          <PauseBatchButton name={name} actions={actions} paused={batch.paused} />
          <CancelButton name={name} actions={actions} />
        </>
      ) : (
        <RemoveButton name={name} actions={actions} />
      )}
    </QueueRow>
  );
}

function BatchFacts({ batch, progress }: Pick<BatchRowProps, 'batch' | 'progress'>) {
  const { t } = useTranslation('queue');
  const { jobs, paused, state, estimateMs } = batch;
  const running = jobs.running > 0;
  const open = running || jobs.queued > 0;
  const first = paused && open ? t(running ? 'batchPausing' : 'batchPaused') : t(`state.${state}`);
  const parts: string[] = [first, t('images', { done: batch.doneImages, count: batch.images })];
  if (running && progress !== undefined)
    parts.push(t('step', { step: progress.step, steps: progress.steps }));
  if (jobs.failed > 0) parts.push(t('failed', { count: jobs.failed }));
  if (jobs.cancelled > 0) parts.push(t('cancelled', { count: jobs.cancelled }));
  if (open && estimateMs !== null) parts.push(t('remaining', { time: formatDuration(estimateMs) }));
  return parts.join(' · ');
}
