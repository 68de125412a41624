import { describe, expect, test } from 'vitest';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { ABOUT, between, drawn, middle, textOf } from './testing/drawn.ts';
import { attribute, cornersOf, named } from './testing/placed-elements.ts';

type ForestRow = FigureOf<'forest'>['rows'][number];

function forestOf(rows: Partial<ForestRow>[], rest: Partial<FigureOf<'forest'>> = {}): FigureOf<'forest'> {
  const empty = { group: '', pooled: false, estimate: null, lower: null, upper: null, n: null };
  return {
    kind: 'forest',
    ...ABOUT,
    axis: 'Area',
    interval: '95% CI',
    scale: 'linear',
    reference: 0.5,
    margin: null,
    rows: rows.map((row, index) => ({ ...empty, label: `Row ${index + 1}`, ...row })),
    ...rest,
  };
}

describe('forest', () => {
  const rows = [
    { estimate: 0.62, lower: 0.55, upper: 0.69, n: 100 },
    { estimate: 0.8, lower: 0.7, upper: 0.9, n: 400 },
    { estimate: 0.71, lower: 0.66, upper: 0.76, n: 500, pooled: true },
    { n: 12 },
  ];
  const { all, texts } = drawn(forestOf(rows));
  const place = between([0.5, middle(textOf(texts, '0.50'))[0]], [0.8, middle(textOf(texts, '0.80'))[0]]);
  const rowY = (index: number) => middle(textOf(texts, `Row ${index + 1}`))[1];
  const level = named(all, 'line').filter((line) => attribute(line, 'y1') === attribute(line, 'y2'));
  const lines = level.map((line) => ({
    from: line.x + attribute(line, 'x1'),
    to: line.x + attribute(line, 'x2'),
    y: line.y + attribute(line, 'y1'),
  }));

  test('intervals reach from bound to bound on the height of their label and numbers', () => {
    for (const [index, numbers] of ['0.62 (0.55, 0.69)', '0.80 (0.70, 0.90)'].entries()) {
      const row = rows[index];
      const line = lines.find(({ from }) => Math.abs(from - place(row?.lower ?? 0)) < 0.1);
      expect(line?.to).toBeCloseTo(place(row?.upper ?? 0), 0);
      expect(line?.y).toBeCloseTo(rowY(index), 0);
      expect(middle(textOf(texts, numbers))[1]).toBeCloseTo(rowY(index), 1);
    }
  });

  test('squares stand on the estimate, their areas by readings over a least one', () => {
    const squares = named(all, 'path').filter(({ element }) =>
      /^M-[\d.]+,-[\d.]+h/.test(element.getAttribute('d') ?? ''),
    );
    const sides = squares.map(({ element }) =>
      Number(/h([\d.]+)/.exec(element.getAttribute('d') ?? '')?.[1] ?? 0),
    );
    expect(squares.map(({ x }) => Math.round(x))).toEqual(
      [0.62, 0.8].map((value) => Math.round(place(value))),
    );
    expect(sides[1]).toBeGreaterThan((sides[0] ?? 0) * 1.3);
  });

  test('the pooled diamond spans its interval', () => {
    const diamond = named(all, 'path').find(({ element }) =>
      /L.*L.*L.*Z$/.test(element.getAttribute('d') ?? ''),
    );
    if (diamond === undefined) throw new Error('no diamond');
    const corners = cornersOf(diamond);
    expect(corners.map(([x]) => Math.round(x))).toEqual(
      [0.66, 0.71, 0.76, 0.71].map((value) => Math.round(place(value))),
    );
    expect(corners[0]?.[1]).toBeCloseTo(rowY(2), 0);
  });

  test('a row without an estimate has its name, its readings and a dash', () => {
    expect(middle(textOf(texts, '–'))[1]).toBeCloseTo(rowY(3), 1);
    expect(middle(textOf(texts, '12'))[1]).toBeCloseTo(rowY(3), 1);
  });

  test('a log axis places ratios by their logarithm, and an interval that leaves it ends in an arrow', () => {
    const figure = forestOf(
      [
        { estimate: 1, lower: 0.8, upper: 1.25, n: 9 },
        { estimate: 1.6, lower: 1.3, upper: 2, n: 9 },
        { estimate: 0.9, lower: 0.001, upper: 900, n: 9 },
      ],
      { scale: 'log', reference: 1 },
    );
    const log = drawn(figure);
    const at = (text: string) => middle(textOf(log.texts, text))[0];
    const logPlace = between([0, at('1')], [Math.log(2), at('2')]);
    const squares = named(log.all, 'path').filter(({ element }) =>
      /^M-[\d.]+,-[\d.]+h/.test(element.getAttribute('d') ?? ''),
    );
    expect(squares.map(({ x }) => x)).toEqual(
      [1, 1.6, 0.9].map((value) => expect.closeTo(logPlace(Math.log(value)), 0)),
    );
    const heads = named(log.all, 'path').filter(({ element }) =>
      /^M[\d.]+,[\d.]+l-?5,-2.8v5.6Z$/.test(element.getAttribute('d') ?? ''),
    );
    expect(heads.length).toBe(2);
    expect(textOf(log.texts, '0.90 (0.00, 900.00)').text).toContain('900');
  });

  test('the band of a margin lies between its bounds', () => {
    const { all: parts, texts: words } = drawn(
      forestOf([{ estimate: 0.1, lower: -0.2, upper: 0.4 }], {
        reference: 0,
        margin: { lower: -0.5, upper: 0.5 },
      }),
    );
    const at = (text: string) => middle(textOf(words, text))[0];
    const scale = between([0, at('0.0')], [0.4, at('0.4')]);
    const band = named(parts, 'rect').find(({ element }) => element.getAttribute('fill') === null);
    if (band === undefined) throw new Error('no band');
    expect(band.x + attribute(band, 'x')).toBeCloseTo(scale(-0.5), 0);
    expect(attribute(band, 'width')).toBeCloseTo(scale(1) - scale(0), 0);
  });
});
