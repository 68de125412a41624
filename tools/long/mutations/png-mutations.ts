import { deflateSync, inflateSync } from 'node:zlib';
import { joinPngChunks, type PngChunk, splitPngChunks } from '../../../src-main/files/png-chunks.ts';
import { BYTE_MUTATIONS, type Mutation } from './byte-mutations.ts';
import { type Dice, readNumber, writeNumber } from './dice.ts';

type ChunkEdit = (chunks: PngChunk[], dice: Dice) => string | undefined;

/** Damage within a PNG's chunks; their checksums are made to fit, so that it reaches the decoder. */
export const PNG_MUTATIONS: readonly Mutation[] = [
  onChunks((chunks, dice) => {
    const [header] = chunks;
    if (header === undefined || header.data.length < 13) return undefined;
    const data = header.data.slice();
    const at = dice.pick([0, 4, 8, 9, 10, 11, 12]);
    const width = at < 8 ? 4 : 1;
    const value = dice.odd(readNumber(data, at, width, false), width);
    writeNumber(data, at, width, value, false);
    chunks[0] = { type: header.type, data };
    return `IHDR: ${value} at ${at}`;
  }),
  onChunks((chunks, dice) => {
    const index = dice.below(chunks.length);
    const chunk = chunks[index];
    if (chunk === undefined || chunk.data.length === 0) return undefined;
    const damaged = dice.pick(BYTE_MUTATIONS)(chunk.data, dice);
    if (damaged === undefined) return undefined;
    chunks[index] = { type: chunk.type, data: damaged.bytes };
    return `${chunk.type}: ${damaged.what}`;
  }),
  onChunks((chunks, dice) => {
    const index = chunks.findIndex(({ type }) => type === 'IDAT');
    const chunk = chunks[index];
    if (chunk === undefined) return undefined;
    const plain = quietly(() => Uint8Array.from(inflateSync(chunk.data, { maxOutputLength: 2 ** 24 })));
    const damaged = plain === undefined ? undefined : dice.pick(BYTE_MUTATIONS)(plain, dice);
    if (damaged === undefined) return undefined;
    chunks[index] = { type: chunk.type, data: deflateSync(damaged.bytes) };
    return `rows: ${damaged.what}`;
  }),
  onChunks((chunks, dice) => {
    const index = dice.below(chunks.length);
    const chunk = chunks[index];
    if (chunk === undefined) return undefined;
    const kind = dice.pick(['dropped', 'doubled', 'renamed'] as const);
    const type = dice.pick(['IDAT', 'PLTE', 'tRNS', 'IEND', 'acTL', 'iCCP', 'zTXt', 'iTXt', 'IHDR', 'xxXx']);
    if (kind === 'dropped') chunks.splice(index, 1);
    else if (kind === 'doubled') chunks.splice(index, 0, chunk);
    else chunks[index] = { type, data: chunk.data };
    return `${chunk.type} ${kind}${kind === 'renamed' ? ` ${type}` : ''}`;
  }),
];

function onChunks(edit: ChunkEdit): Mutation {
  return (bytes, dice) => {
    const chunks = quietly(() => splitPngChunks(bytes));
    const what = chunks === undefined ? undefined : edit(chunks, dice);
    return chunks === undefined || what === undefined ? undefined : { what, bytes: joinPngChunks(chunks) };
  };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
