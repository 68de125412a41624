import { describe, expect, it } from 'vitest';
import { buildLookupTable, lookUp } from './lookup-table.ts';

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

  it('read single bytes as they lie in pairs in 16-bit words: swapped in a big-endian file', () => {
    const data = Uint8Array.of(7, 8, 9, 0);
    expect([...buildLookupTable([3, 0, 8], data, false).entries]).toEqual([7, 8, 9]);
    expect([...buildLookupTable([3, 0, 8], Uint8Array.of(8, 7, 0, 9), true).entries]).toEqual([7, 8, 9]);
  });

  it.each([
    ['fewer than 8 bits', [4, 0, 7], 8],
    ['more than 16 bits', [4, 0, 17], 8],
    ['less data than entries', [4, 0, 8], 3],
    ['single bytes for entries of 12 bits', [4, 0, 12], 4],
  ] as const)('are refused with %s', (_what, descriptor, bytes) => {
    expect(() => buildLookupTable(descriptor, new Uint8Array(bytes), false)).toThrow(/lookup table/);
  });
});
