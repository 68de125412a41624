import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrintableTexts } from './printable-text.ts';
import { typeFace } from './type-face.ts';

test('Greek, signs of mathematics and accents are printed; accents that stand apart are joined', () => {
  const texts = new PrintableTexts();
  const printed = 'κ α β σ² ≥ ≤ − ′ ≠ ± × Å é ñ Łódź ½ – — “ ” … •';
  expect(texts.text(printed)).toBe(printed);
  expect(texts.text('e\u0301')).toBe('é');
  expect(texts.replaced).toBe(false);
});

test('a character that the typeface lacks stands as its number, and this is known', () => {
  const texts = new PrintableTexts();
  expect(texts.text('讀者 1')).toBe('[U+8B80][U+8005] 1');
  expect(texts.text('👩\u200d⚕\ufe0f')).toBe('[U+1F469][U+2695]');
  expect(texts.replaced).toBe(true);
});

test('of any text only characters remain that both weights can show', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const character of new PrintableTexts().text(text).replaceAll('\n', '')) {
        for (const face of ['regular', 'semibold', 'italic'] as const) {
          if (!typeFace(face).has(character.codePointAt(0) ?? 0)) expect.unreachable(character);
        }
      }
    }),
    { numRuns: 300, seed: 6 },
  );
});

test('long words of headings may break within; short ones are as they were', () => {
  const texts = new PrintableTexts();
  expect(texts.heading('Answers to the questions')).toBe('Answers to the questions');
  expect(
    texts
      .heading('W'.repeat(45))
      .split('\u200b')
      .map(({ length }) => length),
  ).toEqual([20, 20, 5]);
});
