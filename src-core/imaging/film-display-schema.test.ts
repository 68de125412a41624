import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilmDisplay, identityDisplay } from './film-display.ts';
import { displayJson, filmDisplaySchema, isIdentityDisplay } from './film-display-schema.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const word = fc.nat(65535);
const label = fc.option(fc.string({ maxLength: 20 }));
const window = fc.record({
  kind: fc.constant('window' as const),
  function: fc.constantFrom('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
  centre: finite,
  width: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
});
const lut = fc.record({
  kind: fc.constant('lut' as const),
  first: fc.integer({ min: -32768, max: 65535 }),
  bits: fc.integer({ min: 8, max: 16 }),
  values: fc.uint16Array({ minLength: 1, maxLength: 30 }),
});
const choice = fc.record({ label, transform: fc.oneof(window, lut) });
const displays: fc.Arbitrary<FilmDisplay> = fc.record({
  scale: fc.record({ zero: word, slope: finite, intercept: finite }),
  choices: fc
    .tuple(choice, fc.array(choice, { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest] as const),
  inverted: fc.boolean(),
  padding: fc.option(fc.record({ low: word, high: word })),
  unit: label,
});

describe('a display in JSON', () => {
  it('is read back as it was, to the last bit of every number and table', () => {
    fc.assert(
      fc.property(displays, (display) => {
        const text = displayJson(display);
        expect(displayJson(filmDisplaySchema.parse(JSON.parse(text)))).toBe(text);
        expect(filmDisplaySchema.parse(structuredClone(display))).toEqual(display);
      }),
    );
  });

  it.each([
    ['no choice', { choices: [] }],
    [
      'a width of 0',
      { choices: [{ label: null, transform: { kind: 'window', function: 'LINEAR', centre: 0, width: 0 } }] },
    ],
    [
      'an empty table',
      { choices: [{ label: null, transform: { kind: 'lut', first: 0, bits: 8, values: [] } }] },
    ],
    ['padding beyond 16 bits', { padding: { low: 0, high: 65536 } }],
    ['a foreign field', { patient: 'P-17' }],
  ])('is refused with %s', (_what, part) => {
    expect(filmDisplaySchema.safeParse({ ...identityDisplay(16), ...part }).success).toBe(false);
  });
});

describe('isIdentityDisplay', () => {
  it('holds for the full range of the same bits, and for nothing else', () => {
    expect([8, 16].map((bits) => isIdentityDisplay(bits === 8 ? 8 : 16, identityDisplay(8)))).toEqual([
      true,
      false,
    ]);
    expect(isIdentityDisplay(8, { ...identityDisplay(8), inverted: true })).toBe(false);
  });
});
