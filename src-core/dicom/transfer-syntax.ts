/** How the pixels of a transfer syntax are stored (PS3.5 section 10, PS3.6 table A-1). */
export type PixelCoding =
  | 'native-little'
  | 'native-big'
  | 'deflated'
  | 'jpeg-8-bit'
  | 'jpeg-12-bit'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'rle'
  | 'video';

export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly coding: PixelCoding;
  /** False only for implicit VR. */
  readonly explicit: boolean;
  /** True for syntaxes whose pixels have always lost something (PS3.5 section 8.2); JPEG 2000 may or may not. */
  readonly lossy: boolean;
}

export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const DEFLATED_LITTLE = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';

const LOSSY = new Set(['.50', '.51', '.81'].map((end) => `1.2.840.10008.1.2.4${end}`));

const KNOWN = new Map<string, TransferSyntax>(
  (
    [
      [IMPLICIT_LITTLE, 'Implicit VR Little Endian', 'native-little'],
      [EXPLICIT_LITTLE, 'Explicit VR Little Endian', 'native-little'],
      [DEFLATED_LITTLE, 'Deflated Explicit VR Little Endian', 'deflated'],
      [EXPLICIT_BIG, 'Explicit VR Big Endian', 'native-big'],
      ['1.2.840.10008.1.2.4.50', 'JPEG Baseline', 'jpeg-8-bit'],
      ['1.2.840.10008.1.2.4.51', 'JPEG Extended (12 bit)', 'jpeg-12-bit'],
      ['1.2.840.10008.1.2.4.57', 'JPEG Lossless', 'jpeg-lossless'],
      ['1.2.840.10008.1.2.4.70', 'JPEG Lossless, first-order prediction', 'jpeg-lossless'],
      ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpeg-ls'],
      ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-lossless', 'jpeg-ls'],
      ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless', 'jpeg-2000'],
      ['1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg-2000'],
      ['1.2.840.10008.1.2.4.100', 'MPEG-2 video', 'video'],
      ['1.2.840.10008.1.2.4.102', 'MPEG-4 video', 'video'],
      ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 Lossless', 'htj2k'],
      ['1.2.840.10008.1.2.4.202', 'High-Throughput JPEG 2000 Lossless, RPCL', 'htj2k'],
      ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000', 'htj2k'],
      ['1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'],
    ] as const
  ).map(([uid, name, coding]) => [
    uid,
    { uid, name, coding, explicit: uid !== IMPLICIT_LITTLE, lossy: LOSSY.has(uid) },
  ]),
);

/** The transfer syntax of a UID, undefined where it is not a known one. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return KNOWN.get(uid);
}
