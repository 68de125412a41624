import { LightboxError } from './errors.ts';

/** A source of uniform random numbers. What uses one takes it as an argument, so that a seed decides all. */
export interface Random {
  /** A uniform integer in 0 .. 2^32 - 1. */
  nextUint32(): number;
}

const MASK_64 = 0xffff_ffff_ffff_ffffn;
const TWO_32 = 0x1_0000_0000;

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 2021),
 * from four 32-bit words of state, not all zero.
 */
export function xoshiro128StarStar(state: readonly [number, number, number, number]): Random {
  let [s0, s1, s2, s3] = state.map((word) => word | 0) as [number, number, number, number];
  if ((s0 | s1 | s2 | s3) === 0) {
    throw new LightboxError('BAD_INPUT', 'The state of xoshiro128** must not be all zeros.');
  }
  return {
    nextUint32() {
      const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = rotateLeft(s3, 11);
      return result;
    },
  };
}

/**
 * The product's seeded generator: xoshiro128** whose state is the first two outputs of SplitMix64, low word
 * first, as its authors advise. A text seeds through its FNV-1a hash; an integer through its value.
 *
 * @param seed a text, or an integer of -2^53 .. 2^53.
 * @throws LightboxError BAD_INPUT for a number that is not a safe integer.
 */
export function seededRandom(seed: string | number): Random {
  const next = splitMix64(seedValue(seed));
  const [first, second] = [next(), next()];
  return xoshiro128StarStar([low(first), high(first), low(second), high(second)]);
}

function seedValue(seed: string | number): bigint {
  if (typeof seed === 'string') return fnv1a64(seed);
  if (!Number.isSafeInteger(seed)) {
    throw new LightboxError('BAD_INPUT', `The seed ${seed} is not an integer that can be held exactly.`);
  }
  return BigInt(seed) & MASK_64;
}

/** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; Vigna's splitmix64.c): a function of successive outputs. */
export function splitMix64(seed: bigint): () => bigint {
  let state = seed & MASK_64;
  return () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK_64;
    let mixed = state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK_64;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK_64;
    return mixed ^ (mixed >> 31n);
  };
}

/** 64-bit FNV-1a (Fowler, Noll and Vo) of the text's UTF-8 bytes. Spreads seeds; it is no protection against anyone. */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of utf8Bytes(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x0000_0100_0000_01b3n) & MASK_64;
  }
  return hash;
}

/**
 * A uniform integer in 0 .. bound - 1, without modulo bias: draws from the incomplete last run are thrown away.
 *
 * @param bound 1 .. 2^32.
 * @throws LightboxError BAD_INPUT for another bound.
 */
export function uniformInteger(random: Random, bound: number): number {
  return drawBelow(random, bound, wholeRuns(bound));
}

/** `uniformInteger` of one bound, again and again. @throws LightboxError BAD_INPUT as it does. */
export function uniformIntegers(random: Random, bound: number): () => number {
  const limit = wholeRuns(bound);
  return () => drawBelow(random, bound, limit);
}

function wholeRuns(bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32) {
    throw new LightboxError('BAD_INPUT', `The bound ${bound} is not an integer from 1 to 2^32.`);
  }
  return TWO_32 - (TWO_32 % bound);
}

function drawBelow(random: Random, bound: number, limit: number): number {
  let drawn = random.nextUint32();
  while (drawn >= limit) drawn = random.nextUint32();
  return drawn % bound;
}

/** A shuffled copy: Fisher-Yates from the last place to the second (Knuth, TAOCP 2, algorithm 3.4.2 P). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = uniformInteger(random, last + 1);
    [result[last], result[chosen]] = [result[chosen] as T, result[last] as T];
  }
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function low(word: bigint): number {
  return Number(word & 0xffff_ffffn);
}

function high(word: bigint): number {
  return Number(word >> 32n);
}

/** UTF-8 without TextEncoder, which the language alone does not have; a lone surrogate counts as U+FFFD. */
function* utf8Bytes(text: string): Generator<number> {
  for (const character of text) {
    const read = character.codePointAt(0) ?? 0;
    const point = read >= 0xd800 && read <= 0xdfff ? 0xfffd : read;
    if (point < 0x80) {
      yield point;
      continue;
    }
    const continuation = point < 0x800 ? 1 : point < 0x1_0000 ? 2 : 3;
    yield ((0xff << (7 - continuation)) & 0xff) | (point >> (6 * continuation));
    for (let left = continuation - 1; left >= 0; left -= 1) yield 0x80 | ((point >> (6 * left)) & 0x3f);
  }
}
