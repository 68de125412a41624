import { Loader } from '@mantine/core';
import type { BatchId } from '../../../../src-core/base/ids.ts';
import { useCall } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import { SweepGrid } from './sweep-grid.tsx';
import { TableFilms } from './table-films.tsx';

interface BatchPanelProps {
  readonly batchId: BatchId;
  readonly work: JobsInWork;
  /** The panel has the whole width of the window. */
  readonly wide: boolean;
}

/** What became of a batch: a sweep's grid, or the films of a table. */
export function BatchPanel({ batchId, work, wide }: BatchPanelProps) {
  const found = useCall('batches.get', { batchId });
  if (found.error !== null) return <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Loader size="sm" />;
  const { batch, plan } = found.data;
  return plan.kind === 'sweep' ? (
    <SweepGrid batch={batch} plan={plan} work={work} wide={wide} />
  ) : (
    <TableFilms batch={batch} work={work} />
  );
}
