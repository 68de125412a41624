import { expect, it } from 'vitest';
import { readerNames } from './reader-names.ts';

const READERS = [
  { id: 'r1', name: 'Dr Vega' },
  { id: 'r2', name: 'Dr Okoye' },
  { id: 'r3', name: 'Dr Vega' },
];

it('readers are called by name, two of one name by their ids too', () => {
  expect(READERS.map(({ id }) => readerNames(READERS, 'names')(id))).toEqual([
    'Dr Vega (r1)',
    'Dr Okoye',
    'Dr Vega (r3)',
  ]);
});

it('for publication readers are numbers in the order of the study, and no id comes through', () => {
  const nameOf = readerNames(READERS, 'numbers');
  expect(READERS.map(({ id }) => nameOf(id))).toEqual(['Reader 1', 'Reader 2', 'Reader 3']);
  expect(nameOf('stranger')).toBe('A reader not of the study');
});
