/** The structure of a TIFF file (TIFF 6.0 sections 2 and 8), read without touching a pixel. */

/** One picture of the file. Values are as the file gives them, or TIFF's defaults. */
export interface TiffDirectory {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: readonly number[];
  readonly samplesPerPixel: number;
  readonly compression: number;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, ... */
  readonly photometric: number;
  /** 1 unsigned integers, 2 signed ones, 3 floating point. */
  readonly sampleFormat: number;
  readonly predictor: number;
  /** 2 where each sample has a plane of its own. */
  readonly planar: number;
  /** 2 where the lowest bit of a byte comes first. */
  readonly fillOrder: number;
  readonly orientation: number;
  /** Strips are blocks as wide as the picture. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly tiled: boolean;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

export interface TiffFile {
  readonly littleEndian: boolean;
  readonly pages: readonly TiffDirectory[];
}

type Entries = ReadonlyMap<number, readonly number[]>;

const MAX_PAGES = 10_000;
const MAX_VALUES = 1_000_000;
/** Bytes of a value by type, of the types that a picture's layout is written in: BYTE, SHORT, LONG. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };
/** All that decides the pixels; others, with names and dates in them, are not read. */
const USED = new Set([
  256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 322, 323, 324, 325, 339,
]);

/** True when the bytes begin as a TIFF does (not BigTIFF). */
export function isTiff(bytes: Uint8Array): boolean {
  const little = bytes[0] === 0x49 && bytes[1] === 0x49 && bytes[2] === 42 && bytes[3] === 0;
  return little || (bytes[0] === 0x4d && bytes[1] === 0x4d && bytes[2] === 0 && bytes[3] === 42);
}

/** @throws Error with a plain reason where the structure is broken. */
export function readTiffFile(bytes: Uint8Array): TiffFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const pages: TiffDirectory[] = [];
  const visited = new Set<number>();
  if (view.byteLength < 8) throw new Error('it is cut short');
  let offset = view.getUint32(4, littleEndian);
  while (offset !== 0) {
    if (visited.has(offset)) throw new Error('its pictures follow each other in a circle');
    visited.add(offset);
    if (pages.length === MAX_PAGES) throw new Error(`it claims more than ${MAX_PAGES} pictures`);
    if (offset + 2 > view.byteLength) throw new Error('it is cut short');
    const count = view.getUint16(offset, littleEndian);
    const end = offset + 2 + count * 12;
    if (end + 4 > view.byteLength) throw new Error('it is cut short');
    pages.push(directoryOf(readEntries(view, offset + 2, count, littleEndian)));
    offset = view.getUint32(end, littleEndian);
  }
  if (pages.length === 0) throw new Error('it holds no picture');
  return { littleEndian, pages };
}

function readEntries(view: DataView, start: number, count: number, littleEndian: boolean): Entries {
  const entries = new Map<number, readonly number[]>();
  for (let index = 0; index < count; index++) {
    const at = start + index * 12;
    const tag = view.getUint16(at, littleEndian);
    const bytes = TYPE_BYTES[view.getUint16(at + 2, littleEndian)];
    if (!USED.has(tag) || bytes === undefined) continue;
    const values = view.getUint32(at + 4, littleEndian);
    if (values > MAX_VALUES) throw new Error(`its field ${tag} claims ${values} values`);
    const from = values * bytes <= 4 ? at + 8 : view.getUint32(at + 8, littleEndian);
    if (from + values * bytes > view.byteLength) throw new Error('it is cut short');
    entries.set(
      tag,
      Array.from({ length: values }, (_, value) => numberAt(view, from + value * bytes, bytes, littleEndian)),
    );
  }
  return entries;
}

function numberAt(view: DataView, offset: number, bytes: number, littleEndian: boolean): number {
  if (bytes === 1) return view.getUint8(offset);
  return bytes === 2 ? view.getUint16(offset, littleEndian) : view.getUint32(offset, littleEndian);
}

function directoryOf(entries: Entries): TiffDirectory {
  const one = (tag: number, otherwise: number): number => entries.get(tag)?.[0] ?? otherwise;
  const width = one(256, 0);
  const height = one(257, 0);
  const tiled = entries.has(322);
  const offsets = entries.get(tiled ? 324 : 273) ?? [];
  return {
    width,
    height,
    bitsPerSample: entries.get(258) ?? [1],
    samplesPerPixel: one(277, 1),
    compression: one(259, 1),
    photometric: one(262, -1),
    sampleFormat: one(339, 1),
    predictor: one(317, 1),
    planar: one(284, 1),
    fillOrder: one(266, 1),
    orientation: one(274, 1),
    blockWidth: tiled ? one(322, 0) : width,
    blockHeight: tiled ? one(323, 0) : Math.min(one(278, height), height),
    tiled,
    offsets,
    byteCounts: entries.get(tiled ? 325 : 279) ?? [],
  };
}
