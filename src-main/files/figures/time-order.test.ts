import { expect, test } from 'vitest';
import { ABOUT, between, drawn, middle, PRINT, textOf } from './testing/drawn.ts';
import { named } from './testing/placed-elements.ts';

test('time by order: points lie on the log axis in the symbol of their arm, interrupted ones hollow', () => {
  const point = (order: number, seconds: number, arm: string, interrupted = false) => ({
    order,
    seconds,
    arm,
    interrupted,
  });
  const { all, texts } = drawn({
    kind: 'time-order',
    ...ABOUT,
    readers: [
      {
        label: 'Reader',
        points: [point(1, 10, 'A'), point(2, 20, 'B'), point(4, 60, 'A', true)],
        trend: [
          { order: 1, seconds: 20 },
          { order: 4, seconds: 10 },
        ],
      },
    ],
  });
  const seconds = between(
    [Math.log(30), middle(textOf(texts, '30'))[1]],
    [Math.log(60), middle(textOf(texts, '60'))[1]],
  );
  const [a, b] = PRINT.series;
  const symbols = named(all, 'path').filter(({ element }) =>
    /^M[\d.-]+,[\d.-]+[ah]/.test(element.getAttribute('d') ?? ''),
  );
  const shown = symbols.map(({ element, y }) => ({
    fill: element.getAttribute('fill'),
    stroke: element.getAttribute('stroke'),
    y: y + Number(/^M[\d.-]+,([\d.-]+)/.exec(element.getAttribute('d') ?? '')?.[1]),
  }));
  const inPanel = shown.slice(-3);
  expect(inPanel).toEqual([
    { fill: a?.colour, stroke: null, y: expect.closeTo(seconds(Math.log(10)), 0) },
    { fill: PRINT.background, stroke: a?.colour, y: expect.closeTo(seconds(Math.log(60)), 0) },
    // A square's path begins at its corner, 1.42 above its middle.
    { fill: b?.colour, stroke: null, y: expect.closeTo(seconds(Math.log(20)) - 1.42, 0) },
  ]);
});
