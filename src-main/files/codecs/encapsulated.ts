/** Compressed pixel data (PS3.5 annex A.4): items behind the pixel data's head, a table of offsets first. */

export interface Encapsulated {
  /** Offsets of the frames' first items, from the first item behind the table; empty where not given. */
  readonly offsets: readonly number[];
  readonly fragments: readonly Fragment[];
}

interface Fragment {
  /** Of its item's tag, from the first item behind the table. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const ITEM = 0xe000;
const SEQUENCE_END = 0xe0dd;
const ITEM_HEAD_BYTES = 8;

/**
 * Reads the items of compressed pixel data, little endian as every compressed transfer syntax.
 * @param bytes from the byte behind the pixel data's head to the file's end
 * @throws Error where an item is cut short or no item
 */
export function readEncapsulated(bytes: Uint8Array): Encapsulated {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let at = 0;
  for (;;) {
    // Without the delimiter nobody can say whether the last fragment is the last (PS3.5 section A.4).
    if (at + ITEM_HEAD_BYTES > bytes.length) throw new Error('its compressed pixel data is cut short');
    if (view.getUint16(at, true) !== 0xfffe)
      throw new Error('its compressed pixel data holds what is no item');
    const element = view.getUint16(at + 2, true);
    if (element === SEQUENCE_END) break;
    if (element !== ITEM) throw new Error('its compressed pixel data holds what is no item');
    const length = view.getUint32(at + 4, true);
    const end = at + ITEM_HEAD_BYTES + length;
    if (end > bytes.length) throw new Error('its compressed pixel data is cut short');
    items.push({ at, bytes: bytes.subarray(at + ITEM_HEAD_BYTES, end) });
    at = end;
  }
  const [table, ...fragments] = items;
  if (table === undefined) throw new Error('its compressed pixel data has no table of offsets');
  const start = table.at + ITEM_HEAD_BYTES + table.bytes.length;
  return {
    offsets: offsetsOf(table.bytes),
    fragments: fragments.map((item) => ({ offset: item.at - start, bytes: item.bytes })),
  };
}

function offsetsOf(table: Uint8Array): number[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 4) }, (_, index) => view.getUint32(4 * index, true));
}

/**
 * The codestreams of all frames, in order.
 * @param frames Number of Frames
 * @throws Error where fragments and frames cannot be matched
 */
export function frameStreams({ offsets, fragments }: Encapsulated, frames: number): Uint8Array[] {
  if (fragments.length === 0) throw new Error('its compressed pixel data is empty');
  if (frames === 1) return [joined(fragments)];
  if (offsets.length === frames) {
    return offsets.map((offset, index) => {
      const next = offsets[index + 1] ?? Number.POSITIVE_INFINITY;
      const own = fragments.filter((fragment) => fragment.offset >= offset && fragment.offset < next);
      if (own.length === 0) throw new Error(`frame ${index + 1} has no data`);
      return joined(own);
    });
  }
  if (fragments.length === frames) return fragments.map(({ bytes }) => bytes);
  return framesByStart(fragments, frames);
}

/** Without a table: a new frame begins where a fragment begins as a codestream does (SOI, or SOC of JPEG 2000). */
function framesByStart(fragments: readonly Fragment[], frames: number): Uint8Array[] {
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    const [first, second] = fragment.bytes;
    const begins = first === 0xff && (second === 0xd8 || second === 0x4f);
    if (begins || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(fragment);
  }
  if (groups.length !== frames) throw new Error(`${fragments.length} fragments do not make ${frames} frames`);
  return groups.map(joined);
}

function joined(fragments: readonly Fragment[]): Uint8Array {
  const [only] = fragments;
  if (fragments.length === 1 && only !== undefined) return only.bytes;
  const whole = new Uint8Array(fragments.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of fragments) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
