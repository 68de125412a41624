import { inflateSync } from 'node:zlib';
import type { TiffDirectory } from './tiff-directory.ts';

const NONE = 1;
const LZW = 5;
const DEFLATE = new Set([8, 32946]);
const PACK_BITS = 32773;
const LONG = 4;
const HEADER_BYTES = 8;

/** One strip or tile: where it lies in the picture, and a TIFF of its own that holds nothing else. */
export interface TiffBlock {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly file: Uint8Array;
}

/**
 * The strips or tiles of a picture, each as a TIFF with nothing but what decides its pixels: the decoder takes the
 * differences of a tile to go on from its neighbour (tiff 7.1.3), and follows fields that have no part in the picture.
 * Deflate and PackBits are unpacked here, with a limit, since the decoder sets none and knows no PackBits. LZW stays.
 * @throws Error with a plain reason where the blocks do not hold the picture.
 */
export function* tiffBlocks(
  bytes: Uint8Array,
  page: TiffDirectory,
  littleEndian: boolean,
): Generator<TiffBlock> {
  const across = Math.ceil(page.width / page.blockWidth);
  for (const [index, offset] of page.offsets.entries()) {
    const packed = bytes.subarray(offset, offset + (page.byteCounts[index] ?? 0));
    if (offset >= bytes.length || packed.length !== page.byteCounts[index]) {
      throw new Error('its pixel data is cut short');
    }
    const left = (index % across) * page.blockWidth;
    const top = Math.floor(index / across) * page.blockHeight;
    const width = page.blockWidth;
    // The last strip is as high as the rest of the picture; tiles are always whole.
    const height = page.tiled ? page.blockHeight : Math.min(page.blockHeight, page.height - top);
    const needed = width * height * page.samplesPerPixel * ((page.bitsPerSample[0] ?? 8) / 8);
    const unpacked = unpack(packed, page.compression, needed);
    yield { left, top, width, height, file: oneStripTiff(unpacked, width, height, page, littleEndian) };
  }
}

/** How many blocks a picture has, and so must name. */
export function blockCount({ width, height, blockWidth, blockHeight }: TiffDirectory): number {
  return Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
}

function unpack(packed: Uint8Array, compression: number, needed: number): Uint8Array {
  if (compression === LZW) return packed;
  const unpacked =
    compression === PACK_BITS
      ? unpackBits(packed, needed)
      : DEFLATE.has(compression)
        ? new Uint8Array(inflateSync(packed, { maxOutputLength: needed + 1 }))
        : packed;
  if (unpacked.length < needed) {
    throw new Error(`a block of its pixel data has ${unpacked.length} bytes instead of ${needed}`);
  }
  return unpacked.subarray(0, needed);
}

/** TIFF 6.0 section 9: a count of 0 to 127 copies, one of -1 to -127 repeats, -128 is nothing. */
function unpackBits(packed: Uint8Array, needed: number): Uint8Array {
  const unpacked = new Uint8Array(needed);
  let from = 0;
  let to = 0;
  while (to < needed && from < packed.length) {
    const count = ((packed[from++] ?? 0) << 24) >> 24;
    if (count >= 0) {
      const copied = packed.subarray(from, from + count + 1).subarray(0, needed - to);
      unpacked.set(copied, to);
      to += copied.length;
      from += count + 1;
    } else if (count !== -128) {
      unpacked.fill(packed[from++] ?? 0, to, to + 1 - count);
      to += 1 - count;
    }
  }
  return unpacked.subarray(0, Math.min(to, needed));
}

function oneStripTiff(
  strip: Uint8Array,
  width: number,
  height: number,
  page: TiffDirectory,
  littleEndian: boolean,
): Uint8Array {
  const fields: readonly (readonly [tag: number, values: readonly number[]])[] = [
    [256, [width]],
    [257, [height]],
    [258, page.bitsPerSample],
    [259, [page.compression === LZW ? LZW : NONE]],
    [262, [page.photometric]],
    [273, [HEADER_BYTES]],
    [277, [page.samplesPerPixel]],
    [278, [height]],
    [279, [strip.length]],
    [317, [page.predictor]],
    [339, [1]],
  ];
  const directory = HEADER_BYTES + strip.length + (strip.length % 2);
  let free = directory + 2 + fields.length * 12 + 4;
  const lists = fields.reduce((sum, [, { length }]) => sum + (length > 1 ? length * 4 : 0), 0);
  const file = new Uint8Array(free + lists);
  const view = new DataView(file.buffer);
  file.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, directory, littleEndian);
  file.set(strip, HEADER_BYTES);
  view.setUint16(directory, fields.length, littleEndian);
  for (const [index, [tag, values]] of fields.entries()) {
    const at = directory + 2 + index * 12;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, LONG, littleEndian);
    view.setUint32(at + 4, values.length, littleEndian);
    let place = at + 8;
    if (values.length > 1) {
      view.setUint32(at + 8, free, littleEndian);
      place = free;
      free += values.length * 4;
    }
    for (const [value, number] of values.entries()) view.setUint32(place + value * 4, number, littleEndian);
  }
  return file;
}
