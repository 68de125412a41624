import type { Mutation } from './byte-mutations.ts';
import { type Dice, readNumber, spliced, writeNumber } from './dice.ts';
import { placesOf } from './dicom-layout.ts';

/** One marker segment of a JPEG or JPEG 2000 codestream; `at` is that of its 0xFF. */
interface Segment {
  readonly marker: number;
  readonly at: number;
  readonly end: number;
}

const SOC = 0x4f;
const SIZ = 0x51;
const SOT = 0x90;
const SOS = 0xda;
/** Sizes that a header may claim, by what they try: borders, long and thin, just below and above the limits. */
const SIZES: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [64, 64],
  [65535, 1],
  [65535, 64],
  [65535, 1500],
  [4000, 4000],
  [8000, 8000],
  [10000, 10000],
  [9999, 9999],
  [65535, 65535],
];

/** Damage to the headers of compressed pixels: JPEG of every process, JPEG-LS, JPEG 2000, RLE. */
export const CODESTREAM_MUTATIONS: readonly Mutation[] = [
  function codestreamByte(bytes, dice) {
    const segment = anySegment(bytes, dice);
    if (segment === undefined) return undefined;
    const changed = bytes.slice();
    const at = segment.at + 4 + dice.below(Math.min(40, Math.max(1, segment.end - segment.at - 4)));
    const value = dice.odd(bytes[at] ?? 0, 1);
    writeNumber(changed, at, 1, value, false);
    return { what: `${value} at ${at} in marker ${segment.marker.toString(16)}`, bytes: changed };
  },
  function codestreamWord(bytes, dice) {
    const segment = anySegment(bytes, dice);
    if (segment === undefined) return undefined;
    const changed = bytes.slice();
    const width = dice.pick([2, 4] as const);
    const at = segment.at + 2 + dice.below(Math.max(1, segment.end - segment.at - 2));
    const value = dice.odd(readNumber(bytes, at, width, false), width);
    writeNumber(changed, at, width, value, false);
    return { what: `${value} at ${at} in marker ${segment.marker.toString(16)}`, bytes: changed };
  },
  function markerLength(bytes, dice) {
    const segment = anySegment(bytes, dice);
    if (segment === undefined) return undefined;
    const changed = bytes.slice();
    const value = dice.odd(readNumber(bytes, segment.at + 2, 2, false), 2);
    writeNumber(changed, segment.at + 2, 2, value, false);
    return { what: `length of marker ${segment.marker.toString(16)} became ${value}`, bytes: changed };
  },
  function markerDroppedOrDoubled(bytes, dice) {
    const segment = anySegment(bytes, dice);
    if (segment === undefined) return undefined;
    const whole = bytes.slice(segment.at, segment.end);
    const marker = segment.marker.toString(16);
    return dice.chance(50)
      ? {
          what: `marker ${marker} dropped`,
          bytes: spliced(bytes, segment.at, whole.length, new Uint8Array(0)),
        }
      : { what: `marker ${marker} doubled`, bytes: spliced(bytes, segment.at, 0, whole) };
  },
  function frameHeader(bytes, dice) {
    const header = segmentsOf(bytes).find(({ marker }) => isFrame(marker) || marker === SIZ);
    if (header === undefined) return undefined;
    const changed = bytes.slice();
    const at = header.at + 4 + dice.below(header.end - header.at - 4);
    const value = dice.odd(bytes[at] ?? 0, 1);
    writeNumber(changed, at, 1, value, false);
    return { what: `frame header: ${value} at its byte ${at - header.at}`, bytes: changed };
  },
  function sizeOfCodestream(bytes, dice) {
    const changed = bytes.slice();
    const size = drawSize(bytes, dice);
    if (!writeCodestreamSize(changed, size)) return undefined;
    return { what: `codestream of ${size.join(' x ')}`, bytes: changed };
  },
  /** What a header check cannot see: data set and codestream agree on a size that is not there. */
  function sizeEverywhere(bytes, dice) {
    const changed = bytes.slice();
    const size = drawSize(bytes, dice);
    const [width, height] = size;
    let found = writeCodestreamSize(changed, size);
    for (const { tag, valueAt, little } of placesOf(bytes)) {
      if (tag !== '00280010' && tag !== '00280011') continue;
      writeNumber(changed, valueAt, 2, tag === '00280010' ? height : width, little);
      found = true;
    }
    return found ? { what: `size ${size.join(' x ')} everywhere`, bytes: changed } : undefined;
  },
  function rleHeader(bytes, dice) {
    const [, fragment] = placesOf(bytes).filter(({ tag }) => tag === 'fffee000');
    if (fragment === undefined || segmentsOf(bytes).length > 0) return undefined;
    const changed = bytes.slice();
    const at = fragment.valueAt + 4 * dice.below(16);
    const value = dice.odd(readNumber(bytes, at, 4, true), 4);
    writeNumber(changed, at, 4, value, true);
    return { what: `fragment header: ${value} at its byte ${at - fragment.valueAt}`, bytes: changed };
  },
];

function anySegment(bytes: Uint8Array, dice: Dice): Segment | undefined {
  const segments = segmentsOf(bytes).filter(({ at, end }) => end > at + 4);
  return segments.length === 0 ? undefined : dice.pick(segments);
}

/** The marker segments of the first codestream in the bytes, up to its first scan or tile. */
function segmentsOf(bytes: Uint8Array): Segment[] {
  const start = codestreamStart(bytes);
  if (start === undefined) return [];
  const segments: Segment[] = [];
  for (let at = start + 2; at + 4 <= bytes.length && bytes[at] === 0xff && segments.length < 200; ) {
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + readNumber(bytes, at + 2, 2, false);
    if (end > bytes.length) break;
    segments.push({ marker, at, end });
    if (marker === SOS || marker === SOT) break;
    at = end;
  }
  return segments;
}

function codestreamStart(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (bytes[at] !== 0xff || bytes[at + 2] !== 0xff) continue;
    const second = bytes[at + 1];
    if (second === 0xd8 || (second === SOC && bytes[at + 3] === SIZ)) return at;
  }
  return undefined;
}

function isFrame(marker: number): boolean {
  return (
    marker === 0xf7 ||
    (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
  );
}

function drawSize(bytes: Uint8Array, dice: Dice): readonly [number, number] {
  if (dice.chance(60)) return dice.pick(SIZES);
  const frame = segmentsOf(bytes).find(({ marker }) => isFrame(marker));
  const height = frame === undefined ? 72 : readNumber(bytes, frame.at + 5, 2, false);
  const width = frame === undefined ? 80 : readNumber(bytes, frame.at + 7, 2, false);
  return [dice.odd(width, 2), dice.chance(50) ? height : dice.odd(height, 2)];
}

function writeCodestreamSize(bytes: Uint8Array, [width, height]: readonly [number, number]): boolean {
  const header = segmentsOf(bytes).find(({ marker }) => isFrame(marker) || marker === SIZ);
  if (header === undefined) return false;
  if (header.marker === SIZ) {
    writeNumber(bytes, header.at + 6, 4, width, false);
    writeNumber(bytes, header.at + 10, 4, height, false);
  } else {
    writeNumber(bytes, header.at + 5, 2, height, false);
    writeNumber(bytes, header.at + 7, 2, width, false);
  }
  return true;
}
