import { expect, test } from 'vitest';
import { rampColour } from './colours.ts';
import { ABOUT, between, drawn, middle, PRINT, textOf } from './testing/drawn.ts';
import { attribute, named } from './testing/placed-elements.ts';

test('likert: segments have the widths of their shares, in order, and fill the bar', () => {
  const counts = [10, 0, 20, 50, 20];
  const { all, texts } = drawn({
    kind: 'likert',
    ...ABOUT,
    scale: counts.map((_, index) => ({ value: index + 1, label: `Step ${index + 1}` })),
    rows: [{ group: '', label: 'Arm', counts, mean: 3.5, median: 4 }],
  });
  const place = between([0, middle(textOf(texts, '0%'))[0]], [1, middle(textOf(texts, '100%'))[0]]);
  const bars = named(all, 'rect').filter(
    (rect) => attribute(rect, 'height') > 10 && rect.element.getAttribute('fill') !== null,
  );
  const segments = bars.filter(
    ({ element }) =>
      element.getAttribute('stroke') === null && element.getAttribute('fill') !== PRINT.background,
  );
  let before = 0;
  const expected = counts.flatMap((count, step) => {
    const from = before / 100;
    before += count;
    const fill = rampColour(PRINT.ramp, step / 4);
    return count === 0
      ? []
      : [
          {
            fill,
            from: expect.closeTo(place(from), 0),
            width: expect.closeTo(place(count / 100) - place(0), 0),
          },
        ];
  });
  expect(
    segments.map((rect) => ({
      fill: rect.element.getAttribute('fill'),
      from: rect.x + attribute(rect, 'x'),
      width: attribute(rect, 'width'),
    })),
  ).toEqual(expected);
  const total = segments.reduce((sum, rect) => sum + attribute(rect, 'width'), 0);
  expect(total).toBeCloseTo(place(1) - place(0), 0);
  expect(middle(textOf(texts, '50'))[0]).toBeCloseTo(place(0.55), 0);
  for (const text of ['100', '3.50'])
    expect(textOf(texts, text).bottom).toBeCloseTo(textOf(texts, 'Arm').bottom, 1);
});
