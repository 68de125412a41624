import { expect, it } from 'vitest';
import { defined, undefinedBecause } from '../../stats/statistic.ts';
import { cell, slug, table } from './blocks.ts';

it('a cell without a value says so, and a note says why, once for all places of one reason', () => {
  const say = (value: number) => value.toFixed(2);
  const found = table({
    id: 'x',
    caption: 'X',
    columns: ['Reader', '>AUC', '>d'],
    rows: [
      { group: 'model A', cells: ['R1', cell(defined(0.8), say), cell(undefinedBecause('no case'), say)] },
      { cells: ['R2', cell(undefinedBecause('no case'), say), '1'] },
    ],
    notes: ['First.'],
  });
  expect(found.columns[1]).toEqual({ label: 'AUC', align: 'right' });
  expect(found.rows.map(({ group, cells }) => [group, ...cells])).toEqual([
    ['model A', 'R1', '0.80', 'not defined'],
    [null, 'R2', 'not defined', '1'],
  ]);
  expect(found.notes).toEqual(['First.', 'Not defined, since no case: model A, R1, d; model A, R2, AUC.']);
});

it('names of tables are made of any words', () => {
  expect(slug('ratings', 'Köln: v2 ')).toBe('ratings-k-ln-v2');
  expect(slug('\u65e5')).toBe('x');
});
