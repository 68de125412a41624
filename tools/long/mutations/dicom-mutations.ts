import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { readFileMeta } from '../../../src-core/dicom/file-meta.ts';
import { DEFLATED_LITTLE } from '../../../src-core/dicom/transfer-syntax.ts';
import type { Mutated, Mutation } from './byte-mutations.ts';
import { type Dice, readNumber, spliced, writeNumber } from './dice.ts';
import { type Place, placesOf } from './dicom-layout.ts';

const VRS = ['SQ', 'UN', 'OB', 'OW', 'OF', 'US', 'SS', 'DS', 'IS', 'UI', 'AT', 'UT', 'FD', 'ZZ', '\0\0'];
const TAGS = ['7fe00010', '7fe00008', 'fffee000', 'fffee00d', 'fffee0dd', '00020010', '00280010', '00280008'];
const IMAGE_FIELDS = ['00280002', '00280006', '00280010', '00280011', '00280100', '00280101', '00280102'];
const LUT_FIELDS = ['00283002', '00281101', '00281102', '00281103', '00280103', '00280120'];
const MODELS = ['MONOCHROME1', 'MONOCHROME2', 'RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_ICT', 'PALETTE COLOR'];
const NUMBERS = ['0', '-1', '1', '2', '3', '99999', '100000', '1e9', '1e308', '-1e308', '1e-300', 'NaN', ' '];
const SYNTAXES = [
  '.1',
  '.1.99',
  '.2',
  '.4.50',
  '.4.51',
  '.4.57',
  '.4.70',
  '.4.80',
  '.4.90',
  '.4.201',
  '.5',
  '',
];

/** Damage to what a data set is made of. */
export const DICOM_MUTATIONS: readonly Mutation[] = [
  onPlace('length', (bytes, dice, place) => {
    const { lengthAt, lengthBytes, little } = place;
    const current = readNumber(bytes, lengthAt, lengthBytes, little);
    const left = bytes.length - place.valueAt;
    const value = dice.pick([dice.odd(current, lengthBytes), left, left + 1, left - 1, 0xffff_ffff]);
    writeNumber(bytes, lengthAt, lengthBytes, value, little);
    return `${current} became ${value}`;
  }),
  onPlace('tag', (bytes, dice, place) => {
    const tag = dice.chance(70)
      ? dice.pick(TAGS)
      : dice
          .below(2 ** 32)
          .toString(16)
          .padStart(8, '0');
    writeNumber(bytes, place.at, 2, Number.parseInt(tag.slice(0, 4), 16), place.little);
    writeNumber(bytes, place.at + 2, 2, Number.parseInt(tag.slice(4), 16), place.little);
    return `became ${tag}`;
  }),
  onPlace('VR', (bytes, dice, place) => {
    const vr = dice.pick(VRS);
    if (place.vrAt === null) return undefined;
    bytes.set(Buffer.from(vr, 'latin1'), place.vrAt);
    return `${place.vr} became ${JSON.stringify(vr)}`;
  }),
  onPlace('value', (bytes, dice, place) => {
    const width = dice.pick([1, 2, 4] as const);
    const at = place.valueAt + dice.below(place.end - place.valueAt);
    const value = dice.odd(readNumber(bytes, at, width, place.little), width);
    writeNumber(bytes, at, width, value, place.little);
    return `${value} at ${at}`;
  }),
  onTags('number of the picture', IMAGE_FIELDS, numberField),
  onTags('number of a table', LUT_FIELDS, numberField),
  onTags('colour model', ['00280004'], (bytes, dice, place) => replaceText(bytes, place, dice.pick(MODELS))),
  onTags(
    'number in text',
    ['00280008', '00281050', '00281051', '00281052', '00281053'],
    (bytes, dice, place) => replaceText(bytes, place, dice.pick(NUMBERS)),
  ),
  onTags('transfer syntax', ['00020010'], (bytes, dice, place) =>
    replaceText(bytes, place, `1.2.840.10008.1.2${dice.pick(SYNTAXES)}`),
  ),
  onTags('fragment', ['fffee000', 'fffee0dd'], (bytes, dice, place) => {
    const kind = dice.pick(['dropped', 'doubled', 'split'] as const);
    const whole = bytes.slice(place.at, place.end);
    if (kind === 'dropped') return [kind, spliced(bytes, place.at, whole.length, new Uint8Array(0))];
    if (kind === 'doubled') return [kind, spliced(bytes, place.at, 0, whole)];
    const half = 2 * dice.below((place.end - place.valueAt) / 2);
    const head = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0);
    writeNumber(head, 4, 4, place.end - place.valueAt - half, true);
    const apart = spliced(bytes, place.valueAt + half, 0, head);
    writeNumber(apart, place.lengthAt, 4, half, true);
    return [`split at ${half}`, apart];
  }),
  onPlace('element', (bytes, dice, place) => {
    const whole = bytes.slice(place.at, place.end);
    if (dice.chance(50)) return ['dropped', spliced(bytes, place.at, whole.length, new Uint8Array(0))];
    return ['doubled', spliced(bytes, place.at, 0, whole)];
  }),
  onPlace('nesting before', (bytes, dice, place) => {
    const depth = dice.pick([2, 10, 100, 1000, 5000]);
    const closed = dice.chance(50);
    return [
      `${depth} deep${closed ? '' : ', open'}`,
      spliced(bytes, place.at, 0, nested(place, depth, closed)),
    ];
  }),
];

type Edit = (
  bytes: Uint8Array,
  dice: Dice,
  place: Place,
) => string | readonly [string, Uint8Array] | undefined;

function numberField(bytes: Uint8Array, dice: Dice, { valueAt, end, little }: Place): string {
  const at = valueAt + 2 * dice.below(Math.floor((end - valueAt) / 2));
  const value = dice.odd(readNumber(bytes, at, 2, little), 2);
  writeNumber(bytes, at, 2, value, little);
  return `became ${value}`;
}

function replaceText(bytes: Uint8Array, place: Place, text: string): readonly [string, Uint8Array] {
  const padded = Buffer.from(text.length % 2 === 0 ? text : `${text} `, 'latin1');
  const changed = spliced(bytes, place.valueAt, place.end - place.valueAt, padded);
  writeNumber(changed, place.lengthAt, place.lengthBytes, padded.length, place.little);
  return [`became ${JSON.stringify(text)}`, changed];
}

/** Sequences within sequences, of undefined length, in the byte order and VR of their place. */
function nested({ vrAt, little }: Place, depth: number, closed: boolean): Uint8Array {
  const words = (...values: readonly number[]): Buffer => {
    const written = Buffer.alloc(2 * values.length);
    for (const [index, value] of values.entries()) writeNumber(written, 2 * index, 2, value, little);
    return written;
  };
  const vr = vrAt === null ? Buffer.alloc(0) : Buffer.from('SQ\0\0', 'latin1');
  const sequence = Buffer.concat([words(0x0008, 0x1140), vr, Buffer.alloc(4, 0xff)]);
  const item = Buffer.concat([words(0xfffe, 0xe000), Buffer.alloc(4, 0xff)]);
  const level = Buffer.concat([sequence, item]);
  const ends = Buffer.concat([words(0xfffe, 0xe00d, 0, 0), words(0xfffe, 0xe0dd, 0, 0)]);
  const times = (part: Uint8Array): Buffer => Buffer.concat(Array.from({ length: depth }, () => part));
  return closed ? Buffer.concat([times(level), times(ends)]) : times(level);
}

function onPlace(name: string, edit: Edit): Mutation {
  return (bytes, dice) => change(name, edit, bytes, dice, () => true);
}

function onTags(name: string, tags: readonly string[], edit: Edit): Mutation {
  return (bytes, dice) => change(name, edit, bytes, dice, ({ tag }) => tags.includes(tag));
}

function change(
  name: string,
  edit: Edit,
  bytes: Uint8Array,
  dice: Dice,
  wanted: (place: Place) => boolean,
): Mutated | undefined {
  const { body, close } = opened(bytes);
  const candidates = placesOf(body).filter(wanted);
  if (candidates.length === 0) return undefined;
  const place = dice.pick(candidates);
  const changed = body.slice();
  const result = edit(changed, dice, place);
  if (result === undefined) return undefined;
  const [text, after] = typeof result === 'string' ? [result, changed] : result;
  return { what: `${name} of ${place.tag} at ${place.at}: ${text}`, bytes: close(after) };
}

/** A deflated file is damaged within, and deflated again. */
function opened(bytes: Uint8Array): { body: Uint8Array; close: (changed: Uint8Array) => Uint8Array } {
  const asItIs = { body: bytes, close: (changed: Uint8Array) => changed };
  try {
    const meta = readFileMeta(bytes);
    if (meta?.transferSyntaxUid !== DEFLATED_LITTLE) return asItIs;
    const { dataSetOffset } = meta;
    const plain = inflateRawSync(bytes.subarray(dataSetOffset), { maxOutputLength: 2 ** 26 });
    // Its places are those of explicit little endian, whatever the header says.
    return {
      body: spliced(bytes, dataSetOffset, bytes.length, plain),
      close: (changed) =>
        spliced(changed, dataSetOffset, changed.length, deflateRawSync(changed.subarray(dataSetOffset))),
    };
  } catch {
    return asItIs;
  }
}
