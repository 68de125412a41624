import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniqueForms, variableName } from './names.ts';

const anyName = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('names of variables', () => {
  it.each([
    ['realOrSynthetic', 'real_or_synthetic'],
    ['Ångström, Eva', 'angstrom_eva'],
    ['  "Dr" O’Neil\n', 'dr_o_neil'],
    ['3rd reader', 'x_3rd_reader'],
    ['東京', 'x'],
    ['', 'x'],
    ['__a__b__', 'a_b'],
  ])('%j is %j', (name, expected) => {
    expect(variableName(name, 'x')).toBe(expected);
  });

  it('are lower case, begin with a letter, have no double or last underscore, each its own, within the length', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyName, { maxLength: 40 }),
        fc.integer({ min: 6, max: 30 }),
        (names, longest) => {
          const forms = uniqueForms(names, (name) => variableName(name, 'item'), ['item', 'a'], longest);
          expect([...forms.keys()]).toEqual(names);
          const all = [...forms.values()];
          expect(new Set([...all, 'item', 'a']).size).toBe(all.length + 2);
          for (const form of all) {
            expect(form).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
            expect(form.length).toBeLessThanOrEqual(longest);
          }
        },
      ),
    );
  });

  it('keep the plain form for the first and number the others', () => {
    const forms = uniqueForms(['Ada', 'ada', 'ADA', 'Ada'], (name) => name.toLowerCase());
    expect([...forms]).toEqual([
      ['Ada', 'ada'],
      ['ada', 'ada_2'],
      ['ADA', 'ada_3'],
    ]);
  });
});
