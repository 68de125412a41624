import { describe, expect, test } from 'vitest';
import { ABOUT, drawn, middle, PRINT, textOf } from './testing/drawn.ts';
import { attribute, cornersOf, groupsWith, named } from './testing/placed-elements.ts';

describe('roc', () => {
  const points: [number, number][] = [
    [0, 0],
    [0.1, 0.55],
    [0.4, 0.85],
    [1, 1],
  ];
  const reader: [number, number][] = [
    [0, 0],
    [0.25, 0.2],
    [1, 1],
  ];
  const { all, texts } = drawn({
    kind: 'roc',
    ...ABOUT,
    panels: [
      {
        label: 'Model A',
        curves: [
          { label: 'Reader 1', role: 'reader', points: reader, auc: 0.475 },
          { label: 'Mean', role: 'mean', points, auc: 0.8075 },
        ],
      },
    ],
  });
  const frame = named(all, 'rect').find(({ element }) => element.getAttribute('fill') === 'none');
  if (frame === undefined) throw new Error('no frame');
  const [left, top] = [frame.x + attribute(frame, 'x'), frame.y + attribute(frame, 'y')];
  const side = attribute(frame, 'width');

  test('is square', () => {
    expect(attribute(frame, 'height')).toBeCloseTo(side, 2);
  });

  test.each([
    ['the mean, bold', PRINT.ink, '2', points],
    ['a reader, thin', PRINT.series[0]?.colour ?? '', '0.8', reader],
    [
      'chance',
      PRINT.dim,
      '0.7',
      [
        [0, 0],
        [1, 1],
      ] as [number, number][],
    ],
  ])('draws %s through its points', (_name, colour, width, expected) => {
    const group = groupsWith(all, 'stroke-width', width).find(
      ({ element }) => element.localName === 'g' && element.getAttribute('stroke') === colour,
    );
    const [path] = [...(group?.element.children ?? [])];
    if (group === undefined || path === undefined) throw new Error('no curve');
    const corners = cornersOf({ element: path, x: group.x, y: group.y });
    expect(corners.length).toBe(expected.length);
    for (const [index, [x, y]] of corners.entries()) {
      expect(x).toBeCloseTo(left + (expected[index]?.[0] ?? Number.NaN) * side, 1);
      expect(y).toBeCloseTo(top + (1 - (expected[index]?.[1] ?? Number.NaN)) * side, 1);
    }
  });

  test('gives each area beside its name', () => {
    for (const [name, area] of [
      ['Mean', '0.81'],
      ['Reader 1', '0.47'],
      ['Chance', '0.50'],
    ] as const) {
      expect(middle(textOf(texts, name))[1]).toBeCloseTo(middle(textOf(texts, area))[1], 1);
    }
  });
});
