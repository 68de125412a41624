import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, type SeriesStyle, seriesStyle } from './colours.ts';
import { COLUMN, type Drawing, PAGE } from './drawing.ts';
import { niceStep } from './forest-axis.ts';
import { drawLegend, type Legend } from './legend.ts';
import { drawPanel } from './plot-panel.ts';
import { line, moved, type SvgNode, svg } from './svg.ts';
import { symbolPath } from './symbols.ts';
import { SIZE, textAt, textUpwards } from './text.ts';
import { fitText } from './typeface.ts';
import { WORDS } from './words.ts';

type TimeOrder = FigureOf<'time-order'>;
type Reader = TimeOrder['readers'][number];

const LEFT = 36;
const GAP = 12;
const TITLE = 12;
const TICKS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200, 18_000, 86_400];

/** A panel a reader with the same axes: a point a reading, by arm; hollow where it was interrupted; the fitted line. */
export function drawTimeOrder({ readers }: TimeOrder, colours: Colours): Drawing {
  const columns = columnsFor(readers.length);
  const width = columns === 1 ? COLUMN : PAGE;
  const wide = (width - LEFT - 4 - GAP * (columns - 1)) / columns;
  const high = columns === 1 ? 150 : Math.max(66, Math.min(120, wide * 0.8));
  const axes = axesOf(readers, wide, high);
  const arms = [...new Set(readers.flatMap(({ points }) => points.map(({ arm }) => arm)))].sort();
  const legend = legendOf(readers, arms, width, colours);
  const pitch = TITLE + high + GAP;
  const rows = Math.ceil(readers.length / columns);
  const nodes: SvgNode[] = [];
  for (const [index, reader] of readers.entries()) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const sides = { left: column === 0, bottom: index + columns >= readers.length };
    const at = { x: LEFT + column * (wide + GAP), y: row * pitch + TITLE };
    nodes.push(...panelNodes(reader, at, { wide, high }, axes, sides, arms, colours));
  }
  const style = { colour: colours.ink, size: SIZE.body, anchor: 'middle' } as const;
  nodes.push(
    textUpwards(7, TITLE + (rows * pitch - TITLE - GAP) / 2, WORDS.readingTime, style),
    textAt(LEFT + (width - LEFT) / 2, rows * pitch - GAP + 24, WORDS.order, style),
  );
  return {
    width,
    height: legend.height + rows * pitch - GAP + 28,
    nodes: [...legend.nodes, moved(0, legend.height, nodes)],
  };
}

function columnsFor(readers: number): number {
  if (readers <= 4) return readers;
  return readers <= 8 ? 4 : readers <= 15 ? 5 : 6;
}

interface Axes {
  readonly x: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly y: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
}

function axesOf(readers: readonly Reader[], wide: number, high: number): Axes {
  const all = readers.flatMap(({ points, trend }) => [...points, ...trend]);
  let [fastest, slowest, last] = [Number.POSITIVE_INFINITY, 0, 1];
  for (const { seconds, order } of all) {
    fastest = Math.min(fastest, seconds);
    slowest = Math.max(slowest, seconds);
    last = Math.max(last, order);
  }
  if (all.length === 0) [fastest, slowest] = [1, 100];
  const domain = [fastest / 1.25, slowest * 1.25] as const;
  let ticks = TICKS_S.filter((value) => value >= domain[0] && value <= domain[1]);
  while (ticks.length > Math.max(3, high / 16)) ticks = ticks.filter((_, index) => index % 2 === 0);
  const step = Math.max(1, niceStep(last / Math.max(2, Math.floor(wide / 28))));
  const places = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return { x: { domain: [0, last * 1.02], ticks: places }, y: { domain, ticks } };
}

function panelNodes(
  { label, points, trend }: Reader,
  at: { readonly x: number; readonly y: number },
  { wide, high }: { readonly wide: number; readonly high: number },
  axes: Axes,
  sides: { readonly left: boolean; readonly bottom: boolean },
  arms: readonly string[],
  colours: Colours,
): SvgNode[] {
  const axis = { label: null, fontSize: SIZE.small, tickSize: 2.5, tickPadding: 2, strokeWidth: 0.6 };
  const [marginLeft, marginBottom, marginTop] = [LEFT - 12, 16, 2];
  const panel = drawPanel(
    at.x - marginLeft,
    at.y - marginTop,
    {
      width: marginLeft + wide + 1,
      height: marginTop + high + marginBottom,
      marginLeft,
      marginRight: 1,
      marginTop,
      marginBottom,
      x: { domain: axes.x.domain },
      y: { type: 'log', domain: axes.y.domain },
      marks: [
        Plot.gridY(axes.y.ticks, { stroke: colours.rule, strokeOpacity: 0.6, strokeWidth: 0.4 }),
        Plot.frame({ stroke: colours.dim, strokeWidth: 0.5 }),
        sides.bottom
          ? Plot.axisX(axes.x.ticks, { ...axis, anchor: 'bottom', tickFormat: String })
          : Plot.axisX(axes.x.ticks, { ...axis, anchor: 'bottom', tickFormat: () => '' }),
        sides.left ? Plot.axisY(axes.y.ticks, { ...axis, anchor: 'left', text: String }) : null,
      ],
    },
    colours,
  );
  const offset = { x: at.x - marginLeft, y: at.y - marginTop };
  const place = ({ order, seconds }: { readonly order: number; readonly seconds: number }) =>
    ({ x: offset.x + panel.x(order), y: offset.y + panel.y(seconds) }) as const;
  const radius = points.length > 250 ? 1 : points.length > 80 ? 1.3 : 1.6;
  const dots = arms.flatMap((arm, index) =>
    [false, true].flatMap((interrupted) => {
      const own = points.filter((point) => point.arm === arm && point.interrupted === interrupted);
      if (own.length === 0) return [];
      const style = seriesStyle(colours, index);
      const paths = own.map((point) => symbolPath(style.symbol, place(point).x, place(point).y, radius));
      return [svg('path', { d: paths.join(''), ...paint(style, interrupted, colours) })];
    }),
  );
  const fitted = trend
    .map(place)
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`)
    .join('');
  const stroke = { fill: 'none', 'stroke-linejoin': 'round' };
  const lines =
    trend.length < 2
      ? []
      : [
          svg('path', { d: fitted, ...stroke, stroke: colours.background, 'stroke-width': 2.6 }),
          svg('path', { d: fitted, ...stroke, stroke: colours.ink, 'stroke-width': 1.3 }),
        ];
  const title = fitText(label, wide, SIZE.body, 600);
  return [
    panel.node,
    ...dots,
    ...lines,
    textAt(at.x, at.y - 4, title, { colour: colours.ink, size: SIZE.body, weight: 600 }),
  ];
}

/** Hollow: in the arm's colour around the ground's. */
function paint(
  { colour }: SeriesStyle,
  hollow: boolean,
  { background }: Colours,
): Record<string, string | number> {
  if (hollow) return { fill: background, stroke: colour, 'stroke-width': 0.6 };
  return { fill: colour, 'fill-opacity': 0.85 };
}

function legendOf(
  readers: readonly Reader[],
  arms: readonly string[],
  width: number,
  colours: Colours,
): Legend {
  const symbol = (style: SeriesStyle, hollow: boolean) => (x: number, y: number) =>
    svg('path', { d: symbolPath(style.symbol, x, y, 2.5), ...paint(style, hollow, colours) });
  const entries = arms.map((arm, index) => ({ label: arm, key: symbol(seriesStyle(colours, index), false) }));
  if (readers.some(({ points }) => points.some(({ interrupted }) => interrupted))) {
    const plain = { colour: colours.ink, symbol: 'circle', dashes: null } as const;
    entries.push({ label: WORDS.interrupted, key: symbol(plain, true) });
  }
  if (readers.some(({ trend }) => trend.length > 1)) {
    const stroke = { colour: colours.ink, width: 1.3 };
    entries.push({ label: WORDS.fitted, key: (x, y) => line(x - 5, y, x + 5, y, stroke) });
  }
  return drawLegend(entries, width, colours);
}
