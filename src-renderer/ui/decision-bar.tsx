import { Button, Group, Kbd, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../src-core/base/ids.ts';
import type { Decision } from '../../src-core/contract/library-calls.ts';
import { navigate } from '../app/use-route.ts';
import type { FilmSelection } from './use-film-selection.ts';

interface DecisionBarProps {
  readonly selection: FilmSelection;
  readonly onDecide: (decision: Decision, ids: readonly FilmId[]) => void;
  readonly onRejectWithReason: (ids: readonly FilmId[]) => void;
  readonly onOpen: (id: FilmId) => void;
  readonly children?: ReactNode;
}

/** The grid's keys as buttons, and what they act on. */
export function DecisionBar({ selection, onDecide, onRejectWithReason, onOpen, children }: DecisionBarProps) {
  const { t } = useTranslation(['films', 'edit']);
  const { targets, state } = selection;
  const count = state.selected.size;
  const none = targets.length === 0;
  const focused = state.focused;
  return (
    <Group gap={6} wrap="wrap">
      <Button
        variant="default"
        size="compact-sm"
        disabled={none}
        rightSection={<Kbd>K</Kbd>}
        onClick={() => onDecide('keep', targets)}
      >
        {t('keep')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={none}
        rightSection={<Kbd>X</Kbd>}
        onClick={() => onDecide('reject', targets)}
      >
        {t('reject')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={none}
        rightSection={<Kbd>⇧X</Kbd>}
        onClick={() => onRejectWithReason(targets)}
      >
        {t('rejectWithReason')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={none}
        rightSection={<Kbd>U</Kbd>}
        onClick={() => onDecide('undecided', targets)}
      >
        {t('undecide')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={focused === null}
        rightSection={<Kbd>↵</Kbd>}
        onClick={() => (focused === null ? undefined : onOpen(focused))}
      >
        {t('details')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={focused === null}
        onClick={() => (focused === null ? undefined : navigate('library', focused))}
      >
        {t('edit:action')}
      </Button>
      {children}
      <Text size="sm" c="dimmed" aria-live="polite">
        {count === 0 ? '' : t('actsOnSelected', { count })}
      </Text>
    </Group>
  );
}
