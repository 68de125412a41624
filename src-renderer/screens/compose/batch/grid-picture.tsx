import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LightboxError, toLightboxError } from '../../../../src-core/base/errors.ts';
import type { BatchCell, SweepPlan } from '../../../../src-core/contract/batch-calls.ts';
import type { BatchView } from '../../../../src-core/contract/queue-calls.ts';
import { SWEEP_AXES } from '../../../../src-core/diffusion/sweep.ts';
import { useCall, useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useAxisText } from './axis-text.ts';
import './batch.css';
import { drawGrid, type GridDrawing } from './draw-grid.ts';
import { type GridLayout, gridIndexes } from './grid-layout.ts';

interface GridPictureProps {
  readonly batch: BatchView;
  readonly plan: SweepPlan;
  readonly layout: GridLayout;
  readonly cells: ReadonlyMap<number, BatchCell>;
}

/** Saves the grid as it stands, with its labels, as one PNG. */
export function GridPicture({ batch, plan, layout, cells }: GridPictureProps) {
  const { t } = useTranslation('batches');
  const info = useCall('app.info', {});
  const save = useCommand('batches.savePicture');
  const [drawing, setDrawing] = useState(false);
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const describe = useGridDrawing(plan, layout, cells);
  const write = async () => {
    setDrawing(true);
    setProblem(null);
    try {
      const title = t('view.pictureTitle', {
        name: batch.name,
        model: plan.modelId,
        version: `${info.data?.productName ?? ''} ${info.data?.version ?? ''}`.trim(),
      });
      const png = await drawGrid(describe(title));
      await save.mutateAsync({ batchId: batch.id, png });
    } catch (thrown) {
      setProblem(toLightboxError(thrown));
    } finally {
      setDrawing(false);
    }
  };
  const saved = save.data ?? null;
  return (
    <div className="sweep-picture">
      <Button
        variant="default"
        loading={drawing}
        disabled={batch.doneImages === 0}
        onClick={() => void write()}
      >
        {t('view.export')}
      </Button>
      <Text size="sm" c="dimmed" aria-live="polite">
        {saved === null ? '' : t('view.exported', { fileName: saved.fileName })}
      </Text>
      {problem === null ? null : <ErrorNotice error={problem} onClose={() => setProblem(null)} />}
    </div>
  );
}

/** The texts of the picture: labels of rows and columns, and what all cells share. */
function useGridDrawing(
  plan: SweepPlan,
  layout: GridLayout,
  cells: GridPictureProps['cells'],
): (title: string) => GridDrawing {
  const { t } = useTranslation('batches');
  const textOf = useAxisText(plan.axes);
  return (title) => {
    const indexes = gridIndexes(plan.axes, layout);
    const shared = SWEEP_AXES.filter((axis) => axis !== layout.rows && axis !== layout.columns);
    return {
      title,
      notes: shared.map((axis) => textOf(axis, layout.at[axis])),
      columns: (indexes[0] ?? []).map((_index, column) =>
        layout.columns === null ? '' : textOf(layout.columns, column),
      ),
      rows: indexes.map((line, row) => ({
        label: layout.rows === null ? '' : textOf(layout.rows, row),
        cells: line.map((index) => {
          const cell = cells.get(index);
          return { film: cell?.films[0] ?? null, state: t(`view.cell.${cell?.state ?? 'queued'}`) };
        }),
      })),
    };
  };
}
