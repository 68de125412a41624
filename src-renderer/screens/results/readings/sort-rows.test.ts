import { describe, expect, it } from 'vitest';
import { nextOrder, sortRows } from './sort-rows.ts';

const ROWS = [
  ['b', 10],
  ['a', 9],
  ['c', null],
  ['d', 9],
];

describe('sorting the readings', () => {
  it('goes ascending, descending, back to the order of the export', () => {
    const first = nextOrder(null, 1);
    const second = nextOrder(first, 1);
    expect([first, second, nextOrder(second, 1)]).toEqual([
      { column: 1, descending: false },
      { column: 1, descending: true },
      null,
    ]);
    expect(nextOrder(second, 0)).toEqual({ column: 0, descending: false });
  });

  it('orders numbers as numbers, keeps ties in place and empty cells last either way', () => {
    const names = (descending: boolean) => sortRows(ROWS, { column: 1, descending }).map(([name]) => name);
    expect(names(false)).toEqual(['a', 'd', 'b', 'c']);
    expect(names(true)).toEqual(['b', 'a', 'd', 'c']);
  });

  it('leaves the rows of the table untouched', () => {
    const before = [...ROWS];
    sortRows(ROWS, { column: 0, descending: true });
    expect(ROWS).toEqual(before);
  });
});
