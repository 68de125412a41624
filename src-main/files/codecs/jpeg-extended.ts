import type { DecodedFrame } from './decoded-frame.ts';
import { BitReader, type HuffmanTable, huffmanTable } from './jpeg-huffman.ts';

/**
 * Extended sequential JPEG with Huffman coding (ITU-T T.81 process 4), 8 or 12 bits, one component: what DICOM's
 * 1.2.840.10008.1.2.4.51 holds for radiographs. Kept JPEG packages read 8 bits only, and give wrong pixels for 12.
 */

const BLOCK = 64;
const ZIGZAG = Uint8Array.of(
  0,
  1,
  8,
  16,
  9,
  2,
  3,
  10,
  17,
  24,
  32,
  25,
  18,
  11,
  4,
  5,
  12,
  19,
  26,
  33,
  40,
  48,
  41,
  34,
  27,
  20,
  13,
  6,
  7,
  14,
  21,
  28,
  35,
  42,
  49,
  56,
  57,
  50,
  43,
  36,
  29,
  22,
  15,
  23,
  30,
  37,
  44,
  51,
  58,
  59,
  52,
  45,
  38,
  31,
  39,
  46,
  53,
  60,
  61,
  54,
  47,
  55,
  62,
  63,
);

interface Frame {
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly quantisationTable: number;
}

/** What stands before the scan. */
interface Header {
  frame: Frame | undefined;
  /** Blocks between restart markers, 0 for none. */
  restartInterval: number;
  readonly quantisation: Map<number, Uint16Array>;
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, HuffmanTable>;
}

const SOS = 0xda;

/**
 * Decodes one frame.
 * @throws Error where the codestream is broken, has several components, or is of another process
 */
export async function decodeJpegExtended(codestream: Uint8Array): Promise<DecodedFrame> {
  const header: Header = {
    frame: undefined,
    restartInterval: 0,
    quantisation: new Map(),
    dc: new Map(),
    ac: new Map(),
  };
  for (let offset = 2; offset + 4 <= codestream.length; ) {
    const marker = codestream[offset + 1] ?? 0;
    if (codestream[offset] !== 0xff) throw new Error('a marker is missing');
    if (marker === 0xff) {
      offset++;
      continue;
    }
    const next = offset + 2 + word(codestream, offset + 2);
    if (next < offset + 4 || next > codestream.length) throw new Error('a marker segment is cut short');
    const segment = codestream.subarray(offset + 4, next);
    if (marker === SOS) return decodeScan(codestream, next, segment, header);
    readSegment(marker, segment, header);
    offset = next;
  }
  throw new Error('the codestream holds no scan');
}

function readSegment(marker: number, segment: Uint8Array, header: Header): void {
  switch (marker) {
    case 0xc0:
    case 0xc1:
      header.frame = readFrame(segment);
      return;
    case 0xc4:
      readHuffman(segment, header);
      return;
    case 0xdb:
      readQuantisation(segment, header.quantisation);
      return;
    case 0xdd:
      header.restartInterval = word(segment, 0);
      return;
    default:
      // 0xC8 and 0xCC are no frame headers (T.81 table B.1).
      if (marker > 0xc1 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
        throw new Error('the codestream is not sequential JPEG');
      }
  }
}

function readFrame(segment: Uint8Array): Frame {
  const [precision = 0, , , , , components = 0] = segment;
  if (precision !== 8 && precision !== 12) throw new Error(`${precision} bits are not sequential JPEG's`);
  if (components !== 1) throw new Error(`${components} components; one is read`);
  return { precision, height: word(segment, 1), width: word(segment, 3), quantisationTable: segment[8] ?? 0 };
}

function readQuantisation(segment: Uint8Array, tables: Map<number, Uint16Array>): void {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at++] ?? 0;
    const wide = head >> 4 === 1;
    if (at + (wide ? 2 : 1) * BLOCK > segment.length) throw new Error('a quantisation table is cut short');
    const table = new Uint16Array(BLOCK);
    for (let i = 0; i < BLOCK; i++) {
      table[ZIGZAG[i] ?? 0] = wide ? word(segment, at + 2 * i) : (segment[at + i] ?? 0);
    }
    tables.set(head & 15, table);
    at += (wide ? 2 : 1) * BLOCK;
  }
}

function readHuffman(segment: Uint8Array, { dc, ac }: Header): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const head = segment[at] ?? 0;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (at + 17 + total > segment.length) throw new Error('a Huffman table is cut short');
    (head >> 4 === 0 ? dc : ac).set(head & 15, huffmanTable(counts, segment.slice(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

function decodeScan(bytes: Uint8Array, start: number, scan: Uint8Array, header: Header): DecodedFrame {
  const { frame, restartInterval } = header;
  if (frame === undefined) throw new Error('the scan comes before the frame header');
  const selector = scan[2] ?? 0;
  const quantisation = header.quantisation.get(frame.quantisationTable);
  const dc = header.dc.get(selector >> 4);
  const ac = header.ac.get(selector & 15);
  if (quantisation === undefined || dc === undefined || ac === undefined)
    throw new Error('a table is missing');
  const { width, height, precision } = frame;
  const columns = Math.ceil(width / 8);
  const blocks = columns * Math.ceil(height / 8);
  const reader = new BitReader(bytes, start);
  const samples = new Int32Array(width * height);
  const block = new Float64Array(BLOCK);
  let predicted = 0;
  for (let index = 0; index < blocks; index++) {
    if (restartInterval > 0 && index > 0 && index % restartInterval === 0) {
      reader.restart();
      predicted = 0;
    }
    predicted += reader.signedValue(reader.decode(dc));
    block.fill(0);
    block[0] = predicted * (quantisation[0] ?? 0);
    readAc(reader, ac, quantisation, block);
    inverseCosine(block);
    store(block, samples, frame, (index % columns) * 8, Math.floor(index / columns) * 8);
  }
  return { width, height, components: 1, bitsPerSample: precision, signed: false, samples };
}

/** T.81 figure F.13: runs of zeros and sizes, in zigzag order. */
function readAc(
  reader: BitReader,
  table: HuffmanTable,
  quantisation: Uint16Array,
  block: Float64Array,
): void {
  for (let k = 1; k < BLOCK; k++) {
    const symbol = reader.decode(table);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run !== 15) return;
    k += run;
    if (k >= BLOCK) throw new Error('a block has more than 64 coefficients');
    const at = ZIGZAG[k] ?? 0;
    if (size > 0) block[at] = reader.signedValue(size) * (quantisation[at] ?? 0);
  }
}

/** cos((2 x + 1) u pi / 16) with the scale of T.81 section A.3.3, by 8 x + u. */
const BASIS = Float64Array.from({ length: BLOCK }, (_, index) => {
  const x = index >> 3;
  const u = index & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});
const rowSums = new Float64Array(BLOCK);

/**
 * The inverse cosine transform in place, rows and then columns, in double precision. Most coefficients are 0 and are
 * passed over: adding their products changes no sum.
 */
function inverseCosine(block: Float64Array): void {
  rowSums.fill(0);
  for (let at = 0; at < BLOCK; at++) {
    const coefficient = block[at] ?? 0;
    if (coefficient === 0) continue;
    const row = at & ~7;
    for (let x = 0; x < 8; x++) {
      rowSums[row + x] = (rowSums[row + x] ?? 0) + coefficient * (BASIS[8 * x + (at & 7)] ?? 0);
    }
  }
  block.fill(0);
  for (let at = 0; at < BLOCK; at++) {
    const sum = rowSums[at] ?? 0;
    if (sum === 0) continue;
    const x = at & 7;
    for (let y = 0; y < 8; y++) {
      block[8 * y + x] = (block[8 * y + x] ?? 0) + sum * (BASIS[8 * y + (at >> 3)] ?? 0);
    }
  }
}

function store(block: Float64Array, samples: Int32Array, frame: Frame, left: number, top: number): void {
  const { width, height, precision } = frame;
  const middle = 2 ** (precision - 1);
  const highest = 2 ** precision - 1;
  for (let y = 0; y < 8 && top + y < height; y++) {
    for (let x = 0; x < 8 && left + x < width; x++) {
      const value = Math.round((block[8 * y + x] ?? 0) + middle);
      samples[(top + y) * width + left + x] = Math.min(highest, Math.max(0, value));
    }
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
