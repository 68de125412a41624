/** How samples lie in the pixel data (PS3.3 section C.7.6.3, PS3.5 section 8.1.1). */
export interface SampleLayout {
  readonly bitsAllocated: 1 | 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation 1: two's complement. */
  readonly signed: boolean;
}

/** The lowest and highest value a layout can hold. */
export function storedRange({ bitsStored, signed }: SampleLayout): readonly [number, number] {
  const span = 2 ** bitsStored;
  return signed ? [-span / 2, span / 2 - 1] : [0, span - 1];
}

/**
 * Unpacks samples to stored values: the bits from High Bit down, sign-extended where signed. Bits above High
 * Bit are dropped, since older files keep overlays there (PS3.5 2004, section 8.1.2).
 * @param bytes at least `count` samples.
 * @param bigEndian byte order of 16-bit samples; for 8-bit samples: whether they lie swapped in 16-bit words
 *   (VR OW in big endian, PS3.5 annex A.3).
 */
export function unpackStoredValues(
  bytes: Uint8Array,
  count: number,
  layout: SampleLayout,
  bigEndian: boolean,
): Int32Array {
  const values = new Int32Array(count);
  if (layout.bitsAllocated === 16) return unpackWords(bytes, values, layout, bigEndian);
  for (let index = 0; index < count; index++) {
    const byte =
      layout.bitsAllocated === 8 ? byteAt(bytes, index, bigEndian) : bitAt(bytes, index, bigEndian);
    values[index] = storedValueOf(byte, layout);
  }
  return values;
}

/** Films are of such samples, by the million: two bytes, two shifts, no call. */
function unpackWords(
  bytes: Uint8Array,
  values: Int32Array,
  { bitsStored, highBit, signed }: SampleLayout,
  bigEndian: boolean,
): Int32Array {
  const low = bigEndian ? 1 : 0;
  const high = 1 - low;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  for (let index = 0, at = 0; index < values.length; index++, at += 2) {
    const word = ((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0);
    values[index] = signed ? (word << up) >> down : (word << up) >>> down;
  }
  return values;
}

/** The stored value in a sample: its bits from High Bit down, sign-extended where signed. */
export function storedValueOf(sample: number, { bitsStored, highBit, signed }: SampleLayout): number {
  const shifted = sample << (31 - highBit);
  return signed ? shifted >> (32 - bitsStored) : shifted >>> (32 - bitsStored);
}

/** Packed from the lowest bit up (PS3.5 section 8.1.1). */
function bitAt(bytes: Uint8Array, index: number, swapped: boolean): number {
  return (byteAt(bytes, index >> 3, swapped) >> (index & 7)) & 1;
}

function byteAt(bytes: Uint8Array, index: number, swapped: boolean): number {
  return bytes[swapped ? index ^ 1 : index] ?? 0;
}
