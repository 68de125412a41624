import { expect, test } from 'vitest';
import { ABOUT, drawn, textOf } from './testing/drawn.ts';
import { attribute, named } from './testing/placed-elements.ts';

test('flow: boxes of an arm go down in order with their numbers, and no box lies over another', () => {
  const { all, texts } = drawn({
    kind: 'flow',
    ...ABOUT,
    arms: ['A', 'B'].map((label, arm) => ({
      label,
      steps: [
        { label: 'Drawn', count: 2000 + arm, left: [{ reason: 'Rejected', count: 1900 + arm }] },
        { label: 'Frozen', count: 100 + arm, left: [] },
        { label: 'Analysed', count: 90 + arm, left: [{ reason: 'Late', count: 5 + arm }] },
      ],
    })),
  });
  const heights = (arm: number) =>
    [
      `n = 2,00${arm}`,
      `Rejected (n = 1,90${arm})`,
      `n = ${100 + arm}`,
      `n = ${90 + arm}`,
      `Late (n = ${5 + arm})`,
    ].map((text) => textOf(texts, text).top);
  expect(heights(0)).toEqual([...heights(0)].sort((a, b) => a - b));
  expect(heights(1)).toEqual(heights(0));
  const boxes = named(all, 'rect')
    .slice(1)
    .map((rect) => {
      const [left, top] = [rect.x + attribute(rect, 'x'), rect.y + attribute(rect, 'y')];
      return { left, top, right: left + attribute(rect, 'width'), bottom: top + attribute(rect, 'height') };
    });
  expect(boxes.length).toBe(10);
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const apart =
        one.right <= other.left ||
        other.right <= one.left ||
        one.bottom <= other.top ||
        other.bottom <= one.top;
      expect(apart).toBe(true);
    }
  }
});
