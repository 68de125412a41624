import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, seriesStyle } from './colours.ts';
import { COLUMN, type Drawing, PAGE } from './drawing.ts';
import type { Legend } from './legend.ts';
import { drawPanel } from './plot-panel.ts';
import { line, moved, type Stroke, type SvgNode } from './svg.ts';
import { SIZE, textAround, textAt, textUpwards } from './text.ts';
import { widest, wrapText } from './typeface.ts';
import { fixed, WORDS } from './words.ts';

type RocPanel = FigureOf<'roc'>['panels'][number];
type Curve = RocPanel['curves'][number];

const LEFT = 34;
const BOTTOM = 32;
const GAP = 14;
const LEGEND_LINE = 10;
const TITLE_LINE = 10.5;
/** More readers than this are drawn alike, and the legend gives their range. */
const MOST_NAMED = 6;

/** A square panel a generating model: readers thin, the mean bold, the line of chance dashed, areas in the legend. */
export function drawRoc({ panels }: FigureOf<'roc'>, colours: Colours): Drawing {
  const columns = columnsFor(panels.length);
  const width = panels.length === 1 ? COLUMN : PAGE;
  const panelWidth = (width - GAP * (columns - 1)) / columns;
  const side = panelWidth - LEFT - 6;
  const legends = panels.map((panel) => legendOf(panel, side, colours));
  const nodes: SvgNode[] = [];
  let y = 2;
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns);
    const titles = row.map(({ label }) => wrapText(label, side, SIZE.heading, { weight: 600, most: 2 }));
    const titleLines = row.every(({ label }) => label === '')
      ? 0
      : Math.max(...titles.map(({ length }) => length));
    const top = y + 4 + titleLines * TITLE_LINE;
    for (const [column, panel] of row.entries()) {
      const x = column * (panelWidth + GAP);
      const style = { colour: colours.ink, size: SIZE.heading, weight: 600 } as const;
      for (const [at, text] of (titles[column] ?? []).entries()) {
        nodes.push(textAt(x + LEFT, y + 8 + at * TITLE_LINE, text, style));
      }
      nodes.push(...panelNodes(panel, x, top, side, colours));
      nodes.push(moved(x + LEFT, top + side + BOTTOM, legends[first + column]?.nodes ?? []));
    }
    const tallest = Math.max(...legends.slice(first, first + columns).map(({ height }) => height));
    y = top + side + BOTTOM + tallest + (first + columns < panels.length ? 16 : 2);
  }
  return { width, height: y, nodes };
}

function columnsFor(count: number): number {
  if (count <= 3) return count;
  return count === 4 ? 2 : 3;
}

function panelNodes(panel: RocPanel, x: number, y: number, side: number, colours: Colours): SvgNode[] {
  const { ink, rule, dim } = colours;
  const ticks = side > 110 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1];
  const readers = panel.curves.filter(({ role }) => role === 'reader');
  const means = panel.curves.filter(({ role }) => role === 'mean');
  const axis = { ticks, label: null, fontSize: SIZE.small, tickSize: 3, tickPadding: 2.5, strokeWidth: 0.6 };
  const drawn = drawPanel(
    x,
    y - 4,
    {
      width: LEFT + side + 6,
      height: side + 4 + BOTTOM,
      marginLeft: LEFT,
      marginRight: 6,
      marginTop: 4,
      marginBottom: BOTTOM,
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      marks: [
        Plot.gridX({ ticks, stroke: rule, strokeOpacity: 0.6, strokeWidth: 0.4 }),
        Plot.gridY({ ticks, stroke: rule, strokeOpacity: 0.6, strokeWidth: 0.4 }),
        Plot.frame({ stroke: ink, strokeWidth: 0.7 }),
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: dim, strokeWidth: 0.7, strokeDasharray: '3 2.5' },
        ),
        ...readers.map((curve, index) => curveMark(curve, readerStroke(index, readers.length, colours))),
        ...means.map((curve) => curveMark(curve, meanStroke(colours))),
        Plot.axisX({ ...axis, anchor: 'bottom', tickFormat: tick }),
        Plot.axisY({ ...axis, anchor: 'left', tickFormat: tick }),
      ],
    },
    colours,
  );
  const middle = x + LEFT + side / 2;
  const style = { colour: ink, size: SIZE.body, anchor: 'middle' } as const;
  return [
    drawn.node,
    textAt(middle, y + side + 24, WORDS.falsePositiveRate, style),
    textUpwards(x + 7, y + side / 2, WORDS.truePositiveRate, style),
  ];
}

const tick = (value: number): string => (value === 0 || value === 1 ? String(value) : value.toFixed(1));

function curveMark({ points }: Curve, { colour, width, dashes }: Stroke): Plot.Line {
  const options = { stroke: colour, strokeWidth: width, strokeLinecap: 'butt' as const };
  return Plot.line(points, dashes == null ? options : { ...options, strokeDasharray: dashes });
}

function readerStroke(index: number, of: number, colours: Colours): Stroke {
  if (of > MOST_NAMED) return { colour: colours.faint, width: 0.5 };
  // The first colour is the mean's.
  const { colour, dashes } = seriesStyle(colours, index);
  return { colour, width: 0.8, dashes };
}

const meanStroke = ({ ink }: Colours): Stroke => ({ colour: ink, width: 2 });

interface LegendEntry {
  readonly stroke: Stroke;
  readonly label: string;
  readonly value: string;
  readonly bold: boolean;
}

function entriesOf({ curves }: RocPanel, colours: Colours): LegendEntry[] {
  const readers = curves.filter(({ role }) => role === 'reader');
  const means = curves
    .filter(({ role }) => role === 'mean')
    .map((curve) => ({
      stroke: meanStroke(colours),
      label: curve.label,
      value: area(curve.auc),
      bold: true,
    }));
  const chance = {
    stroke: { colour: colours.dim, width: 0.7, dashes: '3 2.5' },
    label: WORDS.chance,
    value: '0.50',
    bold: false,
  };
  if (readers.length > MOST_NAMED) {
    const areas = readers.flatMap(({ auc }) => (auc === null ? [] : [auc]));
    const range =
      areas.length === 0 ? '–' : `${fixed(Math.min(...areas), 2)} to ${fixed(Math.max(...areas), 2)}`;
    const all = {
      stroke: readerStroke(0, readers.length, colours),
      label: WORDS.readers(readers.length),
      value: range,
      bold: false,
    };
    return [...means, all, chance];
  }
  const each = readers.map((curve, index) => ({
    stroke: readerStroke(index, readers.length, colours),
    label: curve.label,
    value: area(curve.auc),
    bold: false,
  }));
  return [...means, ...each, chance];
}

const area = (auc: number | null): string => (auc === null ? '–' : fixed(auc, 2));

/** The legend's lines with those that long names take, and its height. */
function legendOf(panel: RocPanel, width: number, colours: Colours): Legend {
  const { ink, dim } = colours;
  const entries = entriesOf(panel, colours);
  const room = widest(
    entries.map(({ value }) => value),
    SIZE.small,
    600,
  );
  const nodes: SvgNode[] = [textAt(width, 6, WORDS.auc, { colour: dim, size: SIZE.small, anchor: 'end' })];
  let y = LEGEND_LINE + 4;
  for (const { stroke, label, value, bold } of entries) {
    const weight = bold ? 600 : 400;
    const style = { colour: ink, size: SIZE.small, weight } as const;
    const lines = wrapText(label, width - 28 - room, SIZE.small, { weight, most: 2 });
    nodes.push(line(0, y, 17, y, stroke), textAround(width, y, value, { ...style, anchor: 'end' }));
    nodes.push(...lines.map((text, index) => textAround(22, y + index * 8.4, text, style)));
    y += LEGEND_LINE + (lines.length - 1) * 8.4;
  }
  return { nodes, height: y - 4 };
}
