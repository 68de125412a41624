import type { Mutation } from './byte-mutations.ts';
import { type Dice, readNumber, writeNumber } from './dice.ts';

/** Where the fields of a TIFF's first directory stand (TIFF 6.0 section 2). */
interface Directory {
  readonly little: boolean;
  readonly at: number;
  /** Of the twelve bytes of each: tag, type, count, value or offset. */
  readonly entries: readonly number[];
}

const FIELD_BYTES = 12;
/** Image width and length, bits, compression, photometric, strips, samples, rows a strip, tiles, and a few others. */
const TAGS = [
  256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 338, 339,
];
const SIZES = [0, 1, 63, 64, 65535, 100_000, 2 ** 31, 2 ** 32 - 1];

/** Damage to the directory of a TIFF. */
export const TIFF_MUTATIONS: readonly Mutation[] = [
  onEntry('value', (bytes, dice, entry, little) => {
    const width = dice.pick([2, 4] as const);
    const value = dice.odd(readNumber(bytes, entry + 8, width, little), width);
    writeNumber(bytes, entry + 8, width, value, little);
    return `${value}`;
  }),
  onEntry('count', (bytes, dice, entry, little) => {
    const value = dice.odd(readNumber(bytes, entry + 4, 4, little), 4);
    writeNumber(bytes, entry + 4, 4, value, little);
    return `${value}`;
  }),
  onEntry('type', (bytes, dice, entry, little) => {
    const value = dice.below(16);
    writeNumber(bytes, entry + 2, 2, value, little);
    return `${value}`;
  }),
  onEntry('tag', (bytes, dice, entry, little) => {
    const value = dice.pick(TAGS);
    writeNumber(bytes, entry, 2, value, little);
    return `${value}`;
  }),
  function size(bytes, dice) {
    const directory = directoryOf(bytes);
    if (directory === undefined) return undefined;
    const changed = bytes.slice();
    const drawn = [dice.pick(SIZES), dice.pick(SIZES)] as const;
    for (const entry of directory.entries) {
      const tag = readNumber(bytes, entry, 2, directory.little);
      if (tag !== 256 && tag !== 257) continue;
      // As LONG: sizes of all widths fit.
      writeNumber(changed, entry + 2, 2, 4, directory.little);
      writeNumber(changed, entry + 8, 4, drawn[tag - 256] ?? 0, directory.little);
    }
    return { what: `size ${drawn.join(' x ')}`, bytes: changed };
  },
  function chain(bytes, dice) {
    const directory = directoryOf(bytes);
    if (directory === undefined) return undefined;
    const changed = bytes.slice();
    const next = directory.at + 2 + FIELD_BYTES * directory.entries.length;
    const where = dice.pick([directory.at, next, 0, 8, dice.below(bytes.length), 2 ** 32 - 1]);
    const place = dice.pick([4, next]);
    writeNumber(changed, place, 4, where, directory.little);
    return { what: `directory at ${where} named at ${place}`, bytes: changed };
  },
];

type EntryEdit = (bytes: Uint8Array, dice: Dice, entry: number, little: boolean) => string;

function onEntry(name: string, edit: EntryEdit): Mutation {
  return (bytes, dice) => {
    const directory = directoryOf(bytes);
    if (directory === undefined || directory.entries.length === 0) return undefined;
    const changed = bytes.slice();
    const entry = dice.pick(directory.entries);
    const tag = readNumber(bytes, entry, 2, directory.little);
    const text = edit(changed, dice, entry, directory.little);
    return { what: `${name} of field ${tag} became ${text}`, bytes: changed };
  };
}

function directoryOf(bytes: Uint8Array): Directory | undefined {
  const little = bytes[0] === 0x49;
  const at = readNumber(bytes, 4, 4, little);
  const count = readNumber(bytes, at, 2, little);
  if (bytes.length < 8 || at + 2 + count * FIELD_BYTES > bytes.length) return undefined;
  return { little, at, entries: Array.from({ length: count }, (_, index) => at + 2 + index * FIELD_BYTES) };
}
