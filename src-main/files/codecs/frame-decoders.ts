import type { PixelCoding } from '../../../src-core/dicom/transfer-syntax.ts';
import { readJpegHeader } from '../jpeg-header.ts';
import type { FrameDecoder } from './decoded-frame.ts';
import { readJpeg2000Header } from './jpeg-2000-header.ts';
import { decodeJpegExtended } from './jpeg-extended.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { jpegLsSize } from './jpeg-ls-header.ts';
import { wasmDecoder } from './wasm-decoder.ts';

const decodeJpeg2000 = wasmDecoder({
  script: '@cornerstonejs/codec-openjpeg/decodewasmjs',
  binary: '@cornerstonejs/codec-openjpeg/decodewasm',
  className: 'J2KDecoder',
  planar: () => false,
});

const decodeHtj2k = wasmDecoder({
  script: '@cornerstonejs/codec-openjph/wasmjs',
  binary: '@cornerstonejs/codec-openjph/wasm',
  className: 'HTJ2KDecoder',
  planar: () => false,
});

const decodeJpegLs = wasmDecoder({
  script: '@cornerstonejs/codec-charls/decodewasmjs',
  binary: '@cornerstonejs/codec-charls/decodewasm',
  className: 'JpegLSDecoder',
  // 0: components one after the other (ITU-T T.87 annex C, ILV).
  planar: (decoder) => (decoder as { getInterleaveMode(): number }).getInterleaveMode() === 0,
});

const decodeJpeg8 = wasmDecoder({
  script: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
  binary: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  className: 'JPEGDecoder',
  planar: () => false,
});

/**
 * The size that a codestream's own header gives, before any memory is taken for it: JPEG and JPEG-LS by their frame
 * header, JPEG 2000 by SIZ. Undefined where there is none.
 * @throws Error where it is one that no decoder must see
 */
export function codestreamSize(
  coding: PixelCoding,
  codestream: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  if (coding === 'jpeg-2000' || coding === 'htj2k') return readJpeg2000Header(codestream);
  if (coding === 'jpeg-ls') return jpegLsSize(codestream);
  const header = readJpegHeader(codestream);
  return header === undefined ? undefined : { width: header.widthPx, height: header.heightPx };
}

/** The decoder of a coding's codestreams; undefined for codings that are not compressed frames (or not read). */
export function frameDecoder(coding: PixelCoding): FrameDecoder | undefined {
  switch (coding) {
    case 'jpeg-8-bit':
      return decodeJpeg8;
    case 'jpeg-12-bit':
      // Extended JPEG of 8 bits in several components is met as well: libjpeg-turbo reads that.
      return async (codestream, samples) =>
        (readJpegHeader(codestream)?.components ?? 1) === 1
          ? decodeJpegExtended(codestream)
          : decodeJpeg8(codestream, samples);
    case 'jpeg-lossless':
      return decodeJpegLossless;
    case 'jpeg-ls':
      return decodeJpegLs;
    case 'jpeg-2000':
      return decodeJpeg2000;
    case 'htj2k':
      return decodeHtj2k;
    default:
      return undefined;
  }
}
