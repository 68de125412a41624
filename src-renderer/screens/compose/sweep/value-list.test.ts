import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLines, parseValues } from './value-list.ts';

const SEEDS = { min: 0, max: 0xffff_ffff, whole: true };
const GUIDANCE = { min: 0, max: 30, whole: false };

describe('parseValues', () => {
  it('takes numbers with any separator, ranges of whole numbers, and each value once', () => {
    expect(parseValues('1, 2;5-8 2\n11 – 12', SEEDS)).toEqual({
      values: [1, 2, 5, 6, 7, 8, 11, 12],
      wrong: [],
    });
    expect(parseValues('2.5, 4 ,7.50', GUIDANCE)).toEqual({ values: [2.5, 4, 7.5], wrong: [] });
    expect(parseValues('  ', SEEDS)).toEqual({ values: [], wrong: [] });
  });

  it.each([
    ['1.5', SEEDS],
    ['-3', SEEDS],
    ['4294967296', SEEDS],
    ['8-5', SEEDS],
    ['1-1000', SEEDS],
    ['many', SEEDS],
    ['31', GUIDANCE],
    ['1-3', GUIDANCE],
    ['1e1', GUIDANCE],
  ])('names %j as no value', (text, range) => {
    expect(parseValues(`1, ${text}`, range)).toEqual({ values: [1], wrong: [text] });
  });

  it('reads back any list that it is given', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(0xffff_ffff), { maxLength: 20 }), (values) => {
        expect(parseValues(values.join(', '), SEEDS)).toEqual({ values, wrong: [] });
      }),
    );
  });
});

it('parseLines takes one prompt a line, without blanks and repeats', () => {
  expect(parseLines(' Edema. \n\nEffusion.\nEdema.\n')).toEqual(['Edema.', 'Effusion.']);
});
