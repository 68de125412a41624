import type { Precision } from '../base/generation-names.ts';
import { type Rounding, roundAllToHalf, roundingOf } from './half.ts';

/**
 * Arithmetic on tensors of one type as torch does it on the CPU: every operation is computed in float32 and its
 * result rounded to the type. Tensors are flat arrays, all of one length; results are new arrays. Scalars are
 * float32 values, as torch's tensors of no dimension.
 */
export interface TensorMath {
  readonly precision: Precision;
  /** scalar * tensor: a scalar that stands in front is rounded to the tensor's type first. */
  times(scalar: number, tensor: Float32Array): Float32Array;
  /** tensor * scalar (or a Python number times a tensor): the scalar keeps its float32 value. */
  scaled(tensor: Float32Array, scalar: number): Float32Array;
  /** tensor / scalar: the scalar keeps its float32 value. */
  divided(tensor: Float32Array, scalar: number): Float32Array;
  sum(left: Float32Array, right: Float32Array): Float32Array;
  difference(left: Float32Array, right: Float32Array): Float32Array;
  /** A scalar, or the result of an operation on scalars of this type, rounded to the type. */
  readonly scalar: Rounding;
  /** float32 values rounded to the type, in place: `tensor.to(dtype)`. */
  settle(values: Float32Array): Float32Array;
}

export function tensorMathOf(precision: Precision = 'float32'): TensorMath {
  return precision === 'float16' ? halfMath : floatMath;
}

function createTensorMath(precision: Precision, settle: TensorMath['settle']): TensorMath {
  const scalar = roundingOf(precision);
  const scaled = (tensor: Float32Array, factor: number): Float32Array => {
    const result = new Float32Array(tensor.length);
    for (let i = 0; i < tensor.length; i++) result[i] = (tensor[i] ?? 0) * factor;
    return settle(result);
  };
  return {
    precision,
    scalar,
    settle,
    scaled,
    times: (factor, tensor) => scaled(tensor, scalar(factor)),
    divided(tensor, divisor) {
      const result = new Float32Array(tensor.length);
      for (let i = 0; i < tensor.length; i++) result[i] = (tensor[i] ?? 0) / divisor;
      return settle(result);
    },
    sum(left, right) {
      const result = new Float32Array(left.length);
      for (let i = 0; i < left.length; i++) result[i] = (left[i] ?? 0) + (right[i] ?? 0);
      return settle(result);
    },
    difference(left, right) {
      const result = new Float32Array(left.length);
      for (let i = 0; i < left.length; i++) result[i] = (left[i] ?? 0) - (right[i] ?? 0);
      return settle(result);
    },
  };
}

/** Storing in a Float32Array rounds to float32; a half is rounded from there. */
const floatMath = createTensorMath('float32', (values) => values);
const halfMath = createTensorMath('float16', roundAllToHalf);

/** Arithmetic in float32, for steps that diffusers makes in it whatever the type of the sample is. */
export const float32Math: TensorMath = floatMath;
