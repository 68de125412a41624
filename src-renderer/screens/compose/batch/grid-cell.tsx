import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { BatchCell } from '../../../../src-core/contract/batch-calls.ts';
import { DecisionBadge } from '../../../ui/decision-badge.tsx';
import { filmSource, useFilmLabel } from '../../../ui/film-text.ts';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import { PendingPicture } from '../pending-film.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import './batch.css';

interface GridCellProps {
  /** Undefined while the answer is on its way. */
  readonly cell: BatchCell | undefined;
  readonly work: JobsInWork;
  readonly row: number;
  readonly column: number;
  readonly focusable: boolean;
  readonly onFocus: (place: { readonly row: number; readonly column: number }) => void;
  readonly onOpen: (id: FilmId) => void;
}

/** One image of a sweep: its film with the decision, the look at the one in work, or how it stands. */
export function GridCell({ cell, work, row, column, focusable, onFocus, onOpen }: GridCellProps) {
  const { t } = useTranslation('films');
  const film = cell?.films[0];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid takes the keyboard
      role="gridcell"
      className="sweep-cell"
      tabIndex={focusable ? 0 : -1}
      data-row={row}
      data-column={column}
      data-state={cell?.state}
      data-decision={film?.decision}
      onClick={(event) => {
        onFocus({ row, column });
        event.currentTarget.focus();
      }}
      onDoubleClick={() => (film === undefined ? undefined : onOpen(film.id))}
    >
      {cell === undefined ? null : film === undefined ? (
        <CellState cell={cell} work={work} />
      ) : (
        <>
          <CellFilm film={film} />
          {film.decision === 'undecided' ? (
            <VisuallyHidden>{t('decision.undecided')}</VisuallyHidden>
          ) : (
            <span className="sweep-badge">
              <DecisionBadge decision={film.decision} />
            </span>
          )}
        </>
      )}
    </td>
  );
}

function CellFilm({ film }: { readonly film: BatchCell['films'][number] }) {
  const labelOf = useFilmLabel();
  return (
    <div className="sweep-film">
      <FilmThumbnail source={filmSource(film)} label={labelOf(film)} />
    </div>
  );
}

function CellState({ cell, work }: { readonly cell: BatchCell; readonly work: JobsInWork }) {
  const { t } = useTranslation('batches');
  const { state, error, jobId } = cell;
  if (state === 'running') {
    return (
      <div className="sweep-film">
        <PendingPicture preview={work.previewOf(jobId)} progress={work.progressOf(jobId)} />
      </div>
    );
  }
  return (
    <div className="sweep-film sweep-state">
      <span>{t(`view.cell.${state}`)}</span>
      {error === null ? null : (
        <span className="sweep-reason" title={error.message}>
          {error.message}
        </span>
      )}
    </div>
  );
}
