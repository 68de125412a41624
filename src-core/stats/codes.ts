/** Which group every observation belongs to, as integers in the order of the groups' first observations. */
export interface Codes {
  readonly of: Int32Array;
  readonly count: number;
}

/** Larger tables of two codes are looked up by key. */
const LARGEST_TABLE = 2 ** 22;

export function codesOf(keys: ArrayLike<string | number>): Codes {
  const codes = new Map<string | number, number>();
  const of = new Int32Array(keys.length);
  for (let index = 0; index < of.length; index += 1) {
    const key = keys[index] ?? '';
    const code = codes.get(key) ?? codes.size;
    if (code === codes.size) codes.set(key, code);
    of[index] = code;
  }
  return { of, count: codes.size };
}

/** The groups of observations that are of the same one in both; where one has a single group, the other's own. */
export function crossed(first: Codes, second: Codes): Codes {
  if (first.count <= 1) return second;
  if (second.count <= 1) return first;
  const size = first.count * second.count;
  const keys = Float64Array.from(first.of);
  for (let index = 0; index < keys.length; index += 1)
    keys[index] = (keys[index] ?? 0) * second.count + (second.of[index] ?? 0);
  return size <= LARGEST_TABLE ? codesInTable(keys, size) : codesOf(keys);
}

function codesInTable(keys: Float64Array, size: number): Codes {
  const codes = new Int32Array(size).fill(-1);
  const of = new Int32Array(keys.length);
  let count = 0;
  for (let index = 0; index < of.length; index += 1) {
    const key = keys[index] ?? 0;
    if (codes[key] === -1) {
      codes[key] = count;
      count += 1;
    }
    of[index] = codes[key] ?? 0;
  }
  return { of, count };
}
