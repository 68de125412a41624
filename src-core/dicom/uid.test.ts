import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uidOfHash } from './uid.ts';

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

it('is 2.25 and a UUID of version 8 as a decimal number, of at most 44 characters', () => {
  fc.assert(
    fc.property(hash, (sha256) => {
      const uid = uidOfHash(sha256);
      expect(uid).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
      const uuid = BigInt(uid.slice(5)).toString(16).padStart(32, '0');
      // RFC 9562 section 5.8: version and variant, everything else from the hash.
      expect([uuid.charAt(12), uuid.charAt(16)]).toEqual(['8', expect.stringMatching(/[89ab]/)]);
      expect(uuid.slice(0, 12)).toBe(sha256.slice(0, 12));
    }),
  );
});

it('refuses what is no SHA-256', () => {
  expect(() => uidOfHash('2.25')).toThrow(RangeError);
});
