import type { Precision } from '../base/generation-names.ts';

/**
 * IEEE 754 binary16 ("half"): 1 sign, 5 exponent and 10 fraction bits. Half values are kept in Float32Arrays,
 * which hold each of them exactly; bit patterns are wanted only at the edges of a graph.
 */

/** Rounds the exact result of one operation to the type that a tensor has. */
export type Rounding = (value: number) => number;

const LARGEST_HALF = 65504;
/** From here on a value rounds to infinity: halfway between the largest half and the next power of two. */
const OVERFLOW = 65520;
const SMALLEST_NORMAL_EXPONENT = -14;
const LARGEST_EXPONENT = 15;
const FRACTION_BITS = 10;

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

/** What torch does after an operation on half tensors: the result in float32, then the nearest half. */
function roundThroughFloat(value: number): number {
  return roundToHalf(Math.fround(value));
}

/** The rounding of torch's operations on tensors of a type. */
export function roundingOf(precision: Precision): Rounding {
  return precision === 'float16' ? roundThroughFloat : Math.fround;
}

/** Values rounded to a type, as `tensor.to(dtype)`; the same array where nothing changes. */
export function castTo(precision: Precision, values: Float32Array): Float32Array {
  return precision === 'float16' ? values.map(roundToHalf) : values;
}

const floatView = new Float32Array(1);
const floatBits = new Uint32Array(floatView.buffer);

/** Bit patterns of the halves nearest to the values, for a graph with float16 inputs. */
export function halfBitsFromFloats(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = halfBits(values[i] ?? 0);
  return bits;
}

function halfBits(value: number): number {
  const rounded = roundToHalf(value);
  floatView[0] = rounded;
  const float = floatBits[0] ?? 0;
  const sign = (float >>> 16) & 0x8000;
  const magnitude = Math.abs(rounded);
  if (magnitude <= LARGEST_HALF) {
    // Subnormal halves count units of 2^-24; normal ones move float32's exponent and drop 13 zero bits.
    if (magnitude < 2 ** SMALLEST_NORMAL_EXPONENT) return sign | (magnitude * 2 ** 24);
    return sign | (((float & 0x7fffffff) - ((127 - 15) << 23)) >>> 13);
  }
  return Number.isNaN(rounded) ? sign | 0x7e00 : sign | 0x7c00;
}

/** Values of half bit patterns, as a graph with float16 outputs gives them. */
export function floatsFromHalfBits(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halfValue(bits[i] ?? 0);
  return values;
}

function halfValue(bits: number): number {
  const fraction = bits & 0x3ff;
  const exponent = (bits >>> FRACTION_BITS) & 0x1f;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  floatBits[0] = ((bits & 0x8000) << 16) | ((exponent + 127 - 15) << 23) | (fraction << 13);
  return floatView[0] ?? 0;
}
