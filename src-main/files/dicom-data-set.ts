import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { readFileMeta } from '../../src-core/dicom/file-meta.ts';
import { buildLookupTable, type LookupTable } from '../../src-core/dicom/lookup-table.ts';
import {
  EXPLICIT_LITTLE,
  type TransferSyntax,
  transferSyntaxOf,
} from '../../src-core/dicom/transfer-syntax.ts';
import { FILM_LIMITS, messageOf, refusal } from './film-limits.ts';

/** A parsed DICOM file, read up to the head of its pixel data. */
export interface DicomFile {
  readonly syntax: TransferSyntax;
  readonly elements: DicomElements;
  readonly notes: readonly string[];
}

const PIXEL_DATA = 'x7fe00010';

/** The data set of a DICOM file as bytes, behind its meta header and inflated. */
export interface DicomBody {
  readonly syntax: TransferSyntax;
  readonly body: Uint8Array;
  readonly notes: readonly string[];
}

/**
 * Parses the data set of a DICOM file of any known transfer syntax.
 * @throws LightboxError FILE_NOT_A_FILM (no DICOM), FILE_UNSUPPORTED (transfer syntax) or FILE_CORRUPT.
 */
export function parseDicomFile(bytes: Uint8Array, fileName: string): DicomFile {
  const { syntax, body, notes } = openDicomBody(bytes, fileName);
  const uid = syntax.coding === 'deflated' ? EXPLICIT_LITTLE : syntax.uid;
  return { syntax, elements: new DicomElements(parseBody(body, uid, fileName)), notes };
}

/** @throws LightboxError as parseDicomFile, whose first half it is */
export function openDicomBody(bytes: Uint8Array, fileName: string): DicomBody {
  let meta: ReturnType<typeof readFileMeta>;
  try {
    meta = readFileMeta(bytes);
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, messageOf(error), error);
  }
  if (meta === undefined) throw refusal('FILE_NOT_A_FILM', fileName, 'this is no DICOM file');
  if (meta.transferSyntaxUid === undefined || meta.transferSyntaxUid === '') {
    throw refusal('FILE_CORRUPT', fileName, 'its DICOM header does not name a transfer syntax');
  }
  const syntax = transferSyntaxOf(meta.transferSyntaxUid);
  if (syntax === undefined) {
    const uid = JSON.stringify(meta.transferSyntaxUid);
    throw refusal('FILE_UNSUPPORTED', fileName, `its DICOM transfer syntax ${uid} is not known`);
  }
  const body = bytes.subarray(meta.dataSetOffset);
  const { notes } = meta;
  return { syntax, body: syntax.coding === 'deflated' ? inflateBody(body, fileName) : body, notes };
}

function inflateBody(body: Uint8Array, fileName: string): Uint8Array {
  try {
    return inflateRawSync(body, { maxOutputLength: FILM_LIMITS.fileBytes });
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, 'its deflated DICOM data cannot be inflated', error);
  }
}

function parseBody(body: Uint8Array, uid: string, fileName: string): DataSet {
  if (body.length === 0) throw refusal('FILE_CORRUPT', fileName, 'it ends behind its DICOM header');
  try {
    return dicomParser.parseDicom(body, { TransferSyntaxUID: uid, untilTag: PIXEL_DATA });
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, 'its DICOM data set is broken or cut short', error);
  }
}

/** Typed access to elements by tag; an absent, empty or unreadable value is undefined. */
export class DicomElements {
  readonly #dataSet: DataSet;

  constructor(dataSet: DataSet) {
    this.#dataSet = dataSet;
  }

  has(tag: string): boolean {
    return this.#dataSet.elements[tag] !== undefined;
  }

  text(tag: string, index = 0): string | undefined {
    const value = quietly(() => this.#dataSet.string(tag, index));
    return value === undefined || value === '' ? undefined : value;
  }

  /** All values of a text element, some perhaps empty; none where it is absent. */
  texts(tag: string): readonly string[] {
    const values = quietly(() => this.#dataSet.string(tag));
    return values === undefined || values === '' ? [] : values.split('\\').map((value) => value.trim());
  }

  /** A number written as text (DS, IS); undefined also where it is not finite. */
  decimal(tag: string, index = 0): number | undefined {
    return decimalOf(quietly(() => this.#dataSet.string(tag, index)));
  }

  unsigned16(tag: string, index = 0): number | undefined {
    return quietly(() => this.#dataSet.uint16(tag, index));
  }

  signed16(tag: string, index = 0): number | undefined {
    return quietly(() => this.#dataSet.int16(tag, index));
  }

  /** The value's bytes, a view; for the pixel data possibly fewer than declared. */
  bytes(tag: string): Uint8Array | undefined {
    const element = this.element(tag);
    if (element === undefined) return undefined;
    return this.#dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  }

  /** A palette's table by the tags of its descriptor and data; undefined where it is absent or broken. */
  lookupTable(descriptor: string, data: string, bigEndian: boolean): LookupTable | undefined {
    const bytes = this.bytes(data);
    const [count, first, bits] = [0, 1, 2].map((index) => this.unsigned16(descriptor, index));
    if (bytes === undefined || count === undefined || first === undefined || bits === undefined)
      return undefined;
    return quietly(() => buildLookupTable([count, first, bits], bytes, bigEndian));
  }

  /** The bytes behind the head of compressed pixel data; undefined where it is absent or of a fixed length. */
  behindPixelDataHead(): Uint8Array | undefined {
    const element = this.pixelData;
    if (element?.hadUndefinedLength !== true) return undefined;
    return this.#dataSet.byteArray.subarray(element.dataOffset);
  }

  /** Of the whole data set, inflated where it was deflated. */
  get dataSetBytes(): number {
    return this.#dataSet.byteArray.length;
  }

  element(tag: string): Element | undefined {
    return this.#dataSet.elements[tag];
  }

  firstItem(tag: string): DicomElements | undefined {
    return this.item(tag, 0);
  }

  /** An item of a sequence by its place, from 0. */
  item(tag: string, index: number): DicomElements | undefined {
    const item = this.#dataSet.elements[tag]?.items?.[index]?.dataSet;
    return item === undefined ? undefined : new DicomElements(item);
  }

  itemCount(tag: string): number {
    return this.#dataSet.elements[tag]?.items?.length ?? 0;
  }

  /** The items of a sequence, at most so many; none where it is absent. */
  items(tag: string, most: number): readonly DicomElements[] {
    const count = Math.min(this.itemCount(tag), most);
    return Array.from({ length: count }, (_, index) => this.item(tag, index) ?? []).flat();
  }

  get pixelData(): Element | undefined {
    return this.element(PIXEL_DATA);
  }

  get pixelBytes(): Uint8Array | undefined {
    return this.bytes(PIXEL_DATA);
  }
}

function quietly<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Beyond these no film measures anything, and products and quotients would leave the range of numbers. */
const SMALLEST_DECIMAL = 1e-30;
const LARGEST_DECIMAL = 1e30;

/** The number of a decimal string (PS3.5 section 6.2, DS); undefined where it is none that can be reckoned with. */
export function decimalOf(written: string | undefined): number | undefined {
  if (written === undefined || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(written)) return undefined;
  const value = Number(written);
  const magnitude = Math.abs(value);
  const reckoned = value === 0 || (magnitude >= SMALLEST_DECIMAL && magnitude <= LARGEST_DECIMAL);
  return reckoned ? value : undefined;
}
