import jpeg from 'jpeg-js';
import { COLOUR_NOTE, greyFromColour } from '../../src-core/imaging/colour.ts';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { applyOrientation } from '../../src-core/imaging/orientation.ts';
import type { Radiograph } from '../../src-core/imaging/radiograph.ts';
import {
  checkCodedBytes,
  checkFilmMemory,
  checkFilmSize,
  FILM_LIMITS,
  messageOf,
  refusal,
} from './film-limits.ts';
import { isJpeg, type JpegHeader, readJpegHeader, unsupportedFrame } from './jpeg-header.ts';

/** jpeg-js keeps every coefficient in 32 bits, and its lines, red, green and blue besides. */
const BYTES_PER_SAMPLE = 12;
const MAX_DECODER_MEGABYTES = 2048;

/**
 * A film from an 8-bit baseline or progressive JPEG; colour is turned to grey with a note, an EXIF orientation
 * is applied.
 * @throws LightboxError FILE_UNSUPPORTED (12-bit, lossless, arithmetic, CMYK), FILE_NOT_A_FILM or FILE_CORRUPT,
 *   each naming the file.
 */
export function decodeJpeg(bytes: Uint8Array, fileName: string): Radiograph {
  const header = isJpeg(bytes) ? readJpegHeader(bytes) : undefined;
  if (header === undefined) throw refusal('FILE_CORRUPT', fileName, 'it is a JPEG without a picture');
  const unsupported = unsupportedFrame(header);
  if (unsupported !== undefined) throw refusal('FILE_UNSUPPORTED', fileName, unsupported);
  checkFilmSize(fileName, header.widthPx, header.heightPx);
  const pixels = header.widthPx * header.heightPx;
  checkCodedBytes(fileName, pixels, bytes.length);
  checkFilmMemory(fileName, bytes.length + BYTES_PER_SAMPLE * pixels * header.components);
  // jpeg-js fills the rest of a truncated picture with grey, without an error.
  if (!header.complete) throw refusal('FILE_CORRUPT', fileName, 'its JPEG data is cut short');
  const grey = greyFromColour(decodeSamples(bytes, header, fileName), 3);
  const stored = { width: header.widthPx, height: header.heightPx, pixels: Uint8Array.from(grey.pixels) };
  const upright = applyOrientation(stored, header.orientation);
  const notes = grey.coloured ? [COLOUR_NOTE] : [];
  if (header.orientation !== 1) notes.push('the picture was turned upright as its EXIF data says');
  return { ...upright, bits: 8, display: identityDisplay(8), notes, lossy: true };
}

/** Red, green and blue, interleaved. */
function decodeSamples(bytes: Uint8Array, header: JpegHeader, fileName: string): Uint8Array {
  let decoded: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  try {
    decoded = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: FILM_LIMITS.pixels / 1_000_000,
      maxMemoryUsageInMB: MAX_DECODER_MEGABYTES,
    });
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, `its JPEG data cannot be decoded (${messageOf(error)})`, error);
  }
  if (decoded.width !== header.widthPx || decoded.height !== header.heightPx) {
    throw refusal('FILE_CORRUPT', fileName, 'its JPEG data holds a picture of another size than it says');
  }
  return decoded.data;
}

/**
 * Encodes 8-bit grey values as baseline JPEG; the bytes depend on the arguments only.
 * @param quality 1 to 100.
 */
export function encodeGrey8Jpeg(
  pixels: Uint8Array,
  width: number,
  height: number,
  quality: number,
): Uint8Array {
  const data = new Uint8Array(pixels.length * 4);
  for (let index = 0; index < pixels.length; index++) {
    data.fill(pixels[index] ?? 0, index * 4, index * 4 + 3);
    data[index * 4 + 3] = 255;
  }
  return Uint8Array.from(jpeg.encode({ width, height, data }, quality).data);
}

/**
 * What JPEG of this quality makes of grey values: the codec step that films of a study share once one of them
 * was lossy (see src-core/imaging/normalise.ts).
 */
export function jpegRoundTrip(
  pixels: Uint8Array,
  width: number,
  height: number,
  quality: number,
): Uint8Array {
  const decoded = jpeg.decode(encodeGrey8Jpeg(pixels, width, height, quality), {
    useTArray: true,
    formatAsRGBA: false,
    maxMemoryUsageInMB: MAX_DECODER_MEGABYTES,
  });
  return Uint8Array.from(greyFromColour(decoded.data, 3).pixels);
}
