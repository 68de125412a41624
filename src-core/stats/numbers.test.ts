import { expect, it } from 'vitest';
import { at, midRanks, quantile, variance } from './numbers.ts';

it('ranks ties by the mean of their places', () => {
  expect([...midRanks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
  expect([...midRanks([])]).toEqual([]);
});

it('interpolates quantiles as numpy does', () => {
  // Origin: numpy.quantile([1, 2, 4, 8, 16], [0, .1, .5, .95, 1]).
  const found = [0, 0.1, 0.5, 0.95, 1].map((p) => quantile([16, 1, 8, 2, 4], p));
  for (const [index, value] of [1, 1.4, 4, 14.4, 16].entries()) expect(found[index]).toBeCloseTo(value, 12);
});

it('has the sample variance with n - 1', () => {
  expect(variance([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7, 12);
});

it('refuses a place that does not exist', () => {
  expect(() => at([1], 1)).toThrow('no value 1 of 1');
});
