import { expect, it } from 'vitest';
import { codesOf, crossed } from './codes.ts';

it('codes count groups in the order of their first observations', () => {
  expect(codesOf(['b', 'a', 'b', 'c'])).toEqual({ of: Int32Array.of(0, 1, 0, 2), count: 3 });
  expect(codesOf([])).toEqual({ of: new Int32Array(0), count: 0 });
});

it('crossed codes are those of both names together, in a table and by key', () => {
  // 3,000 x 2,999 possible pairs are more than a table holds; 30 x 29 are not.
  for (const count of [30, 3000]) {
    const [first, second] = [count, count - 1].map((groups) =>
      Array.from({ length: 2 * count }, (_, index) => (index * index + 7 * index) % groups),
    );
    if (first === undefined || second === undefined) throw new Error('There are two lists.');
    const names = first.map((name, index) => `${name} ${second[index]}`);
    expect(crossed(codesOf(first), codesOf(second))).toEqual(codesOf(names));
  }
  const alone = codesOf(['a', 'a']);
  expect(crossed(alone, codesOf(['x', 'y']))).toEqual(codesOf(['x', 'y']));
  expect(crossed(codesOf(['x', 'y']), alone)).toEqual(codesOf(['x', 'y']));
});
