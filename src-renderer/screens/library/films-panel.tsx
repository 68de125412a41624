import { Stack } from '@mantine/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { Decision, FilmView } from '../../../src-core/contract/library-calls.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DecisionBar } from '../../ui/decision-bar.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilmGrid, type FilmGridProps } from '../../ui/film-grid.tsx';
import { useDecide } from '../../ui/use-decide.ts';
import { useFilmSelection } from '../../ui/use-film-selection.ts';
import { FilmDetails } from './film-details.tsx';
import './library.css';

interface FilmsPanelProps {
  readonly films: readonly FilmView[];
  readonly label: string;
  /** Smallest width of a film on the screen, as a CSS length. */
  readonly tileSize: string;
  readonly captionKind: FilmGridProps['captionKind'];
  readonly captionOf: (film: FilmView) => string;
  readonly pending?: FilmGridProps['pending'];
}

/** A grid of films to judge, with its keys as buttons, the reason for a rejection, and the details. */
export function FilmsPanel(props: FilmsPanelProps) {
  const { films, label, tileSize, captionKind, captionOf } = props;
  const { t } = useTranslation('films');
  const selection = useFilmSelection(films);
  const [opened, setOpened] = useState<FilmId | null>(null);
  const [rejecting, setRejecting] = useState<readonly FilmId[]>([]);
  const decide = useDecide();
  const onDecide = (decision: Decision, ids: readonly FilmId[], reason = '') =>
    decide.mutate({ filmIds: [...ids], decision, reason }, { onSuccess: () => setRejecting([]) });
  const open = (id: FilmId) => {
    selection.set({ ...selection.state, focused: id, anchor: id });
    setOpened(id);
  };
  const panel = useRef<HTMLDivElement>(null);
  useFocusOnClose(panel, opened !== null);
  return (
    <Stack gap="sm" ref={panel}>
      <div className="library-bar">
        <DecisionBar
          selection={selection}
          onDecide={onDecide}
          onRejectWithReason={setRejecting}
          onOpen={open}
        />
      </div>
      {decide.error === null || rejecting.length > 0 ? null : (
        <ErrorNotice error={decide.error} onClose={decide.reset} />
      )}
      <FilmGrid
        films={films}
        selection={selection}
        label={label}
        tileSize={tileSize}
        captionKind={captionKind}
        captionOf={captionOf}
        onOpen={open}
        onDecide={onDecide}
        onRejectWithReason={setRejecting}
        pending={props.pending}
      />
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
        <FilmDetails
          filmId={opened}
          neighbours={films.map(({ id }) => id)}
          onShow={open}
          onClose={() => setOpened(null)}
        />
      )}
    </Stack>
  );
}

/** After the details, the keyboard stands on the film that was looked at last. */
function useFocusOnClose(panel: RefObject<HTMLDivElement | null>, open: boolean): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) {
      panel.current?.querySelector<HTMLElement>('[role="option"][tabindex="0"]')?.focus();
    }
    wasOpen.current = open;
  }, [panel, open]);
}
