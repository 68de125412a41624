import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, section 3.2.2, as section 3.2.3 shows it', () => {
    const value: JsonValue = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as the table of RFC 8785, section 3.2.3', () => {
    const value: JsonValue = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const names = Object.values(JSON.parse(canonicalJson(value)) as Record<string, string>);
    // JavaScript puts the integer-like key first when parsing; the text itself starts with the carriage return.
    expect(canonicalJson(value).startsWith('{"\\r"')).toBe(true);
    expect(names.slice(2)).toEqual([
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('does not depend on the order in which keys were set, and parses back to the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(canonicalJson(JSON.parse(canonicalJson(object)))).toBe(canonicalJson(object));
      }),
    );
  });

  it('names the place of a value that JSON cannot hold', () => {
    const withUndefined: unknown = { a: [1, { b: undefined }] };
    expect(() => canonicalJson(withUndefined as JsonValue)).toThrow('$.a[1].b');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('the number NaN at $.a');
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow('$[0]');
    expect(() => canonicalJson(['\ud800'])).toThrow('lone surrogate at $[0]');
    expect(() => canonicalJson(new Date(0) as unknown as JsonValue)).toThrow('$');
  });
});
