import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naturalOrder } from './natural-order.ts';

describe('the natural order of names', () => {
  it('counts numbers as numbers, wherever they stand', () => {
    expect(['Reader 10', 'Reader 2', 'Ada', '10', '9', 'b2c10', 'b2c9'].sort(naturalOrder)).toEqual([
      '9',
      '10',
      'Ada',
      'Reader 2',
      'Reader 10',
      'b2c9',
      'b2c10',
    ]);
  });

  it('is that of their code units where no name holds a digit', () => {
    const names = fc.array(fc.string().filter((name) => !/[0-9]/.test(name)));
    fc.assert(
      fc.property(names, (given) => {
        expect([...given].sort(naturalOrder)).toEqual([...given].sort());
      }),
    );
  });

  it('is the same whatever order the names come in, and holds no two names equal', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a0-9-]{0,6}$/), { maxLength: 12 });
    fc.assert(
      fc.property(names, (given) => {
        const sorted = [...given].sort(naturalOrder);
        expect([...given].reverse().sort(naturalOrder)).toEqual(sorted);
        for (const [place, name] of sorted.slice(1).entries())
          expect(naturalOrder(sorted[place] ?? '', name)).toBeLessThan(0);
      }),
    );
  });
});
