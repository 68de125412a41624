import { type Random, seededRandom, uniformInteger } from '../../../src-core/base/random.ts';

/** Draws for mutations: everything follows from the seed. */
export class Dice {
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = seededRandom(seed);
  }

  /** 0 .. bound - 1; 0 for a bound below 1. */
  below(bound: number): number {
    return bound < 1 ? 0 : uniformInteger(this.#random, Math.floor(bound));
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }

  /** A number that breaks programs: a border of its width, or near the one that stands there. */
  odd(current: number, bytes: 1 | 2 | 4): number {
    const top = 2 ** (8 * bytes);
    const borders = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 255];
    const wide = [256, 511, 1000, 4095, 4096, 9999, 32767, 32768, 65534, 65535];
    const widest = [65536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 16, 2 ** 32 - 2, 2 ** 32 - 1];
    const near = [current - 1, current + 1, current * 2, current >> 1, current ^ 1];
    const all = [...borders, ...(bytes > 1 ? wide : []), ...(bytes > 2 ? widest : []), ...near];
    const drawn = this.chance(15) ? this.below(top) : this.pick(all);
    return ((drawn % top) + top) % top;
  }
}

/** `bytes` with `removed` bytes at `at` replaced by others. */
export function spliced(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const from = Math.min(Math.max(0, at), bytes.length);
  const to = Math.min(bytes.length, from + removed);
  const result = new Uint8Array(bytes.length - (to - from) + inserted.length);
  result.set(bytes.subarray(0, from));
  result.set(inserted, from);
  result.set(bytes.subarray(to), from + inserted.length);
  return result;
}

/** A number written over what stands at `at`; nothing where it does not fit. */
export function writeNumber(
  bytes: Uint8Array,
  at: number,
  width: 1 | 2 | 4,
  value: number,
  little: boolean,
): void {
  if (at < 0 || at + width > bytes.length) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 1) view.setUint8(at, value);
  else if (width === 2) view.setUint16(at, value, little);
  else view.setUint32(at, value, little);
}

export function readNumber(bytes: Uint8Array, at: number, width: 1 | 2 | 4, little: boolean): number {
  if (at < 0 || at + width > bytes.length) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 1) return view.getUint8(at);
  return width === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}
