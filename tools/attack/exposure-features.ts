import { at, midRanks } from '../../src-core/stats/numbers.ts';
import type { FeatureGroups } from './feature-groups.ts';
import { pixelTraces } from './pixel-traces.ts';
import type { Exposure } from './recording.ts';
import { textFeatures } from './text-features.ts';

/** Groups whose numbers come from the machine's clock and file system: they differ from run to run. */
export const MEASURED_GROUPS = ['times', 'inodes'];

/** For each exposure the features of one group. */
export type GroupFeatures = (exposures: readonly Exposure[]) => number[][];

/** Everything around a film that reaches a reader, or lies where the reader's account can read, as numbers. */
export const GROUPS: Readonly<Record<string, GroupFeatures>> = {
  order: each(({ position, total, session, place }) => [
    position / total,
    position % 2,
    position % 3,
    position % 4,
    session,
    place,
    place % 2,
  ]),
  'case ids': (exposures) => idFeatures(exposures.map(({ readerCaseId }) => readerCaseId)),
  'film ids': (exposures) => idFeatures(exposures.map(({ readerFilmId }) => readerFilmId)),
  addresses: (exposures) => idFeatures(exposures.map(({ url }) => url)),
  sizes: each(({ pixels, messages, member, file }) => [
    pixels.length,
    pixels.length % 2,
    messages.length,
    messages.reduce((sum, message) => sum + lengthOf(message), 0),
    ...[0, 1].map((index) => lengthOf(messages[index] ?? '')),
    member.bytes,
    file.bytes,
  ]),
  headers: each(({ headers }) => {
    const names = Object.keys(headers);
    const text = names.map((name) => `${name}:${headers[name]}`).join('\n');
    return [names.length, text.length, sumOfCodes(text), sumOfCodes(names.join())];
  }),
  messages: (exposures) => formFeatures(exposures.map(({ messages }) => messages)),
  package: (exposures) => {
    const of = (number: (member: Exposure['member']) => number): number[] =>
      exposures.map(({ member }) => number(member));
    const ranks = midRanks(of(({ offset }) => offset));
    const times = midRanks(of(({ time }) => time));
    return exposures.map(({ member }, index) => [
      at(ranks, index),
      at(times, index),
      member.place % 2,
      member.crc32 / 2 ** 32,
      member.crc32 % 2,
      member.compressedBytes,
      member.method,
      member.extraBytes + member.attributes,
      member.name.length,
    ]);
  },
  files: (exposures) => {
    const written = midRanks(exposures.map(({ file }) => file.writtenNs));
    return idFeatures(exposures.map(({ file }) => file.name)).map((features, index) => [
      ...features.slice(1),
      at(written, index),
    ]);
  },
  database: (exposures) => {
    const columns = Array.from({ length: exposures[0]?.databaseOffsets.length ?? 0 }, (_, column) =>
      midRanks(exposures.map(({ databaseOffsets }) => at(databaseOffsets, column))),
    );
    return exposures.map((_, index) => columns.map((ranks) => at(ranks, index)));
  },
  // They reach a reader once realism is locked, and are attacked by themselves.
  texts: (exposures) => textFeatures(exposures.map(({ text }) => text ?? '')),
  times: (exposures) => {
    const of = (time: (exposure: Exposure) => number): Float64Array => midRanks(exposures.map(time));
    const columns = [
      of(({ pixelsMs }) => pixelsMs),
      of(({ openMs }) => openMs),
      of(({ submitMs }) => submitMs),
    ];
    return exposures.map((_, index) => columns.map((ranks) => at(ranks, index)));
  },
  inodes: (exposures) => [...midRanks(exposures.map(({ file }) => file.inode))].map((rank) => [rank]),
  ...pixelGroups(),
};

function each(features: (exposure: Exposure) => number[]): GroupFeatures {
  return (exposures) => exposures.map(features);
}

function pixelGroups(): Record<string, GroupFeatures> {
  const traces = new WeakMap<Uint8Array, FeatureGroups>();
  const tracesOf = ({ pixels }: Exposure): FeatureGroups => {
    const known = traces.get(pixels) ?? pixelTraces(pixels, Math.floor(Math.sqrt(pixels.length)));
    traces.set(pixels, known);
    return known;
  };
  const names = Object.keys(pixelTraces(new Uint8Array(32 * 32), 32));
  return Object.fromEntries(
    names.map((name) => [name, each((exposure) => [...(tracesOf(exposure)[name] ?? [])])]),
  );
}

const lengthOf = (text: string): number => Buffer.byteLength(text);

function sumOfCodes(text: string): number {
  let sum = 0;
  for (const character of text) sum += character.charCodeAt(0);
  return sum;
}

/** Of an id's characters: length, kinds, parities, first and last ones, and its rank among all. */
function idFeatures(ids: readonly string[]): number[][] {
  const sorted = [...ids].sort();
  return ids.map((id) => {
    const bare = id.replace(/^.*\//, '');
    const code = (index: number): number => bare.charCodeAt(index) || 0;
    return [
      id.length,
      sorted.indexOf(id),
      sumOfCodes(bare) % 2,
      code(bare.length - 1) % 2,
      code(0),
      code(bare.length - 1),
      bare.replaceAll(/[^0-9]/g, '').length,
      bare.replaceAll(/[^a-z]/g, '').length,
    ];
  });
}

/** Which forms the answers have: names of fields, in their order, and values that are no ids, addresses or numbers. */
function formFeatures(messages: readonly (readonly string[])[]): number[][] {
  const forms = messages.map((own) =>
    own.map((message) => message.replaceAll(/"(app:|[0-9a-f-]{36})[^"]*"/g, '""').replaceAll(/\d+/g, '0')),
  );
  return forms.map((own) => {
    const text = own.join('\n');
    return [own.length, text.length, sumOfCodes(text), (text.match(/"[^"]*":/g) ?? []).length];
  });
}
