import { deflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { EXPLICIT_LITTLE } from '../../../src-core/dicom/transfer-syntax.ts';
import { openDicomBody } from '../dicom-data-set.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../dicom-write.ts';
import { messageOf, refusal } from '../film-limits.ts';
import { type CleaningOptions, cleanDataSet, inOrder, remappedUids, textOf } from './clean-data-set.ts';
import { type Encoding, elementBytes, itemsBytes } from './element-writer.ts';
import { standardVr } from './profile.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface DeidentifiedDicom {
  readonly bytes: Uint8Array;
  readonly sopInstanceUid: string;
  /** The file says that text is burned into its picture; the picture is not changed. */
  readonly burnedIn: boolean;
}

const EXPLICIT: Encoding = { explicit: true, bigEndian: false };
const PIXEL_DATA = 'x7fe00010';
/** PS3.16 CID 7050. */
const METHODS = {
  basic: ['113100', 'Basic Application Confidentiality Profile'],
  characteristics: ['113108', 'Retain Patient Characteristics Option'],
  dates: ['113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
} as const;

/**
 * A copy of a DICOM picture without what identifies a person, by the Basic Application Level Confidentiality Profile
 * of PS3.15 annex E and the options asked for, in the transfer syntax of the source. The element of the pixels is
 * copied byte for byte; preamble, meta header and what follows the pixels are not.
 * @throws LightboxError FILE_NOT_A_FILM (no DICOM, or no picture), FILE_UNSUPPORTED or FILE_CORRUPT, naming the file
 */
export function deidentifyDicom(
  bytes: Uint8Array,
  fileName: string,
  pseudonyms: Pseudonyms,
  options: CleaningOptions,
): DeidentifiedDicom {
  const { syntax, body } = openDicomBody(bytes, fileName);
  const encoding: Encoding = { explicit: syntax.explicit, bigEndian: syntax.coding === 'native-big' };
  const parsedAs = syntax.coding === 'deflated' ? EXPLICIT_LITTLE : syntax.uid;
  const dataSet = parse(body, parsedAs, fileName);
  const pixels = pixelElement(dataSet, encoding, fileName);
  const patientId = `${textOf(dataSet, 'x00100021')}\\${textOf(dataSet, 'x00100020')}`;
  const cleaning = { ...options, encoding, pseudonyms, patientId };
  const elements = cleanDataSet(dataSet, cleaning);
  const own = (tag: string, vr: string, text: string): void => {
    elements.set(tag, elementBytes(tag, vr, Buffer.from(text, 'latin1'), encoding));
  };
  const pseudonym = pseudonyms.patient(patientId);
  const sopClass = remappedUids(textOf(dataSet, 'x00080016'), pseudonyms);
  const source = textOf(dataSet, 'x00080018');
  const sopInstanceUid = pseudonyms.uid(source === '' ? `no uid ${fileName}` : source);
  own('00080018', 'UI', sopInstanceUid);
  own('00100010', 'PN', pseudonym);
  own('00100020', 'LO', pseudonym);
  own('00120062', 'CS', 'YES');
  own(
    '00120063',
    'LO',
    methodsOf(options)
      .map(([, meaning]) => meaning)
      .join('\\'),
  );
  elements.set('00120064', methodCodes(options, encoding));
  own('00280303', 'CS', options.shiftDates ? 'MODIFIED' : 'REMOVED');
  const cleaned = Buffer.concat([inOrder(elements), pixels]);
  return {
    bytes: Buffer.concat([
      metaHeader(sopClass, sopInstanceUid, syntax.uid),
      syntax.coding === 'deflated' ? evenLength(deflateRawSync(cleaned)) : cleaned,
    ]),
    sopInstanceUid,
    burnedIn: textOf(dataSet, 'x00280301') === 'YES',
  };
}

function parse(body: Uint8Array, uid: string, fileName: string): DataSet {
  try {
    return dicomParser.parseDicom(body, {
      TransferSyntaxUID: uid,
      untilTag: PIXEL_DATA,
      vrCallback: (tag) => standardVr(tag.slice(1).toUpperCase()),
    });
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, 'its DICOM data set is broken or cut short', error);
  }
}

/** The whole element of the pixels, head and delimiters included, as it lies in the file. */
function pixelElement(dataSet: DataSet, encoding: Encoding, fileName: string): Uint8Array {
  const element = dataSet.elements[PIXEL_DATA];
  if (element === undefined) throw refusal('FILE_NOT_A_FILM', fileName, 'it is DICOM without a picture');
  const bytes = dataSet.byteArray;
  const start = element.dataOffset - (encoding.explicit ? 12 : 8);
  try {
    const end =
      element.hadUndefinedLength === true
        ? endOfFragments(bytes, element.dataOffset)
        : element.dataOffset + element.length;
    if (end > bytes.length) throw new Error('its pixel data is cut short');
    return bytes.subarray(start, end);
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, messageOf(error), error);
  }
}

/** Behind the sequence delimiter of encapsulated pixels, always little-endian (PS3.5 section A.4). */
function endOfFragments(bytes: Uint8Array, from: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = from;
  while (offset + 8 <= view.byteLength) {
    const tag = view.getUint32(offset, true);
    const length = view.getUint32(offset + 4, true);
    // FFFE,E0DD and FFFE,E000 as two little-endian 16-bit numbers.
    if (tag === 0xe0ddfffe) return offset + 8;
    if (tag !== 0xe000fffe) break;
    offset += 8 + length;
  }
  throw new Error('its compressed pixel data is broken or cut short');
}

function methodsOf(options: CleaningOptions): (readonly [code: string, meaning: string])[] {
  return [
    METHODS.basic,
    ...(options.keepPatientCharacteristics ? [METHODS.characteristics] : []),
    ...(options.shiftDates ? [METHODS.dates] : []),
  ];
}

function methodCodes(options: CleaningOptions, encoding: Encoding): Buffer {
  const items = methodsOf(options).map(([code, meaning]) =>
    Buffer.concat([
      elementBytes('00080100', 'SH', Buffer.from(code), encoding),
      elementBytes('00080102', 'SH', Buffer.from('DCM'), encoding),
      elementBytes('00080104', 'LO', Buffer.from(meaning), encoding),
    ]),
  );
  return elementBytes('00120064', 'SQ', itemsBytes(items, encoding), encoding);
}

function metaHeader(sopClass: string, sopInstance: string, syntax: string): Buffer {
  const elements = Buffer.concat([
    elementBytes('00020001', 'OB', Uint8Array.of(0, 1), EXPLICIT),
    elementBytes('00020002', 'UI', Buffer.from(sopClass, 'latin1'), EXPLICIT),
    elementBytes('00020003', 'UI', Buffer.from(sopInstance), EXPLICIT),
    elementBytes('00020010', 'UI', Buffer.from(syntax), EXPLICIT),
    elementBytes('00020012', 'UI', Buffer.from(IMPLEMENTATION_CLASS_UID), EXPLICIT),
    elementBytes('00020013', 'SH', Buffer.from(IMPLEMENTATION_VERSION_NAME), EXPLICIT),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    elementBytes('00020000', 'UL', length, EXPLICIT),
    elements,
  ]);
}

function evenLength(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}
