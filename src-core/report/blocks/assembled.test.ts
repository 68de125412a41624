import { expect, test } from 'vitest';
import { assembled } from './assembled.ts';
import { plain, table } from './blocks.ts';
import { joined, type Part, sectionOf, supplement, words } from './part.ts';
import { references } from './references.ts';

const HEAD = { title: 'Study', subtitle: '', facts: [] };

const one = (id: string): Part =>
  words(table({ id, caption: `Of ${id}`, columns: ['Reader'], rows: [{ cells: ['R1'] }] }));

function written(parts: readonly Part[]) {
  const sections = parts.map((part, index) => sectionOf(`s${index + 1}`, `Section ${index + 1}`, part));
  return assembled(HEAD, sections, references(), 0.95).sections.map(({ id, blocks }) => [
    id,
    ...blocks.map((block) => (block.kind === 'table' ? block.id : 'text' in block ? block.text : block.kind)),
  ]);
}

test('what is set aside comes last under the title of its section, and its number stands where it was', () => {
  expect(
    written([
      joined(supplement(one('a'), one('b')), words(plain('Between.')), supplement(one('c')), one('d')),
      one('e'),
    ]),
  ).toEqual([
    [
      's1',
      'In the supplement: Table 3, Of a; Table 4, Of b.',
      'Between.',
      'In the supplement: Table 5, Of c.',
      'd',
    ],
    ['s2', 'e'],
    ['supplement', 'Section 1', 'a', 'b', 'c'],
  ]);
});

test('many at one place are pointed to by their numbers', () => {
  const many = Array.from({ length: 9 }, (_, index) => one(`t${index}`));
  expect(written([joined(one('first'), supplement(...many))])[0]).toEqual([
    's1',
    'first',
    'In the supplement, under the title of this section: Tables 2 to 10.',
  ]);
});

test('without anything set aside there is no supplement', () => {
  expect(written([one('a')])).toEqual([['s1', 'a']]);
});
