import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fnv1a64,
  type Random,
  seededRandom,
  shuffled,
  splitMix64,
  uniformInteger,
  uniformIntegers,
  xoshiro128StarStar,
} from './random.ts';

const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

describe('random generators', () => {
  it('xoshiro128** equals the reference implementation from state 1, 2, 3, 4', () => {
    // Origin: prng.di.unimi.it/xoshiro128starstar.c (1.1), the vector of the rand_xoshiro crate's test.
    const random = xoshiro128StarStar([1, 2, 3, 4]);
    expect(take(10, random.nextUint32)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('SplitMix64 equals the published outputs for seed 1234567', () => {
    // Origin: Rosetta Code, "Pseudo-random numbers/Splitmix64".
    expect(take(5, splitMix64(1234567n))).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it('FNV-1a equals its published vectors, and hashes UTF-8', () => {
    // Origin: the FNV reference code's test vectors (isthe.com/chongo/tech/comp/fnv).
    expect(fnv1a64('')).toBe(0xcbf29ce484222325n);
    expect(fnv1a64('a')).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64('foobar')).toBe(0x85944171f73967e8n);
    // Origin: the same loop in Python over 'é€😀'.encode('utf-8'): two, three and four bytes.
    expect(fnv1a64('é€😀')).toBe(0x0a289ca40199fa06n);
  });

  it('refuses an all-zero state and a seed that is no exact integer', () => {
    expect(() => xoshiro128StarStar([0, 0, 0, 0])).toThrow('all zeros');
    expect(() => seededRandom(0.5)).toThrow('0.5');
    expect(() => seededRandom(2 ** 53)).toThrow('not an integer that can be held exactly');
  });

  it('gives the same numbers for the same seed and others for another', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.string()), (seed) => {
        const numbers = take(8, seededRandom(seed).nextUint32);
        expect(take(8, seededRandom(seed).nextUint32)).toEqual(numbers);
        expect(take(8, seededRandom(`${seed}x`).nextUint32)).not.toEqual(numbers);
      }),
    );
  });
});

describe('uniformInteger', () => {
  it('stays below its bound', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const drawn = uniformInteger(seededRandom(seed), bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
      }),
    );
  });

  it('throws away the draws of the incomplete last run, which would favour small numbers', () => {
    // 2^32 = 3 * 1431655765 + 1: the one draw above 3 * 1431655765 - 1 is 2^32 - 1.
    const draws = [2 ** 32 - 1, 2 ** 32 - 2];
    const random: Random = { nextUint32: () => draws.shift() ?? 0 };
    expect(uniformInteger(random, 3)).toBe((2 ** 32 - 2) % 3);
    expect(draws).toEqual([]);
  });

  it('gives the same numbers one by one and again and again', () => {
    const [one, another] = [seededRandom(4), seededRandom(4)];
    const next = uniformIntegers(another, 600);
    for (let draw = 0; draw < 100; draw += 1) expect(next()).toBe(uniformInteger(one, 600));
  });

  it('refuses a bound outside 1 to 2^32', () => {
    for (const bound of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
      expect(() => uniformInteger(seededRandom(1), bound)).toThrow('bound');
    }
  });
});

describe('shuffled', () => {
  it('keeps every item and leaves its argument alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const result = shuffled(seededRandom(seed), items);
        expect([...result].sort()).toEqual([...items].sort());
        expect(items).toEqual(before);
      }),
    );
  });

  it('gives every order of four items about equally often', () => {
    const counts = new Map<string, number>();
    const random = seededRandom('orders of four');
    for (let round = 0; round < 24_000; round += 1) {
      const order = shuffled(random, ['a', 'b', 'c', 'd']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    // Upper 0.1 % point of chi-square with 23 degrees of freedom: 49.73 (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
    expect(chiSquare).toBeLessThan(49.73);
  });
});
