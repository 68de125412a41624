import type { FilmBits } from '../store/ports.ts';

/** A film's stored bytes as grey values: 8-bit as they are, 16-bit from little-endian pairs. */
export function greyValues(bytes: Uint8Array, bits: FilmBits): Uint8Array | Uint16Array {
  if (bits === 8) return bytes;
  const values = new Uint16Array(bytes.byteLength / 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < values.length; index += 1) values[index] = view.getUint16(index * 2, true);
  return values;
}

/** Grey values as stored bytes, 16-bit ones as little-endian pairs. */
export function storedBytes(pixels: Uint8Array | Uint16Array): Uint8Array {
  if (pixels instanceof Uint8Array) return pixels;
  const bytes = new Uint8Array(pixels.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < pixels.length; index += 1) view.setUint16(index * 2, pixels[index] ?? 0, true);
  return bytes;
}

/** The 8-bit picture of a film: 16-bit values keep their upper byte. */
export function to8Bit(bytes: Uint8Array, bits: FilmBits): Uint8Array {
  if (bits === 8) return bytes;
  return Uint8Array.from({ length: bytes.length / 2 }, (_, index) => bytes[index * 2 + 1] ?? 0);
}
