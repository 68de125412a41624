import { expect, it } from 'vitest';
import { measureGrid } from './draw-grid.ts';

it('the picture of a grid has its films pixel by pixel where that fits, and stays within what programs open', () => {
  const shape = { columns: 2, rows: 2, notes: 3, letters: 8, filmPx: 256 };
  expect(measureGrid(shape)).toMatchObject({ cellPx: 256, labelLines: 1 });
  expect(measureGrid({ ...shape, letters: 400 }).labelLines).toBe(4);
  for (const [columns, rows] of [
    [200, 10],
    [10, 200],
    [44, 44],
  ] as const) {
    const { cellPx, widthPx, heightPx } = measureGrid({ ...shape, columns, rows, filmPx: 512 });
    expect(cellPx).toBeLessThan(512);
    expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(12_000);
    expect(widthPx * heightPx).toBeLessThanOrEqual(80_000_000);
  }
});
