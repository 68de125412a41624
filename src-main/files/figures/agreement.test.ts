import { expect, test } from 'vitest';
import { rampColour } from './colours.ts';
import { ABOUT, drawn, middle, PRINT, textOf } from './testing/drawn.ts';
import { named } from './testing/placed-elements.ts';
import type { TextBox } from './testing/text-boxes.ts';

test('agreement: each pair once, under the diagonal, in the row and column of its readers', () => {
  const values = [
    [0.9, 0.31, -0.2],
    [0.31, null, null],
    [-0.2, null, 0.7],
  ];
  const { all, texts } = drawn({
    kind: 'agreement',
    ...ABOUT,
    measure: 'Kappa',
    readers: ['AA', 'BB', 'CC'],
    values,
  });
  const label = (name: string, axis: 'row' | 'column'): TextBox => {
    const found = texts.filter(({ text }) => text === name);
    const [one, other] = [...found].sort((a, b) => a.left - b.left);
    const box = axis === 'row' ? one : other;
    if (box === undefined) throw new Error(`no label ${name}`);
    return box;
  };
  for (const [value, row, column] of [
    ['0.90', 'AA', 'AA'],
    ['0.31', 'BB', 'AA'],
    ['−0.20', 'CC', 'AA'],
    ['–', 'CC', 'BB'],
    ['0.70', 'CC', 'CC'],
  ] as const) {
    const [x, y] = middle(textOf(texts, value));
    expect(y).toBeCloseTo(middle(label(row, 'row'))[1], 0);
    if (row !== 'AA' || column !== 'AA') expect(x).toBeCloseTo(middle(label(column, 'column'))[0], 0);
  }
  const fills = named(all, 'rect').map(({ element }) => element.getAttribute('fill'));
  expect(fills).toContain(rampColour(PRINT.diverging, (0.31 + 1) / 2));
  expect(fills).toContain(rampColour(PRINT.diverging, (-0.2 + 1) / 2));
});
