/** A minimal DICOM writer for tests and phantoms: uncompressed, one grey frame. The product's own is another. */
import { deflateRawSync } from 'node:zlib';
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../src-core/dicom/transfer-syntax.ts';

/** Tag as GGGGEEEE in hexadecimal, VR, and a value: text, 16-bit numbers, bytes, or sequence items. */
export type Element =
  | readonly [tag: string, vr: 'US' | 'SS', value: readonly number[]]
  | readonly [tag: string, vr: 'OB' | 'OW' | 'UN', value: Uint8Array]
  | readonly [tag: string, vr: 'SQ', value: readonly (readonly Element[])[]]
  | readonly [tag: string, vr: string, value: string];

export interface DicomFileOptions {
  readonly syntax?: string;
  /** Leave the 128 bytes and "DICM" out. */
  readonly withoutPreamble?: boolean;
  readonly withoutMeta?: boolean;
}

export interface DicomImageOptions extends DicomFileOptions {
  readonly width: number;
  readonly height: number;
  /** Stored samples as they lie in memory. */
  readonly samples: Uint8Array | Uint16Array | Int16Array;
  readonly photometric?: string;
  readonly bitsStored?: number;
  readonly highBit?: number;
  /** Further or replacing elements. */
  readonly extra?: readonly Element[];
}

/** A whole file of one grey picture. */
export function writeDicomImage(options: DicomImageOptions): Uint8Array {
  const {
    width,
    height,
    samples,
    photometric = 'MONOCHROME2',
    extra = [],
    syntax = EXPLICIT_LITTLE,
  } = options;
  const bitsAllocated = samples.BYTES_PER_ELEMENT * 8;
  const bitsStored = options.bitsStored ?? bitsAllocated;
  const own: Element[] = [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.1'],
    ['00080018', 'UI', '1.2.826.0.1.3680043.10.1.1'],
    ['00080060', 'CS', 'CR'],
    ['00280002', 'US', [1]],
    ['00280004', 'CS', photometric],
    ['00280010', 'US', [height]],
    ['00280011', 'US', [width]],
    ['00280100', 'US', [bitsAllocated]],
    ['00280101', 'US', [bitsStored]],
    ['00280102', 'US', [options.highBit ?? bitsStored - 1]],
    ['00280103', 'US', [samples instanceof Int16Array ? 1 : 0]],
    ['7FE00010', 'OW', sampleBytes(samples, syntax === EXPLICIT_BIG)],
  ];
  const replaced = new Set(extra.map(([tag]) => tag));
  return writeDicomFile([...own.filter(([tag]) => !replaced.has(tag)), ...extra], options);
}

export interface EncapsulatedOptions {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** Stored bits of a sample. */
  readonly bits: number;
  readonly syntax: string;
}

/** A file of compressed frames, one fragment each, with a table of offsets where there are several (PS3.5 A.4). */
export function writeEncapsulated(
  { width, height, components, bits, syntax }: EncapsulatedOptions,
  frames: readonly Uint8Array[],
): Uint8Array {
  const head = writeDicomFile(
    [
      ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.1'],
      ['00080018', 'UI', '1.2.826.0.1.3680043.10.1.1'],
      ['00080060', 'CS', 'CR'],
      ['00280002', 'US', [components]],
      ['00280004', 'CS', components === 1 ? 'MONOCHROME2' : 'RGB'],
      ['00280008', 'IS', `${frames.length}`],
      ['00280010', 'US', [height]],
      ['00280011', 'US', [width]],
      ['00280100', 'US', [bits > 8 ? 16 : 8]],
      ['00280101', 'US', [bits]],
      ['00280102', 'US', [bits - 1]],
      ['00280103', 'US', [0]],
      ['00281050', 'DS', `${2 ** (bits - 1)}`],
      ['00281051', 'DS', `${2 ** bits}`],
    ],
    { syntax },
  );
  const fragments = frames.map((frame) => pixelItem(frame));
  const offsets = Buffer.alloc(frames.length > 1 ? 4 * frames.length : 0);
  let offset = 0;
  for (const [index, fragment] of fragments.entries()) {
    if (frames.length > 1) offsets.writeUInt32LE(offset, 4 * index);
    offset += fragment.length;
  }
  // (7FE0,0010) OB of undefined length; the sequence delimiter.
  const open = Buffer.from('e07f10004f420000ffffffff', 'hex');
  const end = Buffer.from('feffdde000000000', 'hex');
  return Uint8Array.from(Buffer.concat([head, open, pixelItem(offsets), ...fragments, end]));
}

function pixelItem(bytes: Uint8Array): Buffer {
  const even = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  const head = Buffer.from('feff00e000000000', 'hex');
  head.writeUInt32LE(even.length, 4);
  return Buffer.concat([head, even]);
}

/** A whole file of any elements, put into order. */
export function writeDicomFile(elements: readonly Element[], options: DicomFileOptions = {}): Uint8Array {
  const syntax = options.syntax ?? EXPLICIT_LITTLE;
  const explicit = syntax !== IMPLICIT_LITTLE;
  const body = writeElements(elements, explicit, syntax === EXPLICIT_BIG);
  const meta = writeElements([['00020010', 'UI', syntax]], true, false);
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  return Buffer.concat([
    options.withoutPreamble || options.withoutMeta ? Buffer.alloc(0) : preamble,
    options.withoutMeta ? Buffer.alloc(0) : meta,
    syntax === DEFLATED_LITTLE ? deflateRawSync(body) : body,
  ]);
}

/** 16-bit samples in the byte order asked for; 8-bit ones swapped in pairs for big-endian OW. */
function sampleBytes(samples: Uint8Array | Uint16Array | Int16Array, bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const even = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  return bigEndian ? even.swap16() : even;
}

function writeElements(elements: readonly Element[], explicit: boolean, bigEndian: boolean): Buffer {
  const ordered = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(ordered.map((element) => writeElement(element, explicit, bigEndian)));
}

function writeElement([tag, vr, value]: Element, explicit: boolean, bigEndian: boolean): Buffer {
  const bytes = valueBytes(vr, value, explicit, bigEndian);
  const long = /^(?:OB|OW|SQ|UN|UT)$/.test(vr);
  const head = Buffer.concat([
    number16(Number.parseInt(tag.slice(0, 4), 16), bigEndian),
    number16(Number.parseInt(tag.slice(4), 16), bigEndian),
  ]);
  if (!explicit) return Buffer.concat([head, number32(bytes.length, bigEndian), bytes]);
  const length = long
    ? Buffer.concat([Buffer.alloc(2), number32(bytes.length, bigEndian)])
    : number16(bytes.length, bigEndian);
  return Buffer.concat([head, Buffer.from(vr, 'latin1'), length, bytes]);
}

function valueBytes(vr: string, value: Element[2], explicit: boolean, bigEndian: boolean): Buffer {
  if (typeof value === 'string') {
    const padding = value.length % 2 === 0 ? '' : vr === 'UI' ? '\0' : ' ';
    return Buffer.from(value + padding, 'latin1');
  }
  if (value instanceof Uint8Array) return Buffer.from(value);
  return Buffer.concat(
    value.map((item) => {
      if (typeof item === 'number') return number16(item & 0xffff, bigEndian);
      const content = writeElements(item, explicit, bigEndian);
      const head = [
        number16(0xfffe, bigEndian),
        number16(0xe000, bigEndian),
        number32(content.length, bigEndian),
      ];
      return Buffer.concat([...head, content]);
    }),
  );
}

function number16(value: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(2);
  if (bigEndian) bytes.writeUInt16BE(value);
  else bytes.writeUInt16LE(value);
  return bytes;
}

function number32(value: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  if (bigEndian) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}
