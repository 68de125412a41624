import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../base/errors.ts';
import { checkValueText, dateAndTime, decimalText, fitText } from './value-text.ts';

describe('checkValueText', () => {
  // The limits and repertoires of PS3.5 table 6.2-1.
  it.each([
    ['LO', 'é'.repeat(64), true],
    ['LO', 'e'.repeat(65), false],
    ['LO', 'a\\b', false],
    ['LO', 'a\nb', false],
    ['SH', 'e'.repeat(17), false],
    ['CS', 'DERIVED', true],
    ['CS', 'derived', false],
    ['UI', '2.25.0', true],
    ['UI', '2.25.01', false],
    ['DS', '-1.5e-3', true],
    ['DS', '12345678901234567', false],
    ['DS', 'NaN', false],
    ['AS', '054Y', true],
    ['AS', '54', false],
    ['DA', '20261124', true],
    ['DA', '2026-11-24', false],
    ['LT', 'line\r\nline \\ tab\t', true],
    ['LT', '\u0000', false],
    ['ST', 'e'.repeat(1025), false],
    ['UT', 'e'.repeat(100_000), true],
  ])('holds %s %j: %s', (vr, text, allowed) => {
    const check = () => checkValueText('PatientID', vr, text);
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow(LightboxError);
  });
});

describe('fitText', () => {
  it('makes any text fit for its value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (text) => {
        for (const vr of ['LO', 'ST', 'LT'] as const) checkValueText('ImageComments', vr, fitText(vr, text));
      }),
      { numRuns: 25 },
    );
  });
});

describe('decimalText', () => {
  it('writes numbers in 16 characters, exactly where they fit and else within their last digit', () => {
    expect([32768.5, -1024, 1e-7, 0.1 + 0.2].map(decimalText)).toEqual(['32768.5', '-1024', '1e-7', '0.3']);
    expect([1e16, -(2 ** 57)].map(decimalText)).toEqual(['1e+16', '-1.441151881e+17']);
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
        const text = decimalText(value);
        checkValueText('RescaleSlope', 'DS', text);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
      }),
    );
    expect(() => decimalText(Number.NaN)).toThrow(RangeError);
  });
});

it('writes instants in UTC to the second', () => {
  expect(dateAndTime('2026-11-24T23:59:58.999+01:00')).toEqual(['20261124', '225958']);
  expect(dateAndTime(null)).toEqual(['', '']);
});
