/** A Modality, VOI or palette lookup table (PS3.3 sections C.11.1.1, C.11.2.1.1 and C.7.6.3.1.5). */
export interface LookupTable {
  /** The input value that the first entry answers; lower inputs get the first entry, higher ones the last. */
  readonly firstInput: number;
  readonly entries: Uint16Array;
  /** Bits of an entry, 8 to 16. */
  readonly bits: number;
}

/** The entry for an input value, which is taken to the nearest whole number. */
export function lookUp({ firstInput, entries }: LookupTable, input: number): number {
  const index = Math.min(Math.max(Math.round(input) - firstInput, 0), entries.length - 1);
  return entries[index] ?? 0;
}

/**
 * Builds a table from LUT Descriptor (0028,3002) and LUT Data (0028,3006).
 * @param descriptor number of entries (0 stands for 65536), first input value, bits of an entry.
 * @param data one or two bytes an entry; single bytes lie in pairs in 16-bit words, the first in the lower half.
 * @throws Error with a plain reason where they do not fit together.
 */
export function buildLookupTable(
  descriptor: readonly [number, number, number],
  data: Uint8Array,
  bigEndian: boolean,
): LookupTable {
  const [declaredEntries, firstInput, bits] = descriptor;
  const count = declaredEntries === 0 ? 65536 : declaredEntries;
  if (bits < 8 || bits > 16) throw new Error(`its lookup table has entries of ${bits} bits`);
  const wide = data.length >= 2 * count;
  if (!wide && (data.length < count || bits > 8)) throw new Error('its lookup table is shorter than it says');
  const entries = new Uint16Array(count);
  for (let index = 0; index < count; index++) {
    const [low, high] = bigEndian ? [2 * index + 1, 2 * index] : [2 * index, 2 * index + 1];
    const single = bigEndian ? index ^ 1 : index;
    entries[index] = wide ? (data[low] ?? 0) | ((data[high] ?? 0) << 8) : (data[single] ?? 0);
  }
  return { firstInput, entries, bits };
}
