import { encode } from 'fast-png';
import { joinPngChunks, splitPngChunks } from './png-chunks.ts';
import { readTextChunk, textChunk } from './png-text.ts';

/**
 * An 8-bit grey PNG. The bytes depend on the arguments only: fast-png deflates in JavaScript, where Node's
 * own zlib gives other bytes on other processors.
 * @param pixels `width * height` values, row by row, 0 is black.
 * @param text keyword to text, written before the pixels in the order given; any Unicode (lone surrogates
 *   become U+FFFD), no NUL.
 * @throws LightboxError BAD_INPUT for a keyword or text that PNG cannot hold; RangeError for a wrong length.
 */
export function encodeGrey8Png(
  pixels: Uint8Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Uint8Array {
  return encodeGrey(pixels, width, height, 8, text);
}

/** A 16-bit grey PNG; as encodeGrey8Png otherwise. */
export function encodeGrey16Png(
  pixels: Uint16Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Uint8Array {
  return encodeGrey(pixels, width, height, 16, text);
}

/**
 * Every readable text of a PNG (tEXt, zTXt, iTXt) by keyword; of a keyword used twice the last one counts.
 * @throws Error with a plain reason where the file is no whole PNG.
 */
export function readPngText(bytes: Uint8Array): Record<string, string> {
  const entries: [string, string][] = [];
  for (const chunk of splitPngChunks(bytes)) {
    const read = readTextChunk(chunk);
    if (read !== undefined) entries.push([read.keyword, read.text]);
  }
  return Object.fromEntries(entries);
}

function encodeGrey(
  data: Uint8Array | Uint16Array,
  width: number,
  height: number,
  depth: 8 | 16,
  text: Readonly<Record<string, string>>,
): Uint8Array {
  const texts = Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));
  const png = encode({ width, height, data, depth, channels: 1 }, { zlib: { level: 6 } });
  const [header, ...rest] = splitPngChunks(png);
  if (header === undefined) throw new Error('The PNG encoder wrote no header');
  return joinPngChunks([header, ...texts, ...rest]);
}
