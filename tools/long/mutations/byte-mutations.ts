import { type Dice, spliced } from './dice.ts';

/** One change of a file's bytes: what was done, and the bytes it left. */
export interface Mutated {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** A way to damage a file; undefined where the file has nothing to damage in this way. */
export type Mutation = (bytes: Uint8Array, dice: Dice) => Mutated | undefined;

const LONGEST_RUN = 64;

/** Damage that knows nothing of the format. */
export const BYTE_MUTATIONS: readonly Mutation[] = [
  function truncate(bytes, dice) {
    const length = dice.below(bytes.length);
    return { what: `cut to ${length} bytes`, bytes: bytes.slice(0, length) };
  },
  function truncateTail(bytes, dice) {
    const lost = 1 + dice.below(Math.min(200, bytes.length));
    return { what: `${lost} bytes cut from the end`, bytes: bytes.slice(0, bytes.length - lost) };
  },
  function flipBits(bytes, dice) {
    const flipped = bytes.slice();
    const places = Array.from({ length: 1 + dice.below(8) }, () => dice.below(bytes.length));
    for (const at of places) flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
    return { what: `bits flipped at ${places.join(', ')}`, bytes: flipped };
  },
  function flipBitsOfHead(bytes, dice) {
    const flipped = bytes.slice();
    const places = Array.from({ length: 1 + dice.below(4) }, () => dice.below(Math.min(1200, bytes.length)));
    for (const at of places) flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
    return { what: `bits flipped at ${places.join(', ')}`, bytes: flipped };
  },
  function fillRun(bytes, dice) {
    const filled = bytes.slice();
    const at = dice.below(bytes.length);
    const length = 1 + dice.below(LONGEST_RUN);
    const kind = dice.pick(['00', 'FF', 'random'] as const);
    if (kind === 'random') filled.set(dice.bytes(Math.min(length, bytes.length - at)), at);
    else filled.fill(kind === '00' ? 0 : 255, at, at + length);
    return { what: `${length} bytes at ${at} set to ${kind}`, bytes: filled };
  },
  function dropRun(bytes, dice) {
    const at = dice.below(bytes.length);
    const length = 1 + dice.below(LONGEST_RUN);
    return { what: `${length} bytes at ${at} dropped`, bytes: spliced(bytes, at, length, new Uint8Array(0)) };
  },
  function insertRun(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    const run = dice.bytes(1 + dice.below(LONGEST_RUN));
    return { what: `${run.length} bytes inserted at ${at}`, bytes: spliced(bytes, at, 0, run) };
  },
  function repeatRun(bytes, dice) {
    const from = dice.below(bytes.length);
    const run = bytes.slice(from, from + 1 + dice.below(4 * LONGEST_RUN));
    const at = dice.below(bytes.length + 1);
    return { what: `${run.length} bytes of ${from} repeated at ${at}`, bytes: spliced(bytes, at, 0, run) };
  },
  function extend(bytes, dice) {
    const tail = dice.bytes(1 + dice.below(500));
    return { what: `${tail.length} bytes behind the end`, bytes: spliced(bytes, bytes.length, 0, tail) };
  },
];
