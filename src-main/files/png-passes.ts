import { deflateSync, inflateSync } from 'node:zlib';
import { type DecodedPng, decode } from 'fast-png';
import { joinPngChunks, type PngChunk } from './png-chunks.ts';

/** What the IHDR chunk of a PNG says (W3C PNG section 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

/** One reduced picture of an interlaced file, or the whole of another (W3C PNG section 8.1). */
interface Pass {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly columns: number;
  readonly rows: number;
  /** Of its filtered rows, one filter byte each (section 7.2). */
  readonly bytes: number;
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const WHOLE = [[0, 0, 1, 1]] as const;
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes that the inflated pixel data must have. */
export function filteredBytes(header: PngHeader): number {
  return passesOf(header).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Decodes an interlaced picture of one sample of 1, 2 or 4 bits a pixel, which fast-png takes for whole bytes: each
 * pass as a picture of its own, whose pixels are put into rows packed as those of a file that is not interlaced.
 * @throws Error as zlib and fast-png do
 */
export function decodeInterlacedBits(chunks: readonly PngChunk[], header: PngHeader): DecodedPng {
  const { width, height, depth } = header;
  const filtered = inflateSync(
    Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? data : []))),
  );
  const stride = packedBytes(width, depth);
  const data = new Uint8Array(stride * height);
  let offset = 0;
  let decoded: DecodedPng | undefined;
  for (const pass of passesOf(header)) {
    decoded = decode(passFile(chunks, pass, filtered.subarray(offset, offset + pass.bytes)));
    offset += pass.bytes;
    spread(decoded.data, pass, data, stride, depth);
  }
  if (decoded === undefined) throw new Error('it has no pixels');
  return { ...decoded, width, height, data };
}

function passesOf({ width, height, depth, colourType, interlaced }: PngHeader): Pass[] {
  const bitsPerPixel = depth * (CHANNELS[colourType] ?? 1);
  return (interlaced ? ADAM7 : WHOLE).flatMap(([left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    const rows = Math.ceil((height - top) / down);
    if (columns <= 0 || rows <= 0) return [];
    return [
      { left, top, across, down, columns, rows, bytes: rows * (1 + packedBytes(columns, bitsPerPixel)) },
    ];
  });
}

function packedBytes(columns: number, bitsPerPixel: number): number {
  return Math.ceil((columns * bitsPerPixel) / 8);
}

/** A pass as a file that is not interlaced, with the palette of the whole. */
function passFile(chunks: readonly PngChunk[], { columns, rows }: Pass, filtered: Uint8Array): Uint8Array {
  const ihdr = Buffer.from(chunks[0]?.data ?? []);
  ihdr.writeUInt32BE(columns, 0);
  ihdr.writeUInt32BE(rows, 4);
  ihdr.writeUInt8(0, 12);
  return joinPngChunks([
    { type: 'IHDR', data: ihdr },
    ...chunks.filter(({ type }) => type === 'PLTE' || type === 'tRNS'),
    { type: 'IDAT', data: deflateSync(filtered, { level: 1 }) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

/** Puts the packed pixels of a pass to their places. */
function spread(
  packed: DecodedPng['data'],
  pass: Pass,
  target: Uint8Array,
  stride: number,
  depth: number,
): void {
  const passStride = packedBytes(pass.columns, depth);
  const mask = 2 ** depth - 1;
  const shift = (bit: number): number => 8 - depth - (bit & 7);
  for (let row = 0; row < pass.rows; row++) {
    for (let column = 0; column < pass.columns; column++) {
      const from = column * depth;
      const value = ((packed[row * passStride + (from >> 3)] ?? 0) >> shift(from)) & mask;
      const to = (pass.left + column * pass.across) * depth;
      const at = (pass.top + row * pass.down) * stride + (to >> 3);
      target[at] = (target[at] ?? 0) | (value << shift(to));
    }
  }
}
