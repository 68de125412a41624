import { expect, test } from 'vitest';
import { ABOUT, drawn, middle, textOf } from './testing/drawn.ts';
import { attribute, named } from './testing/placed-elements.ts';

test('confusion: each count stands in its own cell, with its share of the row', () => {
  const { all, texts } = drawn({
    kind: 'confusion',
    ...ABOUT,
    classes: ['Real', 'Synthetic'],
    panels: [
      { label: 'Reader', trueNegatives: 60, falsePositives: 40, falseNegatives: 15, truePositives: 35 },
    ],
  });
  const cells = named(all, 'rect')
    .slice(1)
    .map((rect) => {
      const [left, top] = [rect.x + attribute(rect, 'x'), rect.y + attribute(rect, 'y')];
      const inside = texts.filter((box) => {
        const [x, y] = middle(box);
        return (
          x > left && x < left + attribute(rect, 'width') && y > top && y < top + attribute(rect, 'height')
        );
      });
      return inside.map(({ text }) => text).sort();
    });
  expect(cells).toEqual([
    ['60', '60%'],
    ['40', '40%'],
    ['15', '30%'],
    ['35', '70%'],
  ]);
  const [top, bottom] = [textOf(texts, '60'), textOf(texts, '15')];
  const labels = ['Real', 'Synthetic'].map((name) => texts.filter(({ text }) => text === name));
  // The truth at the left of its row, the call under its column.
  const truths = labels.map((boxes) => Math.min(...boxes.map(({ left }) => left)));
  for (const truth of truths) expect(truth).toBeLessThan(top.left);
  const calls = labels.map((boxes) => boxes.reduce((low, box) => (box.bottom > low.bottom ? box : low)));
  expect(calls.map((box) => middle(box)[0] < middle(textOf(texts, '40'))[0])).toEqual([true, false]);
  for (const call of calls) expect(call.top).toBeGreaterThan(bottom.bottom);
});
