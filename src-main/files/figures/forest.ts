import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import type { Colours } from './colours.ts';
import { type Drawing, PAGE } from './drawing.ts';
import { type ForestAxis, forestAxis } from './forest-axis.ts';
import { drawPanel, type Panel } from './plot-panel.ts';
import { flowRows, groupRows, type PlacedLine, type RowColumn } from './rows-layout.ts';
import { line, type SvgNode, svg, written } from './svg.ts';
import { SIZE, textAround, textAt } from './text.ts';
import { fitText, textWidth, widest, wrapText } from './typeface.ts';
import { count, fixed, WORDS } from './words.ts';

type Forest = FigureOf<'forest'>;
type Row = Forest['rows'][number];
type Line = PlacedLine<Row>;

const GUTTER = 16;
const INDENT = 8;
const HEAD = 15;
/** Left and right of the intervals. */
const BESIDE = 10;
/** Rows of one column before a further column is begun, up to three. */
const MOST_ROWS = 46;
/** Of the rows of a column, so that the figure fits a page with its caption. */
const MOST_HEIGHT = 600;

interface Measures {
  readonly size: number;
  readonly indent: number;
  readonly label: number;
  readonly n: number;
  readonly numbers: number;
  readonly plot: number;
}

/** Estimates under one another: squares by readings, diamonds for pooled ones, numbers at the right. */
export function drawForest(figure: Forest, colours: Colours): Drawing {
  const groups = groupRows(figure.rows);
  const columnCount = Math.min(3, Math.ceil((figure.rows.length + groups.length) / MOST_ROWS));
  const lines = (figure.rows.length + groups.length) / columnCount;
  const row = Math.max(8.6, Math.min(columnCount === 1 ? 13 : 10.5, MOST_HEIGHT / lines));
  const columns = flowRows(groups, columnCount, { row, heading: row + 1, gap: 5 });
  const width = (PAGE - GUTTER * (columnCount - 1)) / columnCount;
  const digits = digitsOf(figure);
  const measures = measuresOf(figure, width, digits, columnCount);
  const axis = forestAxis(figure, Math.max(2, Math.floor(measures.plot / (columnCount === 1 ? 40 : 20))));
  const height = Math.max(...columns.map((column) => column.height));
  const most = Math.max(1, ...figure.rows.map(({ n }) => n ?? 0));
  const context = { figure, colours, measures, axis, digits, height, most, width };
  const drawn = columns.flatMap((column, index) => columnNodes(column, index * (width + GUTTER), context));
  const titles = wrapText(figure.axis, Math.min(width, measures.plot + 90), SIZE.body);
  return { width: PAGE, height: HEAD + height + 24 + titles.length * 9 + 2, nodes: drawn };
}

interface Context {
  readonly figure: Forest;
  readonly colours: Colours;
  readonly measures: Measures;
  readonly axis: ForestAxis;
  readonly digits: number;
  readonly height: number;
  readonly most: number;
  readonly width: number;
}

/** As many as tell the estimates apart: two for shares, fewer for large values. */
function digitsOf({ rows }: Forest): number {
  const largest = Math.max(0, ...rows.map(({ estimate }) => Math.abs(estimate ?? 0)));
  return largest >= 100 ? 0 : largest >= 20 ? 1 : 2;
}

function numbersOf({ estimate, lower, upper }: Row, digits: number): string {
  if (estimate === null) return '–';
  const bound = (value: number | null): string => (value === null ? '–' : fixed(value, digits));
  const text = fixed(estimate, digits);
  return lower === null && upper === null ? text : `${text} (${bound(lower)}, ${bound(upper)})`;
}

/** In three columns there is room for the intervals only without the numbers of readings, and in smaller type. */
function measuresOf({ rows, interval }: Forest, width: number, digits: number, columns: number): Measures {
  const dense = columns > 2;
  const [size, indent] = dense ? [SIZE.small, 5] : [SIZE.body, INDENT];
  const indented = rows.some(({ group }) => group !== '') ? indent : 0;
  const labels = rows.map(({ label, pooled }) => textWidth(label, size, pooled ? 600 : 400) + indented);
  const label = Math.min(width * (columns === 1 ? 0.4 : 0.36), Math.max(...labels)) + 1;
  const counts = dense ? [] : rows.flatMap(({ n }) => (n === null ? [] : [count(n)]));
  const n = counts.length === 0 ? 0 : widest([WORDS.readings, ...counts], SIZE.small) + 10;
  const numbers = Math.max(
    ...rows.map((row) => textWidth(numbersOf(row, digits), size, row.pooled ? 600 : 400)),
    textWidth(WORDS.estimateWithInterval(interval), SIZE.small),
  );
  return { size, indent, label, n, numbers, plot: width - label - n - numbers - 2 * BESIDE };
}

function columnNodes(column: RowColumn<Row>, x: number, context: Context): SvgNode[] {
  const { figure, colours, measures, width } = context;
  const { ink, dim } = colours;
  const plotLeft = x + measures.label + measures.n + BESIDE;
  const head = { colour: dim, size: SIZE.small } as const;
  const level = figure.rows.some(({ lower, upper }) => lower !== null || upper !== null);
  const nodes: SvgNode[] = [
    ...plotNodes(column, plotLeft, context),
    line(x, HEAD - 3, x + width, HEAD - 3, { colour: colours.rule, width: 0.6 }),
    textAt(x + width, 8, level ? WORDS.estimateWithInterval(figure.interval) : WORDS.estimate, {
      ...head,
      anchor: 'end',
    }),
  ];
  if (measures.n > 0)
    nodes.push(textAt(x + measures.label + measures.n, 8, WORDS.readings, { ...head, anchor: 'end' }));
  for (const placed of column.lines) nodes.push(...lineNodes(placed, x, context));
  const middle = plotLeft + measures.plot / 2;
  for (const [index, text] of wrapText(
    figure.axis,
    Math.min(width, measures.plot + 90),
    SIZE.body,
  ).entries()) {
    const half = textWidth(text, SIZE.body) / 2;
    const at = Math.min(middle, x + width - half);
    nodes.push(
      textAt(at, HEAD + column.height + 29 + index * 9, text, {
        colour: ink,
        size: SIZE.body,
        anchor: 'middle',
      }),
    );
  }
  return nodes;
}

function lineNodes(placed: Line, x: number, { colours, measures, digits, width }: Context): SvgNode[] {
  const y = HEAD + placed.y;
  if (placed.kind === 'heading') {
    const text = fitText(placed.text, width, SIZE.body, 600);
    return [textAround(x, y, text, { colour: colours.ink, size: SIZE.body, weight: 600 })];
  }
  const { row } = placed;
  const weight = row.pooled ? 600 : 400;
  const indent = row.group === '' ? 0 : measures.indent;
  const style = {
    colour: row.estimate === null ? colours.dim : colours.ink,
    size: measures.size,
    weight,
  } as const;
  const label = fitText(row.label, measures.label - indent, measures.size, weight);
  const nodes = [
    textAround(x + indent, y, label, style),
    textAround(x + width, y, numbersOf(row, digits), { ...style, anchor: 'end' }),
  ];
  if (row.n !== null && measures.n > 0) {
    const n = { colour: colours.dim, size: SIZE.small, anchor: 'end' } as const;
    nodes.push(textAround(x + measures.label + measures.n, y, count(row.n), n));
  }
  return nodes;
}

function plotNodes(column: RowColumn<Row>, x: number, context: Context): SvgNode[] {
  const { figure, colours, measures, axis, height } = context;
  const rows = column.lines.flatMap((placed) => (placed.kind === 'row' ? [placed] : []));
  const [low, high] = axis.domain;
  const { margin, reference } = figure;
  const bottom = column.height + 4;
  const panel = drawPanel(
    x - 4,
    HEAD,
    {
      width: measures.plot + 8,
      height: height + 24,
      margin: 0,
      marginLeft: 4,
      marginRight: 4,
      marginBottom: 24,
      x: { type: axis.log ? 'log' : 'linear', domain: [low, high] },
      y: { type: 'identity', axis: null },
      marks: [
        margin === null ? null : marginMark(margin, axis, bottom, colours),
        Plot.ruleX(axis.ticks, {
          y1: 0,
          y2: bottom,
          stroke: colours.rule,
          strokeOpacity: 0.5,
          strokeWidth: 0.4,
        }),
        reference === null
          ? null
          : Plot.ruleX([reference], {
              y1: 0,
              y2: bottom,
              stroke: colours.dim,
              strokeWidth: 0.8,
              strokeDasharray: '3 2',
            }),
        ...rows.flatMap(({ row, y }) => rowMarks(row, y, context)),
        Plot.ruleY([bottom], { x1: low, x2: high, stroke: colours.ink, strokeWidth: 0.7 }),
        Plot.ruleX(axis.ticks, { y1: bottom, y2: bottom + 3, stroke: colours.ink, strokeWidth: 0.7 }),
        Plot.text(axis.ticks, {
          x: (value: number) => value,
          y: bottom + 9,
          text: (value: number) => tickText(value, axis),
          fontSize: SIZE.small,
          fill: colours.ink,
        }),
      ],
    },
    colours,
  );
  return [panel.node, ...rows.flatMap(({ row, y }) => arrowNodes(row, x - 4, HEAD + y, panel, context))];
}

function tickText(value: number, { ticks, log }: ForestAxis): string {
  if (log) return String(value).replace('-', '−');
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return fixed(value, Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9))));
}

function marginMark(
  { lower, upper }: NonNullable<Forest['margin']>,
  { domain: [low, high] }: ForestAxis,
  bottom: number,
  { surface, dim }: Colours,
): Plot.Markish[] {
  const edges = [lower, upper].filter((edge) => edge !== null);
  return [
    Plot.rect([0], { x1: lower ?? low, x2: upper ?? high, y1: 0, y2: bottom, fill: surface }),
    Plot.ruleX(edges, { y1: 0, y2: bottom, stroke: dim, strokeWidth: 0.6, strokeDasharray: '1 1.5' }),
  ];
}

function rowMarks(row: Row, y: number, { axis, colours, most, measures }: Context): Plot.Markish[] {
  const { estimate, lower, upper, pooled, n } = row;
  if (estimate === null || (axis.log && estimate <= 0)) return [];
  const [low, high] = axis.domain;
  const within = (value: number): number => Math.min(Math.max(value, low), high);
  const colour = pooled ? colours.accent : colours.ink;
  const from = lower === null ? estimate : within(lower);
  const to = upper === null ? estimate : within(upper);
  const marks: Plot.Markish[] = [];
  if (pooled && lower !== null && upper !== null) {
    const corners = [
      [from, y],
      [within(estimate), y - 4],
      [to, y],
      [within(estimate), y + 4],
    ];
    marks.push(
      Plot.line(corners, { curve: 'linear-closed', fill: colour, stroke: colour, strokeWidth: 0.5 }),
    );
  } else {
    marks.push(Plot.ruleY([y], { x1: from, x2: to, stroke: colour, strokeWidth: 0.9 }));
    const area = n === null ? 0.4 : n / most;
    const dense = measures.size < SIZE.body;
    marks.push(
      Plot.dot([[within(estimate), y]], {
        symbol: 'square',
        r: dense ? 1 + 1.3 * Math.sqrt(area) : 1.6 + 2 * Math.sqrt(area),
        fill: colour,
      }),
    );
  }
  return marks;
}

/** Heads of arrows where an interval leaves the axis. */
function arrowNodes(
  { lower, upper, estimate, pooled }: Row,
  x: number,
  y: number,
  panel: Panel,
  context: Context,
): SvgNode[] {
  const { axis, colours } = context;
  if (estimate === null) return [];
  const [low, high] = axis.domain;
  const fill = pooled ? colours.accent : colours.ink;
  const head = (at: number, towards: 1 | -1): SvgNode =>
    svg('path', { d: `M${written(at + towards * 3)},${written(y)}l${-towards * 5},-2.8v5.6Z`, fill });
  return [
    ...(lower !== null && lower < low ? [head(x + panel.x(low), -1)] : []),
    ...(upper !== null && upper > high ? [head(x + panel.x(high), 1)] : []),
  ];
}
