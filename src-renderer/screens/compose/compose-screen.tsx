import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { batchIdSchema } from '../../../src-core/contract/common.ts';
import { useCall } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { useRoute } from '../../app/use-route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { BatchPanel } from './batch/batch-panel.tsx';
import { BatchScreen } from './batch/batch-screen.tsx';
import './compose.css';
import { Composer } from './composer.tsx';
import { JobFilms } from './job-films.tsx';
import { jobsIn, pairMembers, shownEntry } from './queue-order.ts';
import { QueuePanel } from './queue-panel.tsx';
import { type JobsInWork, useJobProgress } from './use-job-progress.ts';

/** From words to films: the composer at the left, the queue and the finished films at the right; or one batch alone. */
export function ComposeScreen() {
  const [shownId, setShownId] = useState<string | null>(null);
  const { parameter } = useRoute();
  const work = useJobProgress();
  useRefreshOn('generation.changed', [
    'queue.view',
    'library.list',
    'batches.get',
    'batches.cells',
    'remakes.comparison',
  ]);
  useRefreshOn('library.changed', ['library.list', 'batches.cells']);
  const wide = batchIdSchema.safeParse(parameter);
  if (wide.success) return <BatchScreen batchId={wide.data} work={work} />;
  return (
    <div className="compose-screen">
      <Composer onQueued={setShownId} />
      <Work shownId={shownId} work={work} onShow={setShownId} />
    </div>
  );
}

interface WorkProps {
  /** The chosen entry of the queue; null shows what runs. */
  readonly shownId: string | null;
  readonly work: JobsInWork;
  readonly onShow: (id: string) => void;
}

const SETTLED_AT_ONCE = 20;
const MOST_SETTLED = 500;

function Work({ shownId, work, onShow }: WorkProps) {
  const { t } = useTranslation(['compose', 'queue']);
  const [settledLimit, setSettledLimit] = useState(SETTLED_AT_ONCE);
  const queue = useCall('queue.view', { settledLimit }, { keepPrevious: true });
  const view = queue.data;
  const shown = view === undefined ? null : shownEntry(view, shownId);
  const members = view === undefined || shown?.kind !== 'job' ? [] : pairMembers(jobsIn(view), shown.job);
  const shownIds = new Set<string>(shown?.kind === 'batch' ? [shown.batch.id] : members.map(({ id }) => id));
  return (
    <div className="compose-work">
      {queue.error === null ? null : <ErrorNotice error={queue.error} onRetry={() => void queue.refetch()} />}
      {view === undefined ? null : shown === null && !view.paused ? (
        <EmptyState title={t('queue:empty')} hint={t('queue:emptyHint')} />
      ) : (
        <>
          <QueuePanel
            view={view}
            work={work}
            shownIds={shownIds}
            onShow={onShow}
            onOlder={() => setSettledLimit(Math.min(settledLimit + SETTLED_AT_ONCE, MOST_SETTLED))}
          />
          <section className="compose-films" data-kind={shown?.kind} aria-label={t('films.heading')}>
            {shown === null ? null : shown.kind === 'job' ? (
              <JobFilms key={shown.job.id} jobs={members} work={work} />
            ) : (
              <BatchPanel key={shown.batch.id} batchId={shown.batch.id} work={work} wide={false} />
            )}
          </section>
        </>
      )}
    </div>
  );
}
