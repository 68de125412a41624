import { undefinedBecause } from '../../stats/statistic.ts';

const NOT_FINITE = Symbol('not finite');

/**
 * A value as JSON holds it: typed arrays as lists, no NaN, no infinity. A statistic that holds such a number anywhere is
 * undefined and says so, but for infinite test statistics, which stand as the largest number there is.
 * @throws Error for such a number outside any statistic: that is a fault of the program.
 */
export function plainJson<Value>(value: Value): Value {
  const plain = convert(value, '');
  if (plain === NOT_FINITE)
    throw new Error('A number of the analysis is not finite and stands in no statistic.');
  // Conversion changes numbers within their types only; JSON cannot tell more.
  return plain as Value;
}

function convert(value: unknown, key: string): unknown {
  if (typeof value === 'number') {
    // JSON has no negative zero.
    if (Number.isFinite(value)) return value + 0;
    if (key === 'statistic' && !Number.isNaN(value)) return Math.sign(value) * Number.MAX_VALUE;
    return NOT_FINITE;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = Array.from(value as ArrayLike<unknown>, (entry) => convert(entry, key));
    return list.includes(NOT_FINITE) ? NOT_FINITE : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, convert(entry, name)] as const);
  if (entries.every(([, entry]) => entry !== NOT_FINITE)) return Object.fromEntries(entries);
  return 'defined' in value ? undefinedBecause('the computation gives no finite number') : NOT_FINITE;
}
