import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, inkOn, rampColour } from './colours.ts';
import { COLUMN, type Drawing, PAGE } from './drawing.ts';
import { drawPanel } from './plot-panel.ts';
import { type SvgNode, svg } from './svg.ts';
import { linePitch, SIZE, textAround, textAt, textUpwards } from './text.ts';
import { fitText, widest, wrapText } from './typeface.ts';
import { fixed, WORDS } from './words.ts';

type Agreement = FigureOf<'agreement'>;

/** Readers of a figure as wide as one column. */
const MOST_IN_COLUMN = 8;
/** Least side of a cell that a number is written into. */
const LEAST_WRITTEN = 15;

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: number | null;
}

/** The lower half of the matrix, as both say the same, with each reader's own repeats on the diagonal. */
export function drawAgreement(figure: Agreement, colours: Colours): Drawing {
  const { readers, values } = figure;
  const size = readers.length;
  const width = size <= MOST_IN_COLUMN ? COLUMN : PAGE;
  const left = Math.min(width * 0.28, widest(readers, SIZE.small)) + 6;
  const side = Math.min(24, (width - left - 2) / size);
  const cells = values.flatMap((row, at) =>
    row.slice(0, at + 1).map((value, column): Cell => ({ row: at, column, value })),
  );
  const negative = cells.some(({ value }) => value !== null && value < 0);
  const ramp = (value: number): string =>
    negative ? rampColour(colours.diverging, (value + 1) / 2) : rampColour(colours.ramp, value);
  const style = { colour: colours.ink, size: SIZE.small } as const;
  const upright = widest(readers, SIZE.small) > side - 1;
  const bottom = upright ? Math.min(90, widest(readers, SIZE.small)) + 6 : 12;
  const matrix = size * side;
  const nodes: SvgNode[] = [cellsOf(cells, ramp, left, 2, side, size, colours)];
  for (const [index, reader] of readers.entries()) {
    const centre = (index + 0.5) * side;
    nodes.push(
      textAround(left - 4, 2 + centre, fitText(reader, left - 6, SIZE.small), { ...style, anchor: 'end' }),
    );
    if (upright) {
      const name = fitText(reader, bottom - 6, SIZE.small);
      nodes.push(textUpwards(left + centre, matrix + 6, name, { ...style, anchor: 'end' }));
    } else nodes.push(textAt(left + centre, matrix + 11, reader, { ...style, anchor: 'middle' }));
  }
  const legend = legendNodes(figure, negative, ramp, 0, matrix + bottom + 10, width, colours);
  return { width, height: matrix + bottom + 10 + legend.height, nodes: [...nodes, ...legend.nodes] };
}

function cellsOf(
  cells: readonly Cell[],
  ramp: (value: number) => string,
  x: number,
  y: number,
  side: number,
  size: number,
  colours: Colours,
): SvgNode {
  const fill = ({ value }: Cell): string => (value === null ? colours.background : ramp(value));
  const centre = { x: ({ column }: Cell) => column + 0.5, y: ({ row }: Cell) => row + 0.5 };
  const written = side >= LEAST_WRITTEN;
  const text = ({ row, column, value }: Cell): string => {
    // Without repeats a reader is not compared with himself: nothing is missing there.
    if (value === null) return row === column ? '' : '–';
    if (written) return side >= 20 ? fixed(value, 2) : fixed(value, 2).replace(/^(−?)0\./, '$1.');
    return value < 0 ? '−' : '';
  };
  const corners = {
    x1: 'column',
    x2: ({ column }: Cell) => column + 1,
    y1: 'row',
    y2: ({ row }: Cell) => row + 1,
  };
  const diagonal = cells.filter(({ row, column, value }) => row === column && value !== null);
  return drawPanel(
    x,
    y,
    {
      width: size * side,
      height: size * side,
      margin: 0,
      x: { domain: [0, size], axis: null },
      y: { domain: [0, size], reverse: true, axis: null },
      color: { type: 'identity' },
      marks: [
        Plot.rect(cells, { ...corners, fill, stroke: colours.rule, strokeWidth: 0.4 }),
        Plot.rect(diagonal, {
          ...corners,
          inset: 0.6,
          fill: 'none',
          stroke: colours.ink,
          strokeWidth: 0.9,
        }),
        Plot.text(cells, {
          ...centre,
          text,
          fill: (cell: Cell) => inkOn(fill(cell), colours),
          fontSize: SIZE.small,
        }),
      ],
    },
    colours,
  ).node;
}

/** The ramp in steps with its ends, what is measured, and what the diagonal means. */
function legendNodes(
  { measure, readers, values }: Agreement,
  negative: boolean,
  ramp: (value: number) => string,
  x: number,
  y: number,
  width: number,
  colours: Colours,
): { nodes: SvgNode[]; height: number } {
  const [low, high] = negative ? [-1, 1] : [0, 1];
  const long = Math.min(120, width - 20);
  const steps = 40;
  const style = { colour: colours.ink, size: SIZE.small } as const;
  const bars = Array.from({ length: steps }, (_, step) => {
    const fill = ramp(low + ((step + 0.5) / steps) * (high - low));
    // Each reaches to the end, under the next: no gap shows between two.
    const from = (step * long) / steps;
    return svg('rect', { x: x + 8 + from, y, width: long - from, height: 7, fill });
  });
  const ticks = negative ? [-1, -0.5, 0, 0.5, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1];
  const labels = ticks.map((value) =>
    textAt(x + 8 + ((value - low) / (high - low)) * long, y + 15, fixed(value, 1), {
      ...style,
      anchor: 'middle',
    }),
  );
  const words = [measure];
  if (readers.some((_, index) => values[index]?.[index] != null)) words.push(WORDS.diagonal);
  const beside = width >= 400;
  const textX = beside ? x + long + 30 : x;
  const top = beside ? y + 6 : y + 27;
  const lines = words.flatMap((text) => wrapText(text, width - textX, SIZE.small));
  const nodes = lines.map((text, index) => textAt(textX, top + index * linePitch(SIZE.small), text, style));
  const height = Math.max(20, top - y + lines.length * linePitch(SIZE.small));
  return { nodes: [...bars, ...labels, ...nodes], height };
}
