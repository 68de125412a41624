import { ActionIcon, Button, Progress } from '@mantine/core';
import {
  IconArrowBarToUp,
  IconArrowDown,
  IconArrowUp,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { BatchView } from '../../../src-core/contract/queue-calls.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { JobProblem } from './job-problem.tsx';
import './queue.css';
import type { QueueActions } from './use-queue-actions.ts';

interface QueueRowProps {
  readonly id: string;
  readonly name: string;
  /** Stands before the name: a pair's member, "Sweep", "Table". */
  readonly prefix: string | null;
  readonly state: JobView['state'];
  readonly facts: ReactNode;
  /** 0 to 1; null where no bar belongs. */
  readonly fraction: number | null;
  readonly problems: BatchView['failures'];
  readonly modelId: ModelId | null;
  readonly shown: boolean;
  /** True where it waits and can change places. */
  readonly movable: boolean;
  readonly actions: QueueActions;
  readonly children: ReactNode;
  readonly onShow: () => void;
  readonly onMove: (to: 'up' | 'down' | 'front') => void;
}

const MOVE_OF_KEY: Readonly<Record<string, 'up' | 'down' | 'front'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'front',
};

/** One entry of the queue: choose it to see its films, move it, act on it, with the reasons of failure in sight. */
export function QueueRow(props: QueueRowProps) {
  const { id, name, prefix, state, facts, fraction, problems, shown, movable, actions, onMove } = props;
  const { t } = useTranslation('queue');
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const to = MOVE_OF_KEY[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey) return;
    if (event.altKey && movable) onMove(to);
    else if (!event.altKey && to !== 'front') focusNeighbour(event.currentTarget, to);
    else return;
    event.preventDefault();
  };
  return (
    <li className="queue-row" data-state={state} data-entry-id={id}>
      <div className="queue-row-line">
        <button
          type="button"
          className="queue-choice"
          aria-pressed={shown}
          aria-keyshortcuts={movable ? 'Alt+ArrowUp Alt+ArrowDown Alt+Home' : undefined}
          onClick={props.onShow}
          onKeyDown={onKeyDown}
        >
          <span className="queue-name">
            {prefix === null ? null : <strong>{prefix} · </strong>}
            {name}
          </span>
          <span className="queue-facts">
            {facts}
            {shown ? ` · ${t('showing')}` : ''}
          </span>
        </button>
        {movable ? <MoveButtons name={name} onMove={onMove} /> : null}
        {props.children}
      </div>
      {fraction === null ? null : (
        <Progress
          value={fraction * 100}
          size="sm"
          mt={6}
          transitionDuration={0}
          aria-label={t('progressOf', { name })}
        />
      )}
      {problems.map((problem) => (
        <JobProblem key={`${problem.code} ${problem.message}`} problem={problem} modelId={props.modelId} />
      ))}
      {actions.error === null ? null : <ErrorNotice error={actions.error} />}
    </li>
  );
}

/** The next or the last choice of the list takes the focus; at its ends it stays. */
function focusNeighbour(choice: HTMLElement, to: 'up' | 'down'): void {
  const row = choice.closest('.queue-row');
  const next = to === 'up' ? row?.previousElementSibling : row?.nextElementSibling;
  next?.querySelector<HTMLElement>('.queue-choice')?.focus();
}

interface MoveButtonsProps {
  readonly name: string;
  readonly onMove: QueueRowProps['onMove'];
}

function MoveButtons({ name, onMove }: MoveButtonsProps) {
  const { t } = useTranslation('queue');
  return (
    <div className="queue-moves">
      <IconButton label={t('upNamed', { name })} title={t('up')} onClick={() => onMove('up')}>
        <IconArrowUp size={17} aria-hidden />
      </IconButton>
      <IconButton label={t('downNamed', { name })} title={t('down')} onClick={() => onMove('down')}>
        <IconArrowDown size={17} aria-hidden />
      </IconButton>
      <IconButton label={t('frontNamed', { name })} title={t('front')} onClick={() => onMove('front')}>
        <IconArrowBarToUp size={17} aria-hidden />
      </IconButton>
    </div>
  );
}

interface ActionProps {
  readonly name: string;
  readonly actions: QueueActions;
}

export function CancelButton({ name, actions }: ActionProps) {
  const { t } = useTranslation('queue');
  return (
    <Button
      size="compact-md"
      variant="default"
      aria-label={t('cancelNamed', { name })}
      disabled={actions.pending}
      onClick={actions.cancel}
    >
      {t('cancel')}
    </Button>
  );
}

export function RemoveButton({ name, actions }: ActionProps) {
  const { t } = useTranslation('queue');
  return (
    <IconButton label={t('removeNamed', { name })} title={t('remove')} onClick={actions.remove}>
      <IconX size={17} aria-hidden />
    </IconButton>
  );
}

export function PauseBatchButton({ name, actions, paused }: ActionProps & { readonly paused: boolean }) {
  const { t } = useTranslation('queue');
  const label = paused ? t('resumeNamed', { name }) : t('pauseNamed', { name });
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <IconButton
      label={label}
      title={paused ? t('resume') : t('pause')}
      onClick={() => actions.pauseBatch(!paused)}
    >
      <Icon size={17} aria-hidden />
    </IconButton>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly title: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function IconButton({ label, title, onClick, children }: IconButtonProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} title={title} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
