import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barParts, ratingsByArm } from './likert.ts';

const column = (name: string) => ({ name, meaning: '', values: '' });
const TABLE = {
  columns: [column('arm'), column('realism')],
  rows: [
    ['synthetic', 2],
    ['real', 5],
    ['real', 5],
    ['real', null],
    ['real', 1],
  ],
};

describe('ratingsByArm', () => {
  it('counts each rating of each arm and leaves unanswered cells out', () => {
    expect(ratingsByArm(TABLE, 'realism')).toEqual([
      { arm: 'real', counts: [1, 0, 0, 0, 2], total: 3 },
      { arm: 'synthetic', counts: [0, 1, 0, 0, 0], total: 1 },
    ]);
  });

  it('gives nothing for an item that the table does not have', () => {
    expect(ratingsByArm(TABLE, 'alignment')).toEqual([]);
  });
});

describe('barParts', () => {
  it('lays the parts end to end over the whole bar', () => {
    expect(barParts([1, 0, 3], 400)).toEqual([
      { x: 0, width: 100 },
      { x: 100, width: 0 },
      { x: 100, width: 300 },
    ]);
  });

  it('fills the bar whatever the counts, and draws nothing without ratings', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const width = barParts(counts, 490).reduce((sum, part) => sum + part.width, 0);
        expect(width).toBeCloseTo(total === 0 ? 0 : 490, 6);
      }),
    );
  });
});
