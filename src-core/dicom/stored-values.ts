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
  for (let index = 0; index < count; index++) {
    values[index] = storedValueOf(sampleAt(bytes, index, layout.bitsAllocated, bigEndian), layout);
  }
  return values;
}

/** The stored value in a sample: its bits from High Bit down, sign-extended where signed. */
export function storedValueOf(sample: number, { bitsStored, highBit, signed }: SampleLayout): number {
  const shifted = sample << (31 - highBit);
  return signed ? shifted >> (32 - bitsStored) : shifted >>> (32 - bitsStored);
}

function sampleAt(
  bytes: Uint8Array,
  index: number,
  bitsAllocated: SampleLayout['bitsAllocated'],
  bigEndian: boolean,
): number {
  if (bitsAllocated === 16) return wordAt(bytes, index, bigEndian);
  if (bitsAllocated === 8) return byteAt(bytes, index, bigEndian);
  // Packed from the lowest bit up (PS3.5 section 8.1.1).
  return (byteAt(bytes, index >> 3, bigEndian) >> (index & 7)) & 1;
}

function byteAt(bytes: Uint8Array, index: number, swapped: boolean): number {
  return bytes[swapped ? index ^ 1 : index] ?? 0;
}

function wordAt(bytes: Uint8Array, index: number, bigEndian: boolean): number {
  const first = bytes[2 * index] ?? 0;
  const second = bytes[2 * index + 1] ?? 0;
  return bigEndian ? (first << 8) | second : (second << 8) | first;
}
