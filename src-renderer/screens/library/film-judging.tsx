import { Stack } from '@mantine/core';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { Decision } from '../../../src-core/contract/library-calls.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DecisionBar } from '../../ui/decision-bar.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useDecide } from '../../ui/use-decide.ts';
import type { FilmSelection } from '../../ui/use-film-selection.ts';
import { ExportButton } from '../export/export-button.tsx';
import { FilmDetails } from './film-details.tsx';
import './library.css';

export interface JudgingActions {
  readonly onOpen: (id: FilmId) => void;
  readonly onDecide: (decision: Decision, ids: readonly FilmId[]) => void;
  readonly onRejectWithReason: (ids: readonly FilmId[]) => void;
}

interface FilmJudgingProps {
  readonly selection: FilmSelection;
  /** The films that Page Up and Page Down walk through in the details, in order. */
  readonly order: readonly FilmId[];
  /** Finds what has the keyboard among the films, after the details were closed. */
  readonly focusedSelector: string;
  /** Stands behind the buttons of the keys. */
  readonly button?: ReactNode;
  /** The films, with what their keys do. */
  readonly children: (actions: JudgingActions) => ReactNode;
}

/** Around films to judge: their keys as buttons, the reason for a rejection, and the details. */
export function FilmJudging({ selection, order, focusedSelector, button, children }: FilmJudgingProps) {
  const { t } = useTranslation('films');
  const [opened, setOpened] = useState<FilmId | null>(null);
  const [rejecting, setRejecting] = useState<readonly FilmId[]>([]);
  const decide = useDecide();
  const onDecide = (decision: Decision, ids: readonly FilmId[], reason = '') =>
    decide.mutate({ filmIds: [...ids], decision, reason }, { onSuccess: () => setRejecting([]) });
  const onOpen = (id: FilmId) => {
    selection.set({ ...selection.state, focused: id, anchor: id });
    setOpened(id);
  };
  const panel = useRef<HTMLDivElement>(null);
  useFocusOnClose(panel, focusedSelector, opened !== null);
  return (
    <Stack gap="sm" ref={panel} className="library-judging">
      <div className="library-bar">
        <DecisionBar
          selection={selection}
          onDecide={onDecide}
          onRejectWithReason={setRejecting}
          onOpen={onOpen}
        >
          <ExportButton
            size="compact-sm"
            disabled={selection.targets.length === 0}
            choice={{ kind: 'films', filmIds: [...selection.targets] }}
          />
          {button}
        </DecisionBar>
      </div>
      {decide.error === null || rejecting.length > 0 ? null : (
        <ErrorNotice error={decide.error} onClose={decide.reset} />
      )}
      {children({ onOpen, onDecide, onRejectWithReason: setRejecting })}
      {rejecting.length === 0 ? null : (
        <ConfirmDialog
          title={t('reasonTitle')}
          text={`${t('actsOnSelected', { count: rejecting.length })}. ${t('reasonText')}`}
          reasonMinLength={0}
          reasonLabel={t('reasonLabel')}
          confirmLabel={t('reject')}
          pending={decide.isPending}
          error={decide.error}
          onConfirm={(reason) => onDecide('reject', rejecting, reason)}
          onClose={() => setRejecting([])}
        />
      )}
      {opened === null ? null : (
        <FilmDetails filmId={opened} neighbours={order} onShow={onOpen} onClose={() => setOpened(null)} />
      )}
    </Stack>
  );
}

/** After the details, the keyboard stands on the film that was looked at last. */
function useFocusOnClose(panel: RefObject<HTMLDivElement | null>, selector: string, open: boolean): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) panel.current?.querySelector<HTMLElement>(selector)?.focus();
    wasOpen.current = open;
  }, [panel, selector, open]);
}
