import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_PT } from './page.ts';
import type { TableRows } from './table-rows.ts';
import { tableRows } from './table-rows.ts';
import { GUTTER_EM, setTable } from './table-setting.ts';
import { sampleTable } from './test-report.ts';

const set = (columns: number): ReturnType<typeof setTable> => {
  const block = sampleTable('readers', columns, 20);
  if (block.kind !== 'table') throw new Error('no table');
  return setTable(tableRows(block));
};

test('a table is set upright as long as its intervals fit, then on its side, then in parts of like size', () => {
  expect(set(4)).toMatchObject({
    orientation: 'portrait',
    fontSizePt: 9,
    parts: [{ columns: [0, 1, 2, 3] }],
  });
  expect(set(8)).toMatchObject({ orientation: 'portrait', parts: [{}] });
  expect(set(11)).toMatchObject({ orientation: 'landscape', parts: [{}] });
  const { parts } = set(18);
  expect(parts.map(({ columns }) => columns)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [0, 6, 7, 8, 9, 10],
    [0, 11, 12, 13, 14, 15],
    [0, 16, 17],
  ]);
});

test('any table stands whole within the margins, every column in some part', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('W'.repeat(300), '', '0.5 (0.4 to 0.6)', 'a b '.repeat(80)),
  );
  const tables = fc.integer({ min: 1, max: 30 }).chain((columns) =>
    fc.record({
      caption: fc.constant(''),
      columns: fc.array(
        fc.record({ label: text, align: fc.constantFrom('left' as const, 'right' as const) }),
        {
          minLength: columns,
          maxLength: columns,
        },
      ),
      groups: fc.array(
        fc.record({
          heading: fc.constant(null),
          rows: fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { maxLength: 4 }),
        }),
        { maxLength: 2 },
      ),
      notes: fc.constant([]),
    }),
  );
  fc.assert(
    fc.property(tables, (table: TableRows) => {
      const { orientation, fontSizePt, parts } = setTable(table);
      const room = (orientation === 'portrait' ? PAGE_PT.width : PAGE_PT.height) - 2 * PAGE_PT.side;
      for (const { widthsPt } of parts) {
        const total = widthsPt.reduce((sum, width) => sum + width + GUTTER_EM * fontSizePt, 0);
        expect(total).toBeLessThanOrEqual(room + 1e-6);
        for (const width of widthsPt) expect(width).toBeGreaterThan(fontSizePt * 0.9);
      }
      const placed = new Set(parts.flatMap(({ columns }) => columns));
      expect([...placed].sort((a, b) => a - b)).toEqual(table.columns.map((_, column) => column));
    }),
    { numRuns: 100, seed: 6 },
  );
});

test('a row higher than half a page may break, others may not', () => {
  const table = (cell: string): TableRows => ({
    caption: '',
    columns: [{ label: 'a', align: 'left' }],
    groups: [{ heading: null, rows: [[cell]] }],
    notes: [],
  });
  expect(setTable(table('word '.repeat(50))).tallRows).toBe(false);
  expect(setTable(table('word '.repeat(2000))).tallRows).toBe(true);
});
