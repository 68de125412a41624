import { expect, test } from 'vitest';
import { tableAsTsv, tableParts } from './table-parts.ts';

const columns = [
  { label: 'Reader', align: 'left' as const },
  { label: 'AUC', align: 'right' as const },
];
const row = (group: string | null, ...cells: string[]) => ({ group, cells });

test('a part begins where a row names a group; the rows after it belong to it', () => {
  const rows = [
    row(null, 'All', '0.7'),
    row('Model A', 'Ada', '0.8'),
    row(null, 'Ben', '0.6'),
    row('Model B', 'Ada', '0.9'),
    row('Model B', 'Ben', '0.5'),
  ];
  expect(tableParts(rows).map(({ group, rows: own }) => [group, own.map(({ cells }) => cells[0])])).toEqual([
    [null, ['All']],
    ['Model A', ['Ada', 'Ben']],
    ['Model B', ['Ada', 'Ben']],
  ]);
  expect(tableParts([])).toEqual([]);
});

test('a spreadsheet gets one line a row, the group in a column of its own, and no break within a cell', () => {
  expect(tableAsTsv({ columns, rows: [row('A', 'Ada\tLovelace', '0.8'), row(null, 'Ben', '0.6')] })).toBe(
    '\tReader\tAUC\nA\tAda Lovelace\t0.8\nA\tBen\t0.6\n',
  );
  expect(tableAsTsv({ columns, rows: [row(null, 'Ada', '0.8')] })).toBe('Reader\tAUC\nAda\t0.8\n');
});
