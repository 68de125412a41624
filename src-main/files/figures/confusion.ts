import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, inkOn, rampColour } from './colours.ts';
import { COLUMN, type Drawing, PAGE } from './drawing.ts';
import { drawPanel } from './plot-panel.ts';
import { moved, type SvgNode } from './svg.ts';
import { linesAround, SIZE, textAt, textUpwards } from './text.ts';
import { fitText, widest, wrapText } from './typeface.ts';
import { count, fixed, WORDS } from './words.ts';

type Confusion = FigureOf<'confusion'>;
type ConfusionPanel = Confusion['panels'][number];

const GAP = 12;
const TITLE = 14;
/** Larger squares say no more. */
const MOST_SIDE = 130;

/** Four cells a reader: the truth down, the call across; counts with their share of the row. */
export function drawConfusion({ classes, panels }: Confusion, colours: Colours): Drawing {
  const columns = columnsFor(panels.length);
  const width = columns <= 2 ? COLUMN : PAGE;
  const left = 14 + Math.min(52, widest(classes, SIZE.small)) + 4;
  const side = Math.min(MOST_SIDE, (width - left - GAP * (columns - 1)) / columns);
  const filled = left + columns * (side + GAP) - GAP;
  const rows = Math.ceil(panels.length / columns);
  const pitch = TITLE + side + GAP;
  const nodes: SvgNode[] = [];
  const style = { colour: colours.ink, size: SIZE.small } as const;
  for (const [index, panel] of panels.entries()) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [x, y] = [left + column * (side + GAP), row * pitch + TITLE];
    const title = fitText(panel.label, side, SIZE.body, 600);
    const middle = { colour: colours.ink, size: SIZE.body, weight: 600, anchor: 'middle' } as const;
    nodes.push(textAt(x + side / 2, y - 4, title, middle), cellsOf(panel, x, y, side, colours));
    if (index + columns >= panels.length) nodes.push(...callLabels(classes, x, y + side, side, style));
    if (column === 0) {
      for (const [at, name] of classes.entries()) {
        const lines = wrapText(name, left - 16, SIZE.small, { most: 3 });
        const centre = y + (side * (2 * at + 1)) / 4;
        nodes.push(...linesAround(left - 4, centre, lines, { ...style, anchor: 'end' }));
      }
    }
  }
  const middle = { ...style, anchor: 'middle' } as const;
  const bottom = rows * pitch - GAP;
  const lines = labelLines(classes, side);
  nodes.push(
    textUpwards(5, TITLE + (bottom - TITLE) / 2, WORDS.truth, middle),
    textAt((left + filled) / 2, bottom + 12 + lines * 8, WORDS.call, middle),
  );
  return { width, height: bottom + 16 + lines * 8, nodes: [moved((width - filled) / 2, 0, nodes)] };
}

function columnsFor(panels: number): number {
  if (panels <= 3) return panels;
  if (panels === 4) return 4;
  return panels <= 10 ? 5 : 6;
}

function callLabels(
  classes: Confusion['classes'],
  x: number,
  y: number,
  side: number,
  style: { readonly colour: string; readonly size: number },
): SvgNode[] {
  return classes.flatMap((name, at) =>
    wrapText(name, side / 2 - 2, SIZE.small, { most: 3 }).map((text, index) =>
      textAt(x + (side * (2 * at + 1)) / 4, y + 9 + index * 8, text, { ...style, anchor: 'middle' }),
    ),
  );
}

const labelLines = (classes: Confusion['classes'], side: number): number =>
  Math.max(...classes.map((name) => wrapText(name, side / 2 - 2, SIZE.small, { most: 3 }).length));

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly count: number;
  /** Of the row; null: the row is empty. */
  readonly share: number | null;
}

function cellsOf(panel: ConfusionPanel, x: number, y: number, side: number, colours: Colours): SvgNode {
  const rows = [
    [panel.trueNegatives, panel.falsePositives],
    [panel.falseNegatives, panel.truePositives],
  ];
  const cells = rows.flatMap((counts, row) => {
    const all = counts.reduce((sum, value) => sum + value, 0);
    return counts.map(
      (value, column): Cell => ({
        column,
        row,
        count: value,
        share: all === 0 ? null : value / all,
      }),
    );
  });
  const fill = ({ share }: Cell): string =>
    share === null ? colours.background : rampColour(colours.ramp, share);
  const size = side >= 90 ? SIZE.heading : SIZE.body;
  const text = {
    x: ({ column }: Cell) => column + 0.5,
    y: ({ row }: Cell) => row + 0.5,
    fill: (cell: Cell) => inkOn(fill(cell), colours),
  };
  return drawPanel(
    x,
    y,
    {
      width: side,
      height: side,
      margin: 0.5,
      x: { domain: [0, 2], axis: null },
      y: { domain: [0, 2], reverse: true, axis: null },
      color: { type: 'identity' },
      marks: [
        Plot.rect(cells, {
          x1: 'column',
          x2: ({ column }: Cell) => column + 1,
          y1: 'row',
          y2: ({ row }: Cell) => row + 1,
          fill,
          stroke: colours.dim,
          strokeWidth: 0.6,
        }),
        Plot.text(cells, {
          ...text,
          dy: -size * 0.5,
          text: (cell: Cell) => count(cell.count),
          fontSize: size,
        }),
        Plot.text(cells, {
          ...text,
          dy: size * 0.62,
          text: ({ share }: Cell) => (share === null ? '–' : `${fixed(share * 100, 0)}%`),
          fontSize: SIZE.small,
        }),
      ],
    },
    colours,
  ).node;
}
