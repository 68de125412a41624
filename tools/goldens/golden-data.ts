import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { floatsFromHalfBits } from '../../src-core/diffusion/half.ts';

/** For tests: reads what the make_*.py scripts of this folder wrote. */

const dataFolder = fileURLToPath(new URL('./data/', import.meta.url));

/** The text of a gzip-compressed file in data/. */
export function readGoldenText(name: string): string {
  return gunzipSync(readFileSync(`${dataFolder}${name}`)).toString('utf8');
}

/** The parsed JSON of a gzip-compressed file in data/; `Shape` is what its script wrote. */
export function readGoldenJson<Shape>(name: string): Shape {
  return JSON.parse(readGoldenText(name)) as Shape;
}

/** Little-endian float32 values from base64. */
export function float32FromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** Little-endian float16 values from base64. */
export function float16FromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return floatsFromHalfBits(
    Uint16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16LE(index * 2)),
  );
}

/** The vocabulary that follows from merges: bytes, bytes that end a word, merges, special tokens. */
export function clipVocabulary(merges: readonly string[]): Record<string, number> {
  const range = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const codes = [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)];
  const characters = [...codes, ...range(256, 256 + 255 - codes.length)].map((code) =>
    String.fromCharCode(code),
  );
  const tokens = [
    ...characters,
    ...characters.map((character) => `${character}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

/** CLIP's merges.txt. */
export function readClipMerges(): string {
  return readGoldenText('clip-vocab/merges.txt.gz');
}
