import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedRange, unpackStoredValues } from './stored-values.ts';

describe('unpackStoredValues', () => {
  it('undoes packing, for any layout and byte order', () => {
    const layouts = fc
      .record({
        bitsAllocated: fc.constantFrom(8, 16),
        stored: fc.nat(15),
        shift: fc.nat(15),
        signed: fc.boolean(),
      })
      .map(({ bitsAllocated, stored, shift, signed }) => {
        const bitsStored = 1 + (stored % bitsAllocated);
        const highBit = bitsStored - 1 + (shift % (bitsAllocated - bitsStored + 1));
        return { bitsAllocated, bitsStored, highBit, signed } as const;
      });
    fc.assert(
      fc.property(
        layouts,
        fc.array(fc.nat(65535), { maxLength: 40 }),
        fc.boolean(),
        (layout, raw, bigEndian) => {
          const [low, high] = storedRange(layout);
          const values = raw.map((value) => low + (value % (high - low + 1)));
          // An even count, so that swapped bytes come in pairs.
          if (values.length % 2 === 1) values.pop();
          const bytes = pack(values, layout, bigEndian);
          expect([...unpackStoredValues(bytes, values.length, layout, bigEndian)]).toEqual(values);
        },
      ),
    );
  });
});

/** Shifts values to their place, sets the bits around them, and lays them out. */
function pack(
  values: readonly number[],
  { bitsAllocated, bitsStored, highBit }: { bitsAllocated: number; bitsStored: number; highBit: number },
  bigEndian: boolean,
): Uint8Array {
  const shift = highBit + 1 - bitsStored;
  const mask = (2 ** bitsStored - 1) << shift;
  const samples = values.map((value) => ((value << shift) & mask) | (~mask & (2 ** bitsAllocated - 1)));
  const bytes = Buffer.alloc((samples.length * bitsAllocated) / 8);
  samples.forEach((sample, index) => {
    if (bitsAllocated === 8) bytes[index] = sample;
    else bytes.writeUInt16LE(sample, index * 2);
  });
  return bigEndian ? bytes.swap16() : bytes;
}
