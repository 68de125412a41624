import { crc32 } from './crc32.ts';

/** One chunk of a PNG file (W3C PNG section 5.3). */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** True when the bytes begin with the PNG signature. */
export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && PNG_SIGNATURE.every((value, index) => bytes[index] === value);
}

/**
 * Splits a PNG file into its chunks, up to and including IEND.
 * @throws Error with a plain reason where the file is cut short or a checksum does not fit.
 */
export function splitPngChunks(bytes: Uint8Array): PngChunk[] {
  if (!isPng(bytes)) throw new Error('the PNG signature is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let offset = 8;
  while (offset + 12 <= bytes.length) {
    const length = view.getUint32(offset);
    const end = offset + 12 + length;
    if (end > bytes.length) break;
    const type = latin1(bytes.subarray(offset + 4, offset + 8));
    if (crc32(bytes.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new Error(`the checksum of its ${JSON.stringify(type)} chunk does not fit`);
    }
    chunks.push({ type, data: bytes.subarray(offset + 8, end - 4) });
    if (type === 'IEND') return chunks;
    offset = end;
  }
  throw new Error('the file is cut short');
}

/** Puts chunks together to a PNG file. */
export function joinPngChunks(chunks: readonly PngChunk[]): Uint8Array {
  const total = chunks.reduce((sum, chunk) => sum + chunk.data.length + 12, PNG_SIGNATURE.length);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(PNG_SIGNATURE);
  let offset = PNG_SIGNATURE.length;
  for (const { type, data } of chunks) {
    view.setUint32(offset, data.length);
    for (let index = 0; index < 4; index++) bytes[offset + 4 + index] = type.charCodeAt(index);
    bytes.set(data, offset + 8);
    const end = offset + 8 + data.length;
    view.setUint32(end, crc32(bytes.subarray(offset + 4, end)));
    offset = end + 4;
  }
  return bytes;
}

/** Bytes as ISO 8859-1 characters (TextDecoder's 'latin1' is windows-1252 and changes 0x80 to 0x9F). */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
