import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, section 3.2.3 (key order)', () => {
    const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '1': 'One', '\u0080': 'Control' };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u20ac":"Euro Sign"}',
    );
  });

  it('writes numbers as RFC 8785, section 3.2.2 does', () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed as JsonValue)).toBe(canonicalJson(members as JsonValue));
      }),
    );
  });

  it('is read back as the same value by any JSON parser', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(value as JsonValue);
        expect(canonicalJson(JSON.parse(once) as JsonValue)).toBe(once);
        expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['undefined', { a: { b: undefined } }, '$.a.b'],
    ['not a number', [1, Number.NaN], '$[1]'],
    ['infinity', Number.POSITIVE_INFINITY, '$'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['a map', new Map(), '$'],
  ])('refuses %s and says where it is', (_name, value, path) => {
    expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(`Not JSON at ${path}:`);
  });
});
