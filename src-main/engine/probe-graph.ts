/**
 * The graph that providers are tried with: y = matmul(conv3x3(x, w), m), all of 64 channels and 64 x 64 values,
 * 0.3 billion operations; made by tools/goldens/make_probe_graph.py, which says how its weights are computed.
 */
export const PROBE_GRAPH_BASE64 =
  'CAgSADqYCQopEgN3XzAiCENvbnN0YW50KhgKBXZhbHVlKgwQB0oIAAAAAAAAAACgAQQKKRIDd19uIghDb25zdGFudCoYCgV2YWx1ZSoMEAdKCACQAAAAAAAAoAEECikSA3dfMSIIQ29uc3RhbnQqGAoFdmFsdWUqDBAHSggBAAAAAAAAAKABBAopEgN3X2YiCENvbnN0YW50KhgKBXZhbHVlKgwQB0oI7x4AAAAAAACgAQQKKRIDd19tIghDb25zdGFudCoYCgV2YWx1ZSoMEAdKCPsAAAAAAAAAoAEECikSA3dfaCIIQ29uc3RhbnQqGAoFdmFsdWUqDBAHSgh9AAAAAAAAAKABBAolEgN3X2QiCENvbnN0YW50KhQKBXZhbHVlKggQAUoEAACARKABBApDEgN3X3MiCENvbnN0YW50KjIKBXZhbHVlKiYIBBAHSiBAAAAAAAAAAEAAAAAAAAAAAwAAAAAAAAADAAAAAAAAAKABBAobCgN3XzAKA3dfbgoDd18xEgN3X2kiBVJhbmdlChQKA3dfaQoDd19mEgN3X3AiA011bAoUCgN3X3AKA3dfbRIDd19yIgNNb2QKFAoDd19yCgN3X2gSA3dfYyIDU3ViChsKA3dfYxIDd192IgRDYXN0KgkKAnRvGAGgAQIKFAoDd192CgN3X2QSA3dfcSIDRGl2ChYKA3dfcQoDd19zEgF3IgdSZXNoYXBlCikSA21fMCIIQ29uc3RhbnQqGAoFdmFsdWUqDBAHSggAAAAAAAAAAKABBAopEgNtX24iCENvbnN0YW50KhgKBXZhbHVlKgwQB0oIABAAAAAAAACgAQQKKRIDbV8xIghDb25zdGFudCoYCgV2YWx1ZSoMEAdKCAEAAAAAAAAAoAEECikSA21fZiIIQ29uc3RhbnQqGAoFdmFsdWUqDBAHSggZmQEAAAAAAKABBAopEgNtX20iCENvbnN0YW50KhgKBXZhbHVlKgwQB0oI8QAAAAAAAACgAQQKKRIDbV9oIghDb25zdGFudCoYCgV2YWx1ZSoMEAdKCHgAAAAAAAAAoAEECiUSA21fZCIIQ29uc3RhbnQqFAoFdmFsdWUqCBABSgQAAIBEoAEECjMSA21fcyIIQ29uc3RhbnQqIgoFdmFsdWUqFggCEAdKEEAAAAAAAAAAQAAAAAAAAACgAQQKGwoDbV8wCgNtX24KA21fMRIDbV9pIgVSYW5nZQoUCgNtX2kKA21fZhIDbV9wIgNNdWwKFAoDbV9wCgNtX20SA21fciIDTW9kChQKA21fcgoDbV9oEgNtX2MiA1N1YgobCgNtX2MSA21fdiIEQ2FzdCoJCgJ0bxgBoAECChQKA21fdgoDbV9kEgNtX3EiA0RpdgoWCgNtX3EKA21fcxIBbSIHUmVzaGFwZQoiCgF4CgF3EgFrIgRDb252KhEKBHBhZHNAAUABQAFAAaABBwoRCgFrCgFtEgF5IgZNYXRNdWwSBXByb2JlWhsKAXgSFgoUCAESEAoCCAEKAghACgIIQAoCCEBiGwoBeRIWChQIARIQCgIIAQoCCEAKAghACgIIQEIECgAQDQ==';

const SIZE = 64;
/** Shape of input and output: batch, channel, row, column. */
export const PROBE_SHAPE = [1, SIZE, SIZE, SIZE] as const;
/** Rows, spread over the channels, whose values are recomputed here in float64. */
const CHECKED_ROWS = 8;

const kernelWeight = (index: number): number => (((index * 7919) % 251) - 125) / 1024;
const matrixWeight = (index: number): number => (((index * 104729) % 241) - 120) / 1024;
const inputValue = (index: number): number => (((index * 31337) % 509) - 254) / 256;

/** The input x: a pattern without structure, -1 to 1, exact in float32. */
export function probeInput(): Float32Array {
  return Float32Array.from({ length: SIZE ** 3 }, (_, index) => inputValue(index));
}

/**
 * How far a result is from the graph's value: the largest difference among the checked rows, as a part of the
 * largest value. Not a number where the result holds one.
 */
export function probeError(result: Float32Array): number {
  let largest = 0;
  let difference = 0;
  for (let check = 0; check < CHECKED_ROWS; check++) {
    const channel = (check * 9 + 1) % SIZE;
    const row = (check * 13) % SIZE;
    const convolved = Array.from({ length: SIZE }, (_, column) => convolution(channel, row, column));
    for (let column = 0; column < SIZE; column++) {
      let expected = 0;
      for (const [k, value] of convolved.entries()) expected += value * matrixWeight(k * SIZE + column);
      const got = result[(channel * SIZE + row) * SIZE + column] ?? Number.NaN;
      largest = Math.max(largest, Math.abs(expected));
      difference = Math.max(difference, Math.abs(got - expected));
    }
  }
  return difference / largest;
}

/** One value of the 3 x 3 convolution with zeros around the picture. */
function convolution(channel: number, row: number, column: number): number {
  let sum = 0;
  for (let source = 0; source < SIZE; source++) {
    for (let tap = 0; tap < 9; tap++) {
      const y = row + Math.floor(tap / 3) - 1;
      const x = column + (tap % 3) - 1;
      if (y < 0 || y >= SIZE || x < 0 || x >= SIZE) continue;
      sum += kernelWeight((channel * SIZE + source) * 9 + tap) * inputValue((source * SIZE + y) * SIZE + x);
    }
  }
  return sum;
}
