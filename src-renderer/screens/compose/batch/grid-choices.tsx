import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SweepAxes, SweepAxis } from '../../../../src-core/diffusion/sweep.ts';
import { useAxisText } from './axis-text.ts';
import './batch.css';
import { facetAxes, type GridLayout, varyingAxes, withAxis } from './grid-layout.ts';

interface GridChoicesProps {
  readonly axes: SweepAxes;
  readonly layout: GridLayout;
  readonly onChange: (layout: GridLayout) => void;
}

const NONE = 'none';

/** Which axes make rows and columns, and which value of each other axis is looked at. */
export function GridChoices({ axes, layout, onChange }: GridChoicesProps) {
  const { t } = useTranslation('batches');
  const textOf = useAxisText(axes);
  const varying = varyingAxes(axes);
  const axisChoice = (way: 'rows' | 'columns', none: string) => (
    <Select
      label={t(`view.${way}`)}
      className="sweep-choice"
      data={[
        ...varying.map((axis) => ({ value: axis as string, label: t(`axis.${axis}`) })),
        { value: NONE, label: none },
      ]}
      value={layout[way] ?? NONE}
      allowDeselect={false}
      onChange={(value) => onChange(withAxis(layout, way, varying.find((axis) => axis === value) ?? null))}
    />
  );
  const facet = (axis: SweepAxis) => (
    <Select
      key={axis}
      label={t(`axis.${axis}`)}
      className={axis === 'prompt' ? 'sweep-facet' : 'sweep-choice'}
      data={axes[axis].map((_value, place) => ({ value: String(place), label: textOf(axis, place) }))}
      value={String(layout.at[axis])}
      allowDeselect={false}
      onChange={(value) => onChange({ ...layout, at: { ...layout.at, [axis]: Number(value) } })}
    />
  );
  return (
    <>
      {varying.length === 0 ? null : (
        <>
          {axisChoice('rows', t('view.none'))}
          {axisChoice('columns', t('view.noneColumns'))}
        </>
      )}
      {facetAxes(axes, layout).map(facet)}
    </>
  );
}
