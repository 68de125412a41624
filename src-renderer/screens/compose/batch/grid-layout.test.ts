import { describe, expect, it } from 'vitest';
import { type SweepAxes, sweepCell } from '../../../../src-core/diffusion/sweep.ts';
import { cellAfterKey, facetAxes, firstLayout, gridIndexes, varyingAxes, withAxis } from './grid-layout.ts';

const AXES: SweepAxes = {
  prompt: ['edema', 'effusion'],
  scheduler: ['ddim'],
  steps: [10, 20, 50],
  guidance: [3],
  seed: [7, 8],
};

const cells = (layout: Parameters<typeof gridIndexes>[1]) =>
  gridIndexes(AXES, layout).map((row) =>
    row.map((index) => {
      const { prompt, steps, seed } = sweepCell(AXES, index);
      return `${prompt} ${steps} ${seed}`;
    }),
  );

describe('the grid of a sweep', () => {
  it('begins with the two innermost axes that vary; the others are facets', () => {
    const layout = firstLayout(AXES);
    expect(varyingAxes(AXES)).toEqual(['prompt', 'steps', 'seed']);
    expect(layout).toMatchObject({ rows: 'steps', columns: 'seed' });
    expect(facetAxes(AXES, layout)).toEqual(['prompt']);
    expect(cells({ ...layout, at: { ...layout.at, prompt: 1 } })).toEqual([
      ['effusion 10 7', 'effusion 10 8'],
      ['effusion 20 7', 'effusion 20 8'],
      ['effusion 50 7', 'effusion 50 8'],
    ]);
  });

  it('exchanges rows and columns where one takes the axis of the other', () => {
    const turned = withAxis(firstLayout(AXES), 'rows', 'seed');
    expect(turned).toMatchObject({ rows: 'seed', columns: 'steps' });
    expect(cells(turned)).toEqual([
      ['edema 10 7', 'edema 20 7', 'edema 50 7'],
      ['edema 10 8', 'edema 20 8', 'edema 50 8'],
    ]);
  });

  it('is a single row or cell where nothing varies along a way', () => {
    expect(cells(withAxis(firstLayout(AXES), 'rows', null))).toEqual([['edema 10 7', 'edema 10 8']]);
    const one: SweepAxes = { ...AXES, prompt: ['edema'], steps: [10], seed: [7] };
    expect(gridIndexes(one, firstLayout(one))).toEqual([[0]]);
  });

  it('is walked by arrows, Home and End without leaving it', () => {
    const size = { rows: 2, columns: 3 };
    expect(cellAfterKey('ArrowRight', { row: 0, column: 2 }, size)).toEqual({ row: 0, column: 2 });
    expect(cellAfterKey('ArrowDown', { row: 0, column: 2 }, size)).toEqual({ row: 1, column: 2 });
    expect(cellAfterKey('ArrowUp', { row: 0, column: 1 }, size)).toEqual({ row: 0, column: 1 });
    expect(cellAfterKey('Home', { row: 1, column: 2 }, size)).toEqual({ row: 1, column: 0 });
    expect(cellAfterKey('End', { row: 1, column: 0 }, size)).toEqual({ row: 1, column: 2 });
    expect(cellAfterKey('k', { row: 1, column: 0 }, size)).toBeNull();
  });
});
