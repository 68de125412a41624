import { expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { armDifference, isTelling } from './arm-differences.ts';

const drawn = (seed: number, count: number, shift: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.nextUint32() / 2 ** 32 + shift);
};

it('tells arms that lie apart, whichever is larger', () => {
  const apart = armDifference(drawn(1, 12, 0), drawn(2, 12, 2), 'test');
  // With no overlap the area is 1, and one of 999 permutations at most does as well.
  expect(apart).toMatchObject({ area: 1 });
  expect(apart?.pValue).toBeLessThanOrEqual(0.002);
  expect(armDifference(drawn(2, 12, 2), drawn(1, 12, 0), 'test')?.area).toBe(1);
  expect(apart !== null && isTelling(apart)).toBe(true);
});

it('does not tell arms of one distribution more often than its level says', () => {
  const found = Array.from({ length: 40 }, (_, index) =>
    armDifference(drawn(100 + index, 15, 0), drawn(200 + index, 15, 0), `${index}`),
  ).filter((difference) => difference !== null && isTelling(difference));
  expect(found.length).toBeLessThanOrEqual(2);
});

it('says nothing of few films, however far apart, and of none', () => {
  const few = armDifference([1, 1], [5, 5], 'test');
  expect(few !== null && isTelling(few)).toBe(false);
  expect(armDifference([], [1], 'test')).toBeNull();
});
