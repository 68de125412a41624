import { Button, Input, Slider } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type BatchCell,
  MAX_CELLS_AT_ONCE,
  type SweepPlan,
} from '../../../../src-core/contract/batch-calls.ts';
import type { BatchView } from '../../../../src-core/contract/queue-calls.ts';
import { useCall } from '../../../app/queries.ts';
import { navigate } from '../../../app/use-route.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { emptySelection } from '../../../ui/grid-selection.ts';
import type { FilmSelection } from '../../../ui/use-film-selection.ts';
import { FilmJudging } from '../../library/film-judging.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import './batch.css';
import { GridChoices } from './grid-choices.tsx';
import { firstLayout, type GridLayout, gridIndexes } from './grid-layout.ts';
import { GridPicture } from './grid-picture.tsx';
import { GridTable } from './grid-table.tsx';

const SMALLEST_FILM_PX = 140;
const LARGEST_FILM_PX = 640;

interface SweepGridProps {
  readonly batch: BatchView;
  readonly plan: SweepPlan;
  readonly work: JobsInWork;
  readonly wide: boolean;
}

/** A sweep as a labelled grid: two of its axes as rows and columns, one value of each of the others at a time. */
export function SweepGrid({ batch, plan, work, wide }: SweepGridProps) {
  const { t } = useTranslation('batches');
  const { axes } = plan;
  const [layout, setLayout] = useState<GridLayout>(() => firstLayout(axes));
  const [chosenPx, setChosenPx] = useState<number | null>(null);
  const room = useElementSize();
  const [focused, setFocused] = useState({ row: 0, column: 0 });
  const indexes = useMemo(() => gridIndexes(axes, layout), [axes, layout]);
  const asked = indexes.flat().slice(0, MAX_CELLS_AT_ONCE);
  const answer = useCall('batches.cells', { batchId: batch.id, indexes: asked }, { keepPrevious: true });
  const cells = useMemo(
    () => new Map((answer.data ?? []).map((cell): [number, BatchCell] => [cell.index, cell])),
    [answer.data],
  );
  const filmSizePx = chosenPx ?? fittingFilmPx(room, indexes);
  const films = asked.flatMap((index) => cells.get(index)?.films ?? []);
  const change = (next: GridLayout) => {
    setLayout(next);
    setFocused({ row: 0, column: 0 });
  };
  const focusedFilm = cells.get(indexes[focused.row]?.[focused.column] ?? -1)?.films[0] ?? null;
  const selection: FilmSelection = {
    state: { ...emptySelection(), focused: focusedFilm?.id ?? null },
    set: ({ focused: id }) => {
      const index = asked.find((asking) => cells.get(asking)?.films.some((film) => film.id === id));
      const row = indexes.findIndex((line) => line.some((cell) => cell === index));
      const column = indexes[row]?.indexOf(index ?? -1) ?? -1;
      if (row >= 0 && column >= 0) setFocused({ row, column });
    },
    targets: focusedFilm === null ? [] : [focusedFilm.id],
  };
  return (
    <div className="sweep">
      <div className="sweep-bar">
        <GridChoices axes={axes} layout={layout} onChange={change} />
        {wide ? (
          <Input.Wrapper label={t('view.size')} labelElement="div" className="sweep-size">
            <Slider
              min={SMALLEST_FILM_PX}
              max={LARGEST_FILM_PX}
              step={20}
              value={filmSizePx}
              label={null}
              thumbLabel={t('view.size')}
              onChange={setChosenPx}
              my={9}
            />
          </Input.Wrapper>
        ) : null}
        {wide ? (
          <GridPicture batch={batch} plan={plan} layout={layout} cells={cells} />
        ) : (
          <Button variant="default" onClick={() => navigate('compose', batch.id)}>
            {t('view.wide')}
          </Button>
        )}
      </div>
      {answer.error === null ? null : (
        <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />
      )}
      <FilmJudging
        selection={selection}
        order={films.map(({ id }) => id)}
        focusedSelector='.sweep-cell[tabindex="0"]'
      >
        {(actions) => (
          <div className="sweep-room" ref={room.ref}>
            <GridTable
              axes={axes}
              layout={layout}
              indexes={indexes}
              cells={cells}
              work={work}
              filmSizePx={filmSizePx}
              focused={focused}
              onFocus={setFocused}
              actions={actions}
            />
          </div>
        )}
      </FilmJudging>
    </div>
  );
}

/** As batch.css has them. */
const LABEL_PX = 132;
const SCROLLBAR_PX = 12;
const HEAD_PX = 44;

/** All columns side by side and two rows in sight, as far as the films stay large enough to judge. */
function fittingFilmPx(
  room: { readonly width: number; readonly height: number },
  indexes: readonly (readonly number[])[],
): number {
  const columns = Math.max(1, indexes[0]?.length ?? 1);
  const across = Math.floor((room.width - LABEL_PX - SCROLLBAR_PX) / columns);
  const down = Math.floor((room.height - HEAD_PX) / Math.min(2, indexes.length));
  return Math.min(LARGEST_FILM_PX, Math.max(SMALLEST_FILM_PX, Math.min(across, down)));
}
