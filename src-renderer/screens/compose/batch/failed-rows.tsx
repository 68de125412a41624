import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BatchCell } from '../../../../src-core/contract/batch-calls.ts';
import type { BatchView } from '../../../../src-core/contract/queue-calls.ts';
import { useCall } from '../../../app/queries.ts';
import { useQueueActions } from '../use-queue-actions.ts';
import './batch.css';

const ROWS_SHOWN = 100;

/** The rows of a table whose drawing failed, each with its reason, to be tried again one by one. */
export function FailedRows({ batch }: { readonly batch: BatchView }) {
  const { t } = useTranslation('batches');
  const found = useCall('batches.find', { batchId: batch.id, states: ['failed'] }, { keepPrevious: true });
  const indexes = (found.data?.indexes ?? []).slice(0, ROWS_SHOWN);
  const cells = useCall(
    'batches.cells',
    { batchId: batch.id, indexes },
    { enabled: indexes.length > 0, keepPrevious: true },
  );
  const failed = (cells.data ?? []).filter(({ state }) => state === 'failed');
  return (
    <details className="failed-rows" open={batch.jobs.failed <= 5}>
      <summary>{t('view.failedRows', { count: batch.jobs.failed })}</summary>
      <ul className="compose-plain-list">
        {failed.map((cell) => (
          <FailedRow key={cell.jobId} cell={cell} />
        ))}
      </ul>
      {batch.jobs.failed > ROWS_SHOWN ? (
        <Text size="sm" c="dimmed">
          {t('view.failedShown', { count: ROWS_SHOWN })}
        </Text>
      ) : null}
    </details>
  );
}

function FailedRow({ cell }: { readonly cell: BatchCell }) {
  const { t } = useTranslation('batches');
  const actions = useQueueActions({ kind: 'job', id: cell.jobId });
  const name = t('view.row', { row: cell.row?.row ?? cell.index + 1 });
  return (
    <li className="failed-row">
      <Text size="sm" flex={1}>
        <strong>{name}</strong> · {cell.prompt}
        <Text span size="sm" c="red.4" display="block" data-error-code={cell.error?.code}>
          {cell.error?.message}
        </Text>
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('view.retryRow', { name })}
        disabled={actions.pending}
        onClick={actions.retry}
      >
        {t('view.retry')}
      </Button>
    </li>
  );
}
