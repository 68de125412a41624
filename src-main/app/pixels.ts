import type { FilmBits } from '../store/ports.ts';

/*
 * 16-bit values are stored as little-endian pairs, which is how every platform of Electron holds them: they are
 * taken over as they lie, since a loop over a film of 9 megapixels would hold main for longer than 20 ms.
 */

/** A film's stored bytes as grey values. */
export function greyValues(bytes: Uint8Array, bits: FilmBits): Uint8Array | Uint16Array {
  // The copy begins at an even address, whatever the bytes were cut from.
  return bits === 8 ? bytes : new Uint16Array(bytes.slice().buffer);
}

/** Grey values as stored bytes; they share their memory. */
export function storedBytes(pixels: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
}
