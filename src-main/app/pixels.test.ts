import { describe, expect, it } from 'vitest';
import { greyValues, storedBytes } from './pixels.ts';

const VALUES = Uint16Array.of(0x0000, 0x00ff, 0x0100, 0x1234, 0xffff);
/** The same, low byte first. */
const BYTES = [0x00, 0x00, 0xff, 0x00, 0x00, 0x01, 0x34, 0x12, 0xff, 0xff];

describe('stored pixels', () => {
  it('of 16 bits lie low byte first', () => {
    expect([...storedBytes(VALUES)]).toEqual(BYTES);
    expect([...storedBytes(VALUES.subarray(3))]).toEqual(BYTES.slice(6));
  });

  it('come back as the same values, also from bytes at an odd address', () => {
    const odd = Uint8Array.of(9, ...BYTES).subarray(1);
    expect(greyValues(odd, 16)).toEqual(VALUES);
    expect(greyValues(odd, 8)).toBe(odd);
  });
});
