import type { Precision } from '../base/generation-names.ts';

/**
 * IEEE 754 binary16 ("half"): 1 sign, 5 exponent and 10 fraction bits. Half values are kept in Float32Arrays,
 * which hold each of them exactly; bit patterns are wanted only at the edges of a graph.
 */

/** From here on a value rounds to infinity: halfway between the largest half and the next power of two. */
const OVERFLOW = 65520;
const SMALLEST_NORMAL_EXPONENT = -14;
const LARGEST_EXPONENT = 15;
const FRACTION_BITS = 10;

/** Of float32's bit patterns: the smallest normal half, the first value that overflows, infinity. */
const SMALLEST_NORMAL_BITS = 0x38800000;
const OVERFLOW_BITS = 0x477ff000;
const INFINITY_BITS = 0x7f800000;
/** Fraction bits that a half has not, and how far its exponent counts from float32's. */
const DROPPED_BITS = 13;
const EXPONENT_DIFFERENCE = (127 - 15) << 23;

/**
 * By exponent of the value: 1.5 times 2 to the power of 52, in units of that exponent's last half bit. Adding
 * and subtracting it in double precision leaves the value rounded to that bit, ties to even.
 */
const ROUNDERS = Float64Array.from(
  { length: LARGEST_EXPONENT - SMALLEST_NORMAL_EXPONENT + 1 },
  (_, index) => 1.5 * 2 ** (52 + SMALLEST_NORMAL_EXPONENT + index - FRACTION_BITS),
);

const doubleView = new Float64Array(1);
/** Low and high word: every platform of the product is little-endian. */
const doubleWords = new Uint32Array(doubleView.buffer);

/** The half nearest to a number, ties to even; beyond 65504 infinity. The number is rounded once. */
export function roundToHalf(value: number): number {
  doubleView[0] = value;
  const exponent = (((doubleWords[1] ?? 0) >>> 20) & 0x7ff) - 1023;
  if (exponent > LARGEST_EXPONENT || (exponent === LARGEST_EXPONENT && Math.abs(value) >= OVERFLOW)) {
    return Number.isNaN(value) ? Number.NaN : value > 0 ? Infinity : -Infinity;
  }
  const index = exponent < SMALLEST_NORMAL_EXPONENT ? 0 : exponent - SMALLEST_NORMAL_EXPONENT;
  const rounder = ROUNDERS[index] ?? 0;
  const rounded = value + rounder - rounder;
  // A zero keeps the sign of what was rounded.
  return rounded === 0 ? value * 0 : rounded;
}

/** Rounds float32 values to the nearest halves, in place and ties to even; returns them. */
export function roundAllToHalf(values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    const pattern = bits[i] ?? 0;
    const magnitude = pattern & 0x7fffffff;
    if (magnitude >= SMALLEST_NORMAL_BITS && magnitude < OVERFLOW_BITS) {
      // Half a unit less one bit, and one more where the last bit that stays is odd; carries reach the exponent.
      const rounded = magnitude + 0xfff + ((magnitude >>> DROPPED_BITS) & 1);
      bits[i] = (pattern & 0x80000000) | (rounded & ~0x1fff);
    } else {
      values[i] = roundToHalf(values[i] ?? 0);
    }
  }
  return values;
}

/** Rounds the result of one operation to the type of its tensors. */
export type Rounding = (value: number) => number;

/** The rounding of torch's operations on a type: the result in float32, and from there the nearest half. */
export function roundingOf(precision: Precision): Rounding {
  return precision === 'float16' ? (value) => roundToHalf(Math.fround(value)) : Math.fround;
}

/** Values rounded to a type, as `tensor.to(dtype)`; the same array where nothing changes. */
export function castTo(precision: Precision, values: Float32Array): Float32Array {
  return precision === 'float16' ? roundAllToHalf(values.slice()) : values;
}

/** Bit patterns of the halves nearest to the values, for a graph with float16 inputs. */
export function halfBitsFromFloats(values: Float32Array): Uint16Array {
  const rounded = castTo('float16', values);
  const floats = new Uint32Array(rounded.buffer, rounded.byteOffset, rounded.length);
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const pattern = floats[i] ?? 0;
    const magnitude = pattern & 0x7fffffff;
    const sign = (pattern >>> 16) & 0x8000;
    if (magnitude >= SMALLEST_NORMAL_BITS && magnitude < OVERFLOW_BITS) {
      bits[i] = sign | ((magnitude - EXPONENT_DIFFERENCE) >>> DROPPED_BITS);
    } else if (magnitude < SMALLEST_NORMAL_BITS) {
      // Subnormal halves count units of 2^-24.
      bits[i] = sign | (Math.abs(rounded[i] ?? 0) * 2 ** 24);
    } else {
      bits[i] = sign | (magnitude > INFINITY_BITS ? 0x7e00 : 0x7c00);
    }
  }
  return bits;
}

/** Values of half bit patterns, as a graph with float16 outputs gives them. */
export function floatsFromHalfBits(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  const floats = new Uint32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    const pattern = bits[i] ?? 0;
    const magnitude = pattern & 0x7fff;
    const sign = (pattern & 0x8000) << 16;
    if (magnitude >= 0x400 && magnitude < 0x7c00) {
      floats[i] = sign | ((magnitude << DROPPED_BITS) + EXPONENT_DIFFERENCE);
    } else if (magnitude < 0x400) {
      values[i] = (sign === 0 ? 1 : -1) * magnitude * 2 ** -24;
    } else {
      floats[i] = sign | (magnitude === 0x7c00 ? INFINITY_BITS : 0x7fc00000);
    }
  }
  return values;
}
