import { inflateSync } from 'node:zlib';
import { LightboxError } from '../../src-core/base/errors.ts';
import { latin1, type PngChunk } from './png-chunks.ts';

const KEYWORD = /^(?! )(?!.* $)(?!.* {2})[\x20-\x7E\xA1-\xFF]{1,79}$/;
/** What tEXt may hold without loss: printable Latin-1 and line feed (W3C PNG section 11.3.3.2). */
const PLAIN_TEXT = /^[\n\x20-\x7E\xA0-\xFF]*$/;
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * One text chunk: tEXt where Latin-1 suffices, else uncompressed iTXt in UTF-8.
 * @throws LightboxError BAD_INPUT for a keyword PNG does not allow or a text with NUL.
 */
export function textChunk(keyword: string, text: string): PngChunk {
  if (!KEYWORD.test(keyword)) {
    throw new LightboxError(
      'BAD_INPUT',
      `"${keyword}" cannot be a PNG text keyword: 1 to 79 Latin-1 letters`,
      {
        keyword,
      },
    );
  }
  if (text.includes('\0')) {
    throw new LightboxError('BAD_INPUT', `The text for "${keyword}" holds a NUL character`, { keyword });
  }
  if (PLAIN_TEXT.test(text)) return { type: 'tEXt', data: bytesOfLatin1(`${keyword}\0${text}`) };
  // Keyword, NUL, compression flag 0, method 0, empty language tag, empty translated keyword.
  const head = bytesOfLatin1(`${keyword}\0\0\0\0\0`);
  const body = new TextEncoder().encode(text);
  const data = new Uint8Array(head.length + body.length);
  data.set(head);
  data.set(body, head.length);
  return { type: 'iTXt', data };
}

/** The keyword and text of a tEXt, zTXt or iTXt chunk; undefined for another or a malformed chunk. */
export function readTextChunk({ type, data }: PngChunk): { keyword: string; text: string } | undefined {
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  const keyword = latin1(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  if (type === 'tEXt') return { keyword, text: latin1(rest) };
  try {
    if (type === 'zTXt') return { keyword, text: latin1(inflate(rest.subarray(1))) };
    if (type === 'iTXt') return { keyword, text: internationalText(rest) };
  } catch {
    return undefined;
  }
  return undefined;
}

function internationalText(rest: Uint8Array): string {
  const languageEnd = rest.indexOf(0, 2);
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) throw new Error('iTXt without its separators');
  const body = rest.subarray(translatedEnd + 1);
  return new TextDecoder('utf-8', { fatal: true }).decode(rest[0] === 1 ? inflate(body) : body);
}

function inflate(bytes: Uint8Array): Uint8Array {
  return inflateSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
}

function bytesOfLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
