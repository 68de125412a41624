import { readFileMeta } from '../../../src-core/dicom/file-meta.ts';
import { EXPLICIT_BIG, IMPLICIT_LITTLE } from '../../../src-core/dicom/transfer-syntax.ts';
import { readNumber } from './dice.ts';

/** Where one element or item of a DICOM file stands. */
export interface Place {
  /** GGGGEEEE in hexadecimal. */
  readonly tag: string;
  readonly at: number;
  /** Of its two letters; null in implicit VR and for items. */
  readonly vrAt: number | null;
  readonly vr: string | null;
  readonly lengthAt: number;
  readonly lengthBytes: 2 | 4;
  readonly valueAt: number;
  /** Behind its value, where that is known. */
  readonly end: number;
  readonly little: boolean;
}

const MOST_PLACES = 5000;
const UNDEFINED = 0xffff_ffff;
const LONG = /^(?:OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;

/** The places of a file's elements, of items and fragments too, as far as it can be followed. */
export function placesOf(bytes: Uint8Array): Place[] {
  const places: Place[] = [];
  const start = hasPreamble(bytes) ? 132 : 0;
  let meta: ReturnType<typeof readFileMeta>;
  try {
    meta = readFileMeta(bytes);
  } catch {
    return [];
  }
  if (meta === undefined) return [];
  const { dataSetOffset, transferSyntaxUid } = meta;
  walk(bytes, { start, end: dataSetOffset, explicit: true, little: true }, places);
  const explicit = transferSyntaxUid !== IMPLICIT_LITTLE;
  const little = transferSyntaxUid !== EXPLICIT_BIG;
  walk(bytes, { start: dataSetOffset, end: bytes.length, explicit, little }, places);
  return places;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly explicit: boolean;
  readonly little: boolean;
}

function hasPreamble(bytes: Uint8Array): boolean {
  return bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

function walk(bytes: Uint8Array, stretch: Stretch, places: Place[]): void {
  for (let at = stretch.start; at + 8 <= stretch.end && places.length < MOST_PLACES; ) {
    const place = placeAt(bytes, at, stretch, inPixels(places));
    if (place.end > stretch.end) return;
    places.push(place);
    at = place.end;
  }
}

function placeAt(bytes: Uint8Array, at: number, { explicit, little }: Stretch, fragments: boolean): Place {
  const group = readNumber(bytes, at, 2, little);
  const tag = (group * 0x10000 + readNumber(bytes, at + 2, 2, little)).toString(16).padStart(8, '0');
  const marked = explicit && group !== 0xfffe;
  const vr = marked ? String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0) : null;
  const lengthBytes = vr === null || LONG.test(vr) ? 4 : 2;
  const lengthAt = at + (vr === null ? 4 : lengthBytes === 4 ? 8 : 6);
  const valueAt = lengthAt + lengthBytes;
  const length = readNumber(bytes, lengthAt, lengthBytes, little);
  // What holds elements is walked into: they follow at once.
  const open = length === UNDEFINED || vr === 'SQ' || (tag === 'fffee000' && !fragments);
  const vrAt = vr === null ? null : at + 4;
  return {
    tag,
    at,
    vrAt,
    vr,
    lengthAt,
    lengthBytes,
    valueAt,
    end: open ? valueAt : valueAt + length,
    little,
  };
}

function inPixels(places: readonly Place[]): boolean {
  return places.some(({ tag }) => tag === '7fe00010');
}
