import {
  SWEEP_AXES,
  type SweepAxes,
  type SweepAxis,
  type SweepPlace,
  sweepIndex,
} from '../../../../src-core/diffusion/sweep.ts';

/** Which axes a sweep's grid shows as rows and as columns, and the place on each of the others. */
export interface GridLayout {
  readonly rows: SweepAxis | null;
  readonly columns: SweepAxis | null;
  readonly at: SweepPlace;
}

/** Axes with more than one value, the outermost first. */
export function varyingAxes(axes: SweepAxes): readonly SweepAxis[] {
  return SWEEP_AXES.filter((axis) => axes[axis].length > 1);
}

/** The axes that neither rows nor columns show: one value of each is looked at. */
export function facetAxes(axes: SweepAxes, { rows, columns }: GridLayout): readonly SweepAxis[] {
  return varyingAxes(axes).filter((axis) => axis !== rows && axis !== columns);
}

/** Seeds side by side, where there are several: the eye compares along a row. The next axis makes the rows. */
export function firstLayout(axes: SweepAxes): GridLayout {
  const varying = varyingAxes(axes);
  const columns = varying.at(-1) ?? null;
  const rows = varying.at(-2) ?? null;
  return { rows, columns, at: { prompt: 0, scheduler: 0, steps: 0, guidance: 0, seed: 0 } };
}

/** Another axis for rows or columns; one that the other way already shows changes places with it. */
export function withAxis(layout: GridLayout, way: 'rows' | 'columns', axis: SweepAxis | null): GridLayout {
  const other = way === 'rows' ? 'columns' : 'rows';
  const swapped = axis !== null && layout[other] === axis ? layout[way] : layout[other];
  return { ...layout, [way]: axis, [other]: swapped };
}

/** The numbers of the cells, row by row. */
export function gridIndexes(axes: SweepAxes, layout: GridLayout): readonly (readonly number[])[] {
  const places = (axis: SweepAxis | null): readonly number[] =>
    axis === null ? [0] : axes[axis].map((_value, place) => place);
  return places(layout.rows).map((row) =>
    places(layout.columns).map((column) =>
      sweepIndex(axes, {
        ...layout.at,
        ...(layout.rows === null ? {} : { [layout.rows]: row }),
        ...(layout.columns === null ? {} : { [layout.columns]: column }),
      }),
    ),
  );
}

/** The cell an arrow, Home or End key leads to; null for another key. Stays within the grid. */
export function cellAfterKey(
  key: string,
  { row, column }: { readonly row: number; readonly column: number },
  { rows, columns }: { readonly rows: number; readonly columns: number },
): { readonly row: number; readonly column: number } | null {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return null;
  }
}
