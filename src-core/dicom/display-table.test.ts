import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyWindow, type DisplayChain, renderStoredValues } from './display-table.ts';
import { buildLookupTable, lookUp } from './lookup-table.ts';
import { storedRange, unpackStoredValues } from './stored-values.ts';

const IDENTITY: DisplayChain = {
  modality: { kind: 'rescale', slope: 1, intercept: 0 },
  voi: { kind: 'full-range' },
  inverted: false,
  padding: undefined,
};

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

describe('lookup tables', () => {
  it('clamp inputs to their ends; 0 entries stand for 65536', () => {
    const table = buildLookupTable([3, -1, 8], Uint8Array.of(9, 8, 7), false);
    expect([-5, -1, 0, 1, 50].map((input) => lookUp(table, input))).toEqual([9, 9, 8, 7, 7]);
    expect(buildLookupTable([0, 0, 16], new Uint8Array(131072), false).entries.length).toBe(65536);
  });

  it('read 16-bit entries in both byte orders', () => {
    const data = Uint8Array.of(1, 2, 3, 4);
    expect([...buildLookupTable([2, 0, 16], data, false).entries]).toEqual([0x0201, 0x0403]);
    expect([...buildLookupTable([2, 0, 16], data, true).entries]).toEqual([0x0102, 0x0304]);
  });
});

describe('applyWindow', () => {
  it('has the values of the example in PS3.3 C.11.2.1.2.1 (Note 2)', () => {
    // Centre 2048, width 4096: 0 and below are black, 4095 and above white. Width 1 is a threshold.
    const window = { centre: 2048, width: 4096, shape: 'LINEAR' } as const;
    expect([0, 4095, 5000].map((value) => applyWindow(window, value))).toEqual([0, 1, 1]);
    const narrow = { centre: 0, width: 100, shape: 'LINEAR' } as const;
    expect([-50, 49].map((value) => applyWindow(narrow, value))).toEqual([0, 1]);
  });

  it('rises with the value and stays within 0 and 1', () => {
    const windows = fc.record({
      centre: fc.double({ min: -5000, max: 5000, noNaN: true }),
      width: fc.double({ min: 1, max: 9000, noNaN: true }),
      shape: fc.constantFrom('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
    });
    fc.assert(
      fc.property(windows, fc.integer({ min: -9999, max: 9999 }), fc.nat(500), (window, value, more) => {
        const [low, high] = [applyWindow(window, value), applyWindow(window, value + more)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });
});

describe('renderStoredValues', () => {
  it('mirrors the greys when inverted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -32768, max: 65535 }), { minLength: 2, maxLength: 50 }),
        (values) => {
          fc.pre(new Set(values).size > 1);
          const stored = Int32Array.from(values);
          const plain = renderStoredValues(stored, IDENTITY);
          const inverted = renderStoredValues(stored, { ...IDENTITY, inverted: true });
          // Both roundings of one half may go up.
          plain.forEach((value, index) => {
            expect(Math.abs(65535 - value - (inverted[index] ?? 0))).toBeLessThanOrEqual(1);
          });
          expect([Math.min(...plain), Math.max(...plain)]).toEqual([0, 65535]);
        },
      ),
    );
  });

  it('shows padding black, and a picture of padding only black', () => {
    const chain = { ...IDENTITY, inverted: true, padding: [7, 9] } as const;
    expect([...renderStoredValues(Int32Array.of(1, 5, 7, 9), chain)]).toEqual([65535, 0, 0, 0]);
    expect([...renderStoredValues(Int32Array.of(8, 8), chain)]).toEqual([0, 0]);
  });
});
