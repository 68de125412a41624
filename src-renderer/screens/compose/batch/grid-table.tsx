import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchCell } from '../../../../src-core/contract/batch-calls.ts';
import type { Decision } from '../../../../src-core/contract/library-calls.ts';
import type { SweepAxes, SweepAxis } from '../../../../src-core/diffusion/sweep.ts';
import type { JudgingActions } from '../../library/film-judging.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import { useAxisText } from './axis-text.ts';
import './batch.css';
import { GridCell } from './grid-cell.tsx';
import { cellAfterKey, type GridLayout } from './grid-layout.ts';

interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface GridTableProps {
  readonly axes: SweepAxes;
  readonly layout: GridLayout;
  readonly indexes: readonly (readonly number[])[];
  readonly cells: ReadonlyMap<number, BatchCell>;
  readonly work: JobsInWork;
  readonly filmSizePx: number;
  readonly focused: GridPlace;
  readonly onFocus: (place: GridPlace) => void;
  readonly actions: JudgingActions;
}

const DECISION_OF_KEY: Readonly<Record<string, Decision>> = { k: 'keep', x: 'reject', u: 'undecided' };

/** Films by row and column under labels that stay in sight: one stop of the Tab key, then arrows, K, X, U and Enter. */
export function GridTable(props: GridTableProps) {
  const { axes, layout, indexes, cells, work, filmSizePx, focused, onFocus, actions } = props;
  const { t } = useTranslation('batches');
  const textOf = useAxisText(axes);
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const nameOf = (axis: SweepAxis | null) => (axis === null ? '' : t(`axis.${axis}`));
  const columns = indexes[0]?.length ?? 0;

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-row="${focused.row}"][data-column="${focused.column}"]`,
    );
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [focused]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = cellAfterKey(event.key, focused, { rows: indexes.length, columns });
    const film = cells.get(indexes[focused.row]?.[focused.column] ?? -1)?.films[0];
    const decision = DECISION_OF_KEY[event.key.toLowerCase()];
    if (next !== null) {
      moved.current = true;
      onFocus(next);
    } else if (film === undefined) return;
    else if (event.key === 'Enter') actions.onOpen(film.id);
    else if (decision === undefined) return;
    else if (event.shiftKey && decision === 'reject') actions.onRejectWithReason([film.id]);
    else actions.onDecide(decision, [film.id]);
    event.preventDefault();
  };

  return (
    <div className="sweep-scroll">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells take the keyboard is a grid
        role="grid"
        className="sweep-grid"
        style={{ '--film-size': `${filmSizePx}px`, '--columns': columns } as CSSProperties}
        aria-label={`${t('view.grid', { rows: indexes.length, columns })}. ${t('view.keys')}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col" className="sweep-corner">
              {[nameOf(layout.rows), nameOf(layout.columns)].filter(Boolean).join(' · ')}
            </th>
            {(indexes[0] ?? []).map((index, column) => (
              <th key={index} scope="col" className="sweep-column">
                <span title={layout.columns === null ? undefined : textOf(layout.columns, column)}>
                  {layout.columns === null ? t('view.all') : textOf(layout.columns, column)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indexes.map((line, row) => (
            <tr key={line[0]}>
              <th scope="row" className="sweep-row">
                <span title={layout.rows === null ? undefined : textOf(layout.rows, row)}>
                  {layout.rows === null ? t('view.all') : textOf(layout.rows, row)}
                </span>
              </th>
              {line.map((index, column) => (
                <GridCell
                  key={index}
                  cell={cells.get(index)}
                  work={work}
                  row={row}
                  column={column}
                  focusable={focused.row === row && focused.column === column}
                  onFocus={onFocus}
                  onOpen={actions.onOpen}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
