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
  if (found.kind !== 'table') throw new Error('It is a table.');
  expect(found.columns[1]).toEqual({ label: 'AUC', align: 'right' });
  expect(found.rows.map(({ group, cells }) => [group, ...cells])).toEqual([
    ['model A', 'R1', '0.80', 'not defined'],
    [null, 'R2', 'not defined', '1'],
  ]);
  expect(found.notes).toEqual(['First.', 'Not defined, since no case: model A, R1, d; model A, R2, AUC.']);
});

it('rows without a single value are named in a note and leave the table, a whole part by its name', () => {
  const gap = { notDefined: 'nobody read it' };
  const found = table({
    id: 'x',
    caption: 'X',
    columns: ['Reader', '>AUC', '>p'],
    rows: [
      { group: 'A', cells: ['R1', gap, ''] },
      { cells: ['R2', '0.8', '0.1'] },
      { group: 'B', cells: ['R1', gap, gap] },
      { cells: ['R2', gap, gap] },
    ],
  });
  expect(found).toMatchObject({
    rows: [{ group: 'A', cells: ['R2', '0.8', '0.1'] }],
    notes: ['Not defined, since nobody read it: A, R1; B.'],
  });
});

it('a table of gaps alone is a sentence', () => {
  const rows = ['R1', 'R2'].map((name) => ({ cells: [name, { notDefined: 'nobody read it' }] }));
  expect(table({ id: 'x', caption: 'AUC by reader', columns: ['Reader', '>AUC'], rows })).toEqual({
    kind: 'paragraph',
    tone: 'caution',
    text: 'AUC by reader: not defined, since nobody read it.',
  });
});

it('names of tables are made of any words', () => {
  expect(slug('ratings', 'Köln: v2 ')).toBe('ratings-k-ln-v2');
  expect(slug('\u65e5')).toBe('x');
});
