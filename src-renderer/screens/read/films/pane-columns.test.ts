import { describe, expect, it } from 'vitest';
import { paneColumns } from './pane-columns.ts';

describe('paneColumns', () => {
  it.each([
    // Beside the form at 1280 x 800 and at 2560 x 1440.
    { count: 1, size: { width: 940, height: 740 }, columns: 1 },
    { count: 2, size: { width: 940, height: 740 }, columns: 2 },
    { count: 3, size: { width: 940, height: 740 }, columns: 2 },
    { count: 4, size: { width: 940, height: 740 }, columns: 2 },
    { count: 9, size: { width: 940, height: 740 }, columns: 3 },
    { count: 3, size: { width: 2160, height: 1380 }, columns: 3 },
    { count: 4, size: { width: 2160, height: 1380 }, columns: 2 },
    { count: 2, size: { width: 600, height: 1400 }, columns: 1 },
  ])('gives $count films $columns columns of $size.width x $size.height', ({ count, size, columns }) => {
    expect(paneColumns(count, size)).toBe(columns);
  });
});
