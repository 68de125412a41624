import { Button, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueEntryView, QueueView } from '../../../src-core/contract/queue-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { BatchRow } from './batch-row.tsx';
import './queue.css';
import { JobRow } from './job-row.tsx';
import { entryId, entryRef } from './queue-order.ts';
import type { JobsInWork } from './use-job-progress.ts';

const OPEN_AT_ONCE = 30;

interface QueuePanelProps {
  readonly view: QueueView;
  readonly work: JobsInWork;
  readonly shownIds: ReadonlySet<string>;
  readonly onShow: (id: string) => void;
  readonly onOlder: () => void;
}

/** The queue: what runs, what waits in its order, what is finished. */
export function QueuePanel({ view, work, shownIds, onShow, onOlder }: QueuePanelProps) {
  const { t } = useTranslation('queue');
  const [limit, setLimit] = useState(OPEN_AT_ONCE);
  const list = useRef<HTMLUListElement>(null);
  const clear = useCommand('queue.clearSettled', { invalidates: ['queue.view'] });
  const { move, moved } = useMoves(view, list);
  const hidden = view.open.length - limit;
  const row = (entry: QueueEntryView) => {
    const id = entryId(entry);
    const shared = {
      progress: work.progressOf(id),
      shown: shownIds.has(id),
      onShow: () => onShow(id),
      onMove: (to: 'up' | 'down' | 'front') => move(entry, to),
    };
    return entry.kind === 'job' ? (
      <JobRow key={id} job={entry.job} held={view.paused} {...shared} />
    ) : (
      <BatchRow key={id} batch={entry.batch} {...shared} />
    );
  };
  return (
    <section className="queue" aria-label={t('heading')}>
      <QueueHead view={view} />
      <div className="queue-scroll">
        <ul className="compose-plain-list" ref={list}>
          {view.open.slice(0, limit).map(row)}
          {hidden > 0 ? null : view.settled.map(row)}
        </ul>
        {hidden > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setLimit(limit + OPEN_AT_ONCE)}>
            {t('more', { count: hidden })}
          </Button>
        ) : null}
        {view.settledTotal > view.settled.length ? (
          <Button variant="subtle" size="compact-sm" onClick={onOlder}>
            {t('older')}
          </Button>
        ) : null}
        {view.settledTotal > 1 ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={clear.isPending}
            onClick={() => clear.mutate({})}
          >
            {t('clear')}
          </Button>
        ) : null}
        {clear.error === null ? null : <ErrorNotice error={clear.error} onClose={clear.reset} />}
        {moved.error === null ? null : <ErrorNotice error={moved.error} onClose={moved.reset} />}
      </div>
      <p className="queue-announcement" role="status">
        {moved.text}
      </p>
    </section>
  );
}

/** Pause and resume, what waits, and the time until all of it is drawn. */
function QueueHead({ view }: { readonly view: QueueView }) {
  const { t } = useTranslation('queue');
  const setPaused = useCommand('queue.setPaused', { invalidates: ['queue.view'] });
  const { paused, open, estimateMs } = view;
  const running = open.filter((entry) => isRunning(entry)).length;
  const waiting = open.length - running;
  const facts = [
    ...(paused ? [t('pausedHint')] : []),
    waiting === 0 ? (running === 0 ? t('idle') : '') : t('waiting', { count: waiting }),
    estimateMs === null || estimateMs === 0 ? '' : t('remaining', { time: formatDuration(estimateMs) }),
  ].filter((text) => text !== '');
  return (
    <div className="queue-head" data-paused={paused}>
      <h2 className="queue-title">{paused ? t('paused') : t('heading')}</h2>
      <Text size="sm" c="dimmed" className="queue-head-facts" aria-live="polite">
        {facts.join(' · ')}
      </Text>
      <Button
        size="compact-md"
        variant={paused ? 'filled' : 'default'}
        leftSection={
          paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
        }
        aria-label={paused ? t('resumeAll') : t('pauseAll')}
        disabled={setPaused.isPending}
        onClick={() => setPaused.mutate({ paused: !paused })}
      >
        {paused ? t('resume') : t('pause')}
      </Button>
      {setPaused.error === null ? null : <ErrorNotice error={setPaused.error} onClose={setPaused.reset} />}
    </div>
  );
}

function isRunning(entry: QueueEntryView): boolean {
  return (entry.kind === 'job' ? entry.job.state : entry.batch.state) === 'running';
}

/** Moving entries: says where one came to stand, and keeps the keyboard on it. */
function useMoves(view: QueueView, list: { readonly current: HTMLUListElement | null }) {
  const { t } = useTranslation('queue');
  const command = useCommand('queue.move', { invalidates: ['queue.view'] });
  const [last, setLast] = useState<string | null>(null);
  const waiting = view.open.filter((entry) => !isRunning(entry));
  const place = waiting.findIndex((entry) => entryId(entry) === last);
  const entry = waiting[place];
  const order = view.open.map(entryId).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of order the browser has let go of the focus.
  useEffect(() => {
    if (last === null || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>(`[data-entry-id="${last}"] .queue-choice`)?.focus();
  }, [order, last]);
  return {
    move: (moving: QueueEntryView, to: 'up' | 'down' | 'front') => {
      setLast(entryId(moving));
      command.mutate({ entry: entryRef(moving), to });
    },
    moved: {
      error: command.error,
      reset: command.reset,
      text:
        entry === undefined || command.isPending
          ? ''
          : t('moved', { name: nameOf(entry), place: place + 1, count: waiting.length }),
    },
  };
}

function nameOf(entry: QueueEntryView): string {
  return entry.kind === 'job' ? entry.job.request.prompt : entry.batch.name;
}
