import { decode } from 'tiff';
import { COLOUR_NOTE, greyFromColour } from '../../src-core/imaging/colour.ts';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { applyOrientation } from '../../src-core/imaging/orientation.ts';
import type { Radiograph } from '../../src-core/imaging/radiograph.ts';
import {
  checkCodedBytes,
  checkFilmMemory,
  checkFilmSize,
  frameNote,
  messageOf,
  noSuchFrame,
  refusal,
} from './film-limits.ts';
import { spreadToFullRange } from './png-decode.ts';
import { readTiffFile, type TiffDirectory, type TiffFile } from './tiff-directory.ts';
import { blockCount, type TiffBlock, tiffBlocks } from './tiff-repack.ts';

export interface DecodedTiff {
  readonly radiograph: Radiograph;
  /** How many pictures the file holds. */
  readonly frames: number;
}

const READ_COMPRESSIONS = new Set([1, 5, 8, 32946, 32773]);
/** Names of what else is met (TIFF 6.0 and its technical notes, LibTIFF's tiff.h). */
const COMPRESSIONS: Readonly<Record<number, string>> = {
  2: 'CCITT fax coding',
  3: 'CCITT fax coding',
  4: 'CCITT fax coding',
  6: 'old-style JPEG',
  7: 'JPEG',
  34712: 'JPEG 2000',
  34925: 'LZMA',
  50000: 'Zstandard',
  50001: 'WebP',
};
const PHOTOMETRICS: Readonly<Record<number, string>> = {
  3: 'a palette',
  4: 'a transparency mask',
  5: 'CMYK colours',
  6: 'YCbCr colours',
  8: 'CIE Lab colours',
  32803: 'a raw camera picture',
};

/**
 * A film from a TIFF: grey (black or white is zero) or RGB of 8 or 16 bits, in strips or tiles, little- or big-endian,
 * uncompressed or in LZW, Deflate or PackBits, with or without differencing; RGB is turned to grey, an orientation is
 * applied, both with a note.
 * @param frame which picture of the file, from 0
 * @throws LightboxError FILE_UNSUPPORTED (another coding, depth or colour model, by its name), FILE_NOT_A_FILM,
 *   FILE_OVER_LIMIT, FILE_CORRUPT, or BAD_INPUT where there is no such picture; each names the file
 */
export function decodeTiff(bytes: Uint8Array, fileName: string, frame = 0): DecodedTiff {
  const file = readStructure(bytes, fileName);
  const page = file.pages[frame];
  const frames = file.pages.length;
  if (page === undefined) throw noSuchFrame(fileName, frame, frames);
  checkFilmSize(fileName, page.width, page.height);
  const problem = unsupported(page);
  if (problem !== undefined) throw refusal('FILE_UNSUPPORTED', fileName, problem);
  checkMemory(bytes, page, fileName);
  const samples = decodeSamples(bytes, page, file, fileName);
  const grey = page.samplesPerPixel === 1 ? { pixels: samples, coloured: false } : greyFromColour(samples, 3);
  const notes = grey.coloured ? [COLOUR_NOTE] : [];
  const spread = spreadToFullRange(grey.pixels);
  if (spread.note !== undefined) notes.push(spread.note);
  const upright = applyOrientation(
    { width: page.width, height: page.height, pixels: spread.pixels },
    page.orientation,
  );
  if (page.orientation !== 1) notes.push('the picture was turned upright as its orientation says');
  if (frames > 1) notes.push(frameNote(frame, frames));
  const bits = upright.pixels instanceof Uint16Array ? 16 : 8;
  return { radiograph: { ...upright, bits, display: identityDisplay(bits), notes, lossy: false }, frames };
}

function readStructure(bytes: Uint8Array, fileName: string): TiffFile {
  try {
    return readTiffFile(bytes);
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, `its TIFF structure is broken: ${messageOf(error)}`, error);
  }
}

function unsupported(page: TiffDirectory): string | undefined {
  const { compression, photometric, bitsPerSample, samplesPerPixel, sampleFormat } = page;
  if (!READ_COMPRESSIONS.has(compression)) {
    const name = COMPRESSIONS[compression] ?? `coding ${compression}`;
    return `its TIFF picture is in ${name}; uncompressed, LZW, Deflate and PackBits are read`;
  }
  if (photometric !== 0 && photometric !== 1 && photometric !== 2) {
    return `its TIFF picture has ${PHOTOMETRICS[photometric] ?? `the colour model ${photometric}`}; grey and RGB are read`;
  }
  if (samplesPerPixel !== (photometric === 2 ? 3 : 1)) {
    return `its TIFF picture has ${samplesPerPixel} samples a pixel (transparency?)`;
  }
  const [bits = 1] = bitsPerSample;
  if (sampleFormat === 3) return 'its pixels are floating-point numbers';
  if (sampleFormat !== 1) return 'its pixels are signed numbers';
  if ((bits !== 8 && bits !== 16) || bitsPerSample.some((other) => other !== bits)) {
    return `its pixels have ${bitsPerSample.join(', ')} bits; 8 and 16 are read`;
  }
  if (page.planar !== 1) return 'its colours are stored in planes of their own';
  if (page.fillOrder !== 1) return 'its bits are stored in reverse order';
  if (page.predictor !== 1 && page.predictor !== 2) return `its differencing ${page.predictor} is not known`;
  return undefined;
}

/** The file, a block that is all of it unpacked and decoded, the samples and the grey: at the same time at worst. */
function checkMemory(bytes: Uint8Array, page: TiffDirectory, fileName: string): void {
  const pixels = page.width * page.height;
  const coded = page.byteCounts.reduce((sum, count) => sum + count, 0);
  checkCodedBytes(fileName, pixels, Math.min(coded, bytes.length));
  const sampleBytes = pixels * page.samplesPerPixel * ((page.bitsPerSample[0] ?? 8) / 8);
  checkFilmMemory(fileName, bytes.length + 5 * sampleBytes);
}

function decodeSamples(
  bytes: Uint8Array,
  page: TiffDirectory,
  { littleEndian }: TiffFile,
  fileName: string,
): Uint8Array | Uint16Array {
  const { width, height, samplesPerPixel, blockWidth, blockHeight } = page;
  const corrupt = (reason: string, cause?: unknown) =>
    refusal('FILE_CORRUPT', fileName, `its TIFF pixel data is broken (${reason})`, cause);
  if (!(blockWidth > 0 && blockHeight > 0)) throw corrupt('its blocks have no size');
  if (blockWidth > 4 * width + 4096 || blockHeight > 4 * height + 4096)
    throw corrupt('its tiles are too large');
  if (page.offsets.length !== blockCount(page) || page.byteCounts.length !== page.offsets.length) {
    throw corrupt(`${page.offsets.length} blocks instead of ${blockCount(page)}`);
  }
  const bits = page.bitsPerSample[0] ?? 8;
  const count = width * height * samplesPerPixel;
  const samples = bits === 8 ? new Uint8Array(count) : new Uint16Array(count);
  try {
    for (const block of tiffBlocks(bytes, page, littleEndian)) placeBlock(block, page, samples);
  } catch (error) {
    throw corrupt(messageOf(error), error);
  }
  return samples;
}

/** Decodes a strip or tile and puts the part of it that belongs to the picture into its place. */
function placeBlock(block: TiffBlock, page: TiffDirectory, samples: Uint8Array | Uint16Array): void {
  const data: unknown = decode(block.file)[0]?.data;
  const isInteger = data instanceof Uint8Array || data instanceof Uint16Array;
  const rowSamples = block.width * page.samplesPerPixel;
  if (!isInteger || data.length !== rowSamples * block.height)
    throw new Error('a block holds another picture');
  const used = Math.min(block.width, page.width - block.left) * page.samplesPerPixel;
  const rows = Math.min(block.height, page.height - block.top);
  for (let row = 0; row < rows; row++) {
    const target = ((block.top + row) * page.width + block.left) * page.samplesPerPixel;
    samples.set(data.subarray(row * rowSamples, row * rowSamples + used), target);
  }
}
