import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, inkOn, rampColour } from './colours.ts';
import { type Drawing, PAGE } from './drawing.ts';
import { drawLegend, type Legend } from './legend.ts';
import { drawPanel } from './plot-panel.ts';
import { flowRows, groupRows, type PlacedLine, type RowColumn } from './rows-layout.ts';
import { moved, type SvgNode, svg } from './svg.ts';
import { SIZE, textAround, textAt } from './text.ts';
import { fitText, textWidth, widest } from './typeface.ts';
import { count, fixed, WORDS } from './words.ts';

type Likert = FigureOf<'likert'>;
type Row = Likert['rows'][number];

const GUTTER = 18;
const INDENT = 8;
const HEAD = 12;
const MOST_ROWS = 40;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Bars of 100 per cent, lowest step first, with counts, and N, mean and median at the right. */
export function drawLikert(figure: Likert, colours: Colours): Drawing {
  const groups = groupRows(figure.rows);
  const columnCount = Math.min(2, Math.ceil((figure.rows.length + groups.length) / MOST_ROWS));
  const row = figure.rows.length <= 24 ? 15 : columnCount === 1 || figure.rows.length <= 80 ? 12 : 10;
  const columns = flowRows(groups, columnCount, { row, heading: 13, gap: 5 });
  const width = (PAGE - GUTTER * (columnCount - 1)) / columnCount;
  const legend = legendOf(figure, colours);
  const measures = measuresOf(figure, width, columnCount);
  const height = Math.max(...columns.map((column) => column.height));
  const context = { figure, colours, measures, bar: row - 3.5, height, width };
  const nodes = columns.flatMap((column, index) => columnNodes(column, index * (width + GUTTER), context));
  return {
    width: PAGE,
    height: legend.height + HEAD + height + 20,
    nodes: [...legend.nodes, moved(0, legend.height, nodes)],
  };
}

interface Measures {
  readonly label: number;
  /** Width of each column of numbers, with the space before it; 0: not shown. */
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  readonly bar: number;
}

interface Context {
  readonly figure: Likert;
  readonly colours: Colours;
  readonly measures: Measures;
  readonly bar: number;
  readonly height: number;
  readonly width: number;
}

const total = ({ counts }: Row): number => counts.reduce((sum, value) => sum + value, 0);
const medianText = (value: number): string => fixed(value, Number.isInteger(value) ? 0 : 1);

function measuresOf({ rows }: Likert, width: number, columns: number): Measures {
  const most = width * (columns === 1 ? 0.33 : 0.3);
  const label =
    Math.min(
      most,
      widest(
        rows.map((row) => row.label),
        SIZE.body,
      ) + INDENT,
    ) + 6;
  const column = (title: string, texts: readonly string[]): number =>
    texts.length === 0 ? 0 : widest([title, ...texts], SIZE.body) + 8;
  const n = column(
    'n',
    rows.map((row) => count(total(row))),
  );
  const means = rows.flatMap(({ mean }) => (mean === null ? [] : [fixed(mean, 2)]));
  const medians = rows.flatMap(({ median }) => (median === null ? [] : [medianText(median)]));
  const mean = column(WORDS.mean, means);
  const median = column(WORDS.median, medians);
  return { label, n, mean, median, bar: width - label - n - mean - median - 2 };
}

const stepColour = (index: number, steps: number, { ramp }: Colours): string =>
  rampColour(ramp, steps === 1 ? 0.5 : index / (steps - 1));

/** A swatch a step with its label. */
function legendOf({ scale }: Likert, colours: Colours): Legend {
  const entries = scale.map(({ value, label }, index) => {
    const fill = stepColour(index, scale.length, colours);
    const box = { width: 7.4, height: 7.4, fill, stroke: colours.dim, 'stroke-width': 0.4 };
    return {
      label: label === '' || label === String(value) ? String(value) : `${value} ${label}`,
      key: (x: number, y: number) => svg('rect', { x: x - 3.7, y: y - 3.7, ...box }),
    };
  });
  return drawLegend(entries, PAGE, colours);
}

function columnNodes(column: RowColumn<Row>, x: number, context: Context): SvgNode[] {
  const { colours, measures, width } = context;
  const head = { colour: colours.dim, size: SIZE.small, anchor: 'end' } as const;
  const nodes = [barsOf(column, x + measures.label, context)];
  const titles: readonly (readonly [number, string])[] = [
    [width - measures.mean - measures.median, WORDS.readings],
    [width - measures.median, WORDS.mean],
    [width, WORDS.median],
  ];
  const shown = [measures.n, measures.mean, measures.median];
  for (const [index, [at, title]] of titles.entries()) {
    if ((shown[index] ?? 0) > 0) nodes.push(textAt(x + at, 7, title, head));
  }
  return [...nodes, ...column.lines.flatMap((placed) => lineNodes(placed, x, context))];
}

function lineNodes(placed: PlacedLine<Row>, x: number, { colours, measures, width }: Context): SvgNode[] {
  const y = HEAD + placed.y;
  const style = { colour: colours.ink, size: SIZE.body } as const;
  if (placed.kind === 'heading') {
    return [textAround(x, y, fitText(placed.text, width, SIZE.body, 600), { ...style, weight: 600 })];
  }
  const { row } = placed;
  const indent = row.group === '' ? 0 : INDENT;
  const end = { ...style, anchor: 'end' } as const;
  const label = fitText(row.label, measures.label - indent - 6, SIZE.body);
  const nodes = [
    textAround(x + indent, y, label, style),
    textAround(x + width - measures.mean - measures.median, y, count(total(row)), end),
  ];
  if (measures.mean > 0) {
    const text = row.mean === null ? '–' : fixed(row.mean, 2);
    nodes.push(textAround(x + width - measures.median, y, text, end));
  }
  if (measures.median > 0) {
    nodes.push(textAround(x + width, y, row.median === null ? '–' : medianText(row.median), end));
  }
  return nodes;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly step: number;
  readonly count: number;
}

function barsOf(column: RowColumn<Row>, x: number, context: Context): SvgNode {
  const { figure, colours, measures, bar, height } = context;
  const rows = column.lines.flatMap((placed) => (placed.kind === 'row' ? [placed] : []));
  const segments = rows.flatMap(({ row, y }) => segmentsOf(row, y));
  const fill = ({ step }: Segment): string => stepColour(step, figure.scale.length, colours);
  const counted = segments.filter(
    (segment) =>
      (segment.to - segment.from) * measures.bar >= textWidth(count(segment.count), SIZE.small) + 3,
  );
  const empty = rows.filter(({ row }) => total(row) === 0);
  // Around each bar, whose ends may be as light, or as dark, as the ground.
  const full = rows.filter(({ row }) => total(row) > 0);
  const bottom = column.height + 2;
  return drawPanel(
    x,
    HEAD,
    {
      width: measures.bar,
      height: height + 20,
      margin: 0,
      marginLeft: 0.5,
      marginRight: 0.5,
      marginBottom: 20,
      x: { domain: [0, 1] },
      y: { type: 'identity', axis: null },
      color: { type: 'identity' },
      marks: [
        Plot.ruleX(TICKS, { y1: 0, y2: bottom, stroke: colours.rule, strokeWidth: 0.4 }),
        Plot.rect(segments, {
          x1: 'from',
          x2: 'to',
          y1: ({ y }: Segment) => y - bar / 2,
          y2: ({ y }: Segment) => y + bar / 2,
          fill,
          stroke: colours.background,
          strokeWidth: 0.5,
        }),
        Plot.rect(full, {
          x1: () => 0,
          x2: () => 1,
          y1: ({ y }: { readonly y: number }) => y - bar / 2,
          y2: ({ y }: { readonly y: number }) => y + bar / 2,
          stroke: colours.dim,
          strokeWidth: 0.4,
        }),
        Plot.text(counted, {
          x: ({ from, to }: Segment) => (from + to) / 2,
          y: 'y',
          text: (segment: Segment) => count(segment.count),
          fill: (segment: Segment) => inkOn(fill(segment), colours),
          fontSize: SIZE.small,
        }),
        Plot.text(empty, {
          x: () => 0.5,
          y: 'y',
          text: () => WORDS.noReadings,
          fill: colours.dim,
          fontSize: SIZE.small,
        }),
        Plot.ruleX(TICKS, { y1: bottom, y2: bottom + 3, stroke: colours.ink, strokeWidth: 0.6 }),
        Plot.ruleY([bottom], { stroke: colours.ink, strokeWidth: 0.6 }),
        Plot.text(TICKS, {
          x: (value: number) => value,
          y: bottom + 9,
          text: (value: number) => `${value * 100}%`,
          textAnchor: 'middle',
          fontSize: SIZE.small,
          fill: colours.ink,
        }),
      ],
    },
    colours,
  ).node;
}

function segmentsOf(row: Row, y: number): Segment[] {
  const all = total(row);
  let before = 0;
  return row.counts.flatMap((value, step) => {
    const from = before / all;
    before += value;
    return value === 0 ? [] : [{ from, to: before / all, y, step, count: value }];
  });
}
