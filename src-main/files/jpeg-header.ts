/** What the frame header of a JPEG says (ITU-T T.81 section B.2.2). */
export interface JpegHeader {
  /** Second byte of the SOF marker: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless, ... */
  readonly sof: number;
  readonly precisionBits: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly components: number;
  /** EXIF orientation 1 to 8; 1 where none is given. */
  readonly orientation: number;
  /** False where the data end before the end-of-image marker. */
  readonly complete: boolean;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;

/** True when the bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/**
 * Walks the markers of a JPEG to its end without decoding.
 * @returns undefined where no frame header is found.
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  let frame: Frame | undefined;
  let orientation = 1;
  let complete = false;
  for (const { marker, data } of segments(bytes)) {
    if (marker === EOI) complete = true;
    if (isFrameHeader(marker) && frame === undefined && data.length >= 6) frame = readFrame(marker, data);
    if (marker === APP1) orientation = exifOrientation(data) ?? orientation;
    if (marker === SOS && frame === undefined) return undefined;
  }
  return frame === undefined ? undefined : { ...frame, orientation, complete };
}

type Frame = Omit<JpegHeader, 'orientation' | 'complete'>;

interface Segment {
  readonly marker: number;
  readonly data: Uint8Array;
}

/** Marker segments up to the end-of-image marker, or to where the data break off. */
function* segments(bytes: Uint8Array): Generator<Segment> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 2;
  while (offset + 2 <= bytes.length) {
    const marker = bytes[offset + 1] ?? 0;
    if (bytes[offset] !== 0xff || isNoSegment(marker)) {
      offset++;
      continue;
    }
    if (marker === EOI) {
      yield { marker, data: new Uint8Array(0) };
      return;
    }
    const length = offset + 4 <= bytes.length ? view.getUint16(offset + 2) : 0;
    const end = offset + 2 + length;
    if (length < 2 || end > bytes.length) return;
    yield { marker, data: bytes.subarray(offset + 4, end) };
    offset = end;
  }
}

/** Why a frame cannot be read here, undefined where it can: 8-bit Huffman-coded DCT of 1 or 3 components. */
export function unsupportedFrame({ sof, precisionBits, components }: JpegHeader): string | undefined {
  if (sof >= 0xc9) return 'it is an arithmetic-coded JPEG';
  if (sof === 0xc3 || sof === 0xc7) return 'it is a lossless JPEG';
  if (sof > 0xc3) return 'it is a hierarchical JPEG';
  // jpeg-js decodes other precisions to wrong pixels without an error.
  if (precisionBits !== 8) return `it is a JPEG of ${precisionBits} bits; 8 are read`;
  if (components !== 1 && components !== 3) return `it is a JPEG of ${components} colour components (CMYK?)`;
  return undefined;
}

/** Entropy-coded data (a stuffed 0xFF), fill bytes and markers without a length: to be passed over bytewise. */
function isNoSegment(marker: number): boolean {
  return marker === 0x00 || marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= SOI);
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(sof: number, segment: Uint8Array): Frame {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  return {
    sof,
    precisionBits: view.getUint8(0),
    heightPx: view.getUint16(1),
    widthPx: view.getUint16(3),
    components: view.getUint8(5),
  };
}

/** Orientation (0x0112) of the first image directory of an EXIF segment. */
function exifOrientation(segment: Uint8Array): number | undefined {
  if (String.fromCharCode(...segment.subarray(0, 6)) !== 'Exif\0\0' || segment.length < 14) return undefined;
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.byteLength - 6);
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return undefined;
  const entries = tiff.getUint16(directory, little);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.byteLength) return undefined;
    if (tiff.getUint16(entry, little) !== 0x0112) continue;
    const value = tiff.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
