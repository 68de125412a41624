import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './transfer-syntax.ts';

/** The start of a DICOM file (PS3.10 section 7.1): where its data set begins and how that is encoded. */
export interface FileMeta {
  /** Transfer Syntax UID (0002,0010); undefined where the meta header does not hold it. */
  readonly transferSyntaxUid: string | undefined;
  /** Bytes before the data set. */
  readonly dataSetOffset: number;
  /** What is missing of a regular header, in plain words. */
  readonly notes: readonly string[];
}

const PREAMBLE_BYTES = 132;
const LONG_LENGTH_VRS = /^(?:OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;
const ANY_VR =
  /^(?:AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|OB|OD|OF|OL|OV|OW|PN|SH|SL|SQ|SS|ST|SV|TM|UC|UI|UL|UN|UR|US|UT|UV)$/;

/**
 * Reads the preamble and the meta header. Bytes without them are taken for a bare data set where they begin
 * with an element of group 0008 that makes sense, with a note.
 * @returns undefined where the bytes do not look like DICOM at all.
 * @throws Error with a plain reason where the meta header is broken.
 */
export function readFileMeta(bytes: Uint8Array): FileMeta | undefined {
  if (hasDicmPrefix(bytes)) return readMetaGroup(bytes, PREAMBLE_BYTES, []);
  if (bytes.length < 8) return undefined;
  if (startsWith(bytes, [0x02, 0x00]) && ANY_VR.test(ascii(bytes, 4, 2))) {
    return readMetaGroup(bytes, 0, ['the DICOM preamble is missing']);
  }
  const uid = guessTransferSyntax(bytes);
  if (uid === undefined) return undefined;
  return {
    transferSyntaxUid: uid,
    dataSetOffset: 0,
    notes: ['the DICOM preamble and meta header are missing; the encoding was recognised from the data'],
  };
}

/** True for a file with the regular "DICM" mark behind its preamble. */
export function hasDicmPrefix(bytes: Uint8Array): boolean {
  return bytes.length >= PREAMBLE_BYTES && ascii(bytes, 128, 4) === 'DICM';
}

/** Group 0002 is always explicit little endian, whatever follows; its own length is not trusted. */
function readMetaGroup(bytes: Uint8Array, start: number, notes: readonly string[]): FileMeta {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = start;
  let transferSyntaxUid: string | undefined;
  while (offset + 8 <= bytes.length && view.getUint16(offset, true) === 0x0002) {
    const element = view.getUint16(offset + 2, true);
    const long = LONG_LENGTH_VRS.test(ascii(bytes, offset + 4, 2));
    if (long && offset + 12 > bytes.length) throw new Error('the DICOM meta header is cut short');
    const length = long ? view.getUint32(offset + 8, true) : view.getUint16(offset + 6, true);
    const valueOffset = offset + (long ? 12 : 8);
    if (valueOffset + length > bytes.length) throw new Error('the DICOM meta header is cut short');
    if (element === 0x0010) transferSyntaxUid = ascii(bytes, valueOffset, length).replace(/[\0 ]+$/, '');
    offset = valueOffset + length;
  }
  return { transferSyntaxUid, dataSetOffset: offset, notes };
}

function guessTransferSyntax(bytes: Uint8Array): string | undefined {
  const explicit = ANY_VR.test(ascii(bytes, 4, 2));
  if (startsWith(bytes, [0x00, 0x08])) return explicit ? EXPLICIT_BIG : undefined;
  if (!startsWith(bytes, [0x08, 0x00])) return undefined;
  if (explicit) return EXPLICIT_LITTLE;
  const element = (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8);
  const length = new DataView(bytes.buffer, bytes.byteOffset + 4, 4).getUint32(0, true);
  // Implicit VR has no mark of its own: a low element number and a short value must do.
  return element <= 0x0018 && length % 2 === 0 && length <= 128 ? IMPLICIT_LITTLE : undefined;
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((value, index) => bytes[index] === value);
}

function ascii(bytes: Uint8Array, offset: number, length: number): string {
  let text = '';
  for (let index = offset; index < offset + length; index++) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}
