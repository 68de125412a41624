/**
 * Percentiles of values, linearly interpolated between ranks (numpy's default, type 7 of Hyndman and Fan 1996).
 * @param values at least one; left as they are.
 * @param percents 0 to 100.
 */
export function percentiles(
  values: Float64Array | Uint8Array | Uint16Array,
  percents: readonly number[],
): number[] {
  if (values.length === 0) throw new RangeError('Percentiles of no values');
  const sorted = Float64Array.from(values).sort();
  return percents.map((percent) => {
    const rank = (Math.min(Math.max(percent, 0), 100) / 100) * (sorted.length - 1);
    const below = Math.floor(rank);
    const low = sorted[below] ?? 0;
    const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
    return low + (high - low) * (rank - below);
  });
}
