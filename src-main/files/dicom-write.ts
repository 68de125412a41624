import { LightboxError } from '../../src-core/base/errors.ts';
import { checkValueText } from '../../src-core/dicom/value-text.ts';
import {
  ATTRIBUTES,
  type Keyword,
  type WrittenDataSet,
  type WrittenValue,
} from '../../src-core/dicom/written-attributes.ts';
import { requirePackage } from './node-packages.ts';

/** What is used of dcmjs, which carries no declarations. */
interface DcmjsPackage {
  readonly data: {
    readonly DicomDict: new (meta: DicomJson) => { dict: DicomJson; write(): ArrayBuffer };
  };
}

interface DicomJsonElement {
  readonly vr: string;
  readonly Value: readonly (string | number | ArrayBuffer | DicomJson)[];
}
type DicomJson = Record<string, DicomJsonElement>;

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Names this writer (PS3.7 section D.3.3.2): uidOfHash of the SHA-256 of "implementation". */
export const IMPLEMENTATION_CLASS_UID = '2.25.290026149415497989883450754522028508081';
export const IMPLEMENTATION_VERSION_NAME = 'LIGHTBOX_1';

/**
 * A DICOM file (PS3.10) of one grey frame, Explicit VR Little Endian, uncompressed.
 * @param dataSet everything but Pixel Data; says in Rows, Columns and Bits Allocated what the pixels are.
 * @param pixels unsigned, or signed values in two's complement where Pixel Representation is 1.
 * @throws LightboxError BAD_INPUT for a value that its attribute cannot hold, RangeError for pixels of another size
 */
export function encodeDicom(
  dataSet: WrittenDataSet,
  pixels: Uint8Array | Uint16Array | Int16Array,
): Uint8Array {
  const { Rows, Columns, BitsAllocated, PixelRepresentation } = dataSet;
  if (pixels.length !== Number(Rows) * Number(Columns) || pixels.BYTES_PER_ELEMENT * 8 !== BitsAllocated)
    throw new RangeError('The pixels are not of the size that the data set states');
  const signed = PixelRepresentation === 1;
  const { DicomDict } = requirePackage<DcmjsPackage>('dcmjs').data;
  const file = new DicomDict({
    '00020001': { vr: 'OB', Value: [Uint8Array.of(0, 1).buffer] },
    '00020002': text('UI', dataSet.SOPClassUID),
    '00020003': text('UI', dataSet.SOPInstanceUID),
    '00020010': text('UI', EXPLICIT_VR_LITTLE_ENDIAN),
    '00020012': text('UI', IMPLEMENTATION_CLASS_UID),
    '00020013': text('SH', IMPLEMENTATION_VERSION_NAME),
  });
  file.dict = {
    ...toJson(dataSet, signed),
    [ATTRIBUTES.PixelData[0]]: {
      vr: pixels.BYTES_PER_ELEMENT === 1 ? 'OB' : 'OW',
      Value: [evenBytes(pixels)],
    },
  };
  return new Uint8Array(file.write());
}

function text(vr: string, value: WrittenValue | undefined): DicomJsonElement {
  if (typeof value !== 'string' || value === '')
    throw new LightboxError('BAD_INPUT', 'A DICOM object needs a SOP class and an instance UID.');
  return { vr, Value: [value] };
}

function toJson(dataSet: WrittenDataSet, signed: boolean): DicomJson {
  const json: DicomJson = {};
  for (const [keyword, [tag, vr]] of Object.entries(ATTRIBUTES) as [Keyword, readonly [string, string]][]) {
    const value = dataSet[keyword];
    if (value === undefined) continue;
    const own = vr === 'US or SS' ? (signed ? 'SS' : 'US') : vr;
    json[tag] = { vr: own, Value: valuesOf(keyword, own, value, signed) };
  }
  return json;
}

function valuesOf(
  keyword: Keyword,
  vr: string,
  value: WrittenValue,
  signed: boolean,
): DicomJsonElement['Value'] {
  if (value instanceof Uint8Array) return [evenBytes(value)];
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') {
    checkValueText(keyword, vr, value);
    return value === '' ? [] : [value];
  }
  return value.map((part: string | number | WrittenDataSet) => {
    if (typeof part === 'object') return toJson(part, signed);
    if (typeof part === 'string') checkValueText(keyword, vr, part);
    return part;
  });
}

/**
 * A buffer of exactly these bytes, and a zero where their number is odd (PS3.5 section 8.1.1): of a view dcmjs would
 * write the whole buffer behind it, with no error.
 */
function evenBytes(values: Uint8Array | Uint16Array | Int16Array): ArrayBuffer {
  const even = new Uint8Array(values.byteLength + (values.byteLength % 2));
  even.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return even.buffer;
}

/**
 * A film's pixels as the stored values of its object: signed where its display says that half of the range is 0.
 * @param zero of the film's modality scale: 0, or half of the range of 16 bits
 */
export function storedValues(
  pixels: Uint8Array | Uint16Array,
  zero: number,
): Uint8Array | Uint16Array | Int16Array {
  return zero === 0 ? pixels : Int16Array.from(pixels, (pixel) => pixel - zero);
}
