import * as Plot from '@observablehq/plot';
import type { FigureOf } from '../../../src-core/report/figure.ts';
import { type Colours, MARK_SERIES, rampColour, type SeriesStyle } from './colours.ts';
import { COLUMN, type Drawing } from './drawing.ts';
import { drawLegend, type Legend } from './legend.ts';
import { drawPanel } from './plot-panel.ts';
import { moved, type SvgNode, svg } from './svg.ts';
import { symbolPath } from './symbols.ts';
import { SIZE, textAt } from './text.ts';
import { count, WORDS } from './words.ts';

type MarkMap = FigureOf<'mark-map'>;
type Mark = MarkMap['marks'][number];

const SIDE = COLUMN;
/** Standard deviation of a mark's kernel, as a share of the film's side: the scatter of a pointing hand. */
const BANDWIDTH = 0.03;
const STEPS = 8;
/** Around marks, which lie on light and dark parts of the film. */
const HALO = '#000000';
/** A box counts as a grid of so many points a side, each a share of the mark. */
const BOX_POINTS = 7;
/** From few marks to many; light and warm against a film. */
const HEAT = ['#5a1a6b', '#a52a60', '#e2573c', '#f9a63a', '#fdf0a6'];

/** Where the film was marked: the film in grey, the density of marks over it, and each mark in its reader's colour. */
export function drawMarkMap(figure: MarkMap, colours: Colours): Drawing {
  const { id, marks, matrixSizePx, filmPng } = figure;
  const readers = [...new Set(marks.map(({ reader }) => reader))];
  const scale = SIDE / matrixSizePx;
  const many = marks.length > 20;
  const clipId = `${id}-film`;
  const ground = { x: 0, y: 0, width: SIDE, height: SIDE };
  const film =
    filmPng === null
      ? svg('rect', { ...ground, fill: '#1c1c1c' })
      : svg('image', { ...ground, href: `data:image/png;base64,${filmPng}`, preserveAspectRatio: 'none' });
  const over = svg('g', { 'clip-path': `url(#${clipId})` }, [
    film,
    ...heatNodes(marks, scale, colours),
    ...marks.flatMap((mark) => markNodes(mark, scale, styleOf(mark.reader, readers), many)),
  ]);
  const legend = legendOf(figure, readers, colours);
  const heat = heatLegend(marks, colours);
  return {
    width: SIDE,
    height: SIDE + 8 + heat.height + legend.height,
    nodes: [
      svg('defs', {}, [svg('clipPath', { id: clipId }, [svg('rect', ground)])]),
      over,
      moved(0, SIDE + 6, heat.nodes),
      moved(0, SIDE + 6 + heat.height, legend.nodes),
    ],
  };
}

/** More readers than there are colours are drawn alike. */
function styleOf(reader: string, readers: readonly string[]): SeriesStyle {
  const index = readers.length > MARK_SERIES.length ? 0 : readers.indexOf(reader);
  const style = MARK_SERIES[index];
  if (style === undefined) throw new RangeError('a mark of no reader');
  return style;
}

interface Weighted {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** Points of equal weight that fill a mark: one for a point, a grid for a box. */
function weightedPoints({ x, y, width, height }: Mark): Weighted[] {
  if (width === null || height === null) return [{ x, y, weight: 1 }];
  const steps = Array.from({ length: BOX_POINTS }, (_, step) => (step + 0.5) / BOX_POINTS);
  const weight = 1 / BOX_POINTS ** 2;
  return steps.flatMap((down) =>
    steps.map((across) => ({ x: x + across * width, y: y + down * height, weight })),
  );
}

/** Gaussian kernel density of the marks, in bands of equal steps up to the highest. */
function heatNodes(marks: readonly Mark[], scale: number, colours: Colours): SvgNode[] {
  if (marks.length === 0) return [];
  const points = marks.flatMap(weightedPoints);
  const drawn = drawPanel(
    0,
    0,
    {
      width: SIDE,
      height: SIDE,
      margin: 0,
      x: { type: 'identity', axis: null },
      y: { type: 'identity', axis: null },
      color: { type: 'linear', range: HEAT, interpolate: 'rgb' },
      marks: [
        Plot.density(points, {
          x: ({ x }: Weighted) => x * scale,
          y: ({ y }: Weighted) => y * scale,
          weight: 'weight',
          bandwidth: BANDWIDTH * SIDE,
          thresholds: STEPS,
          fill: 'density',
          fillOpacity: 0.28,
          stroke: 'density',
          strokeWidth: 0.4,
          strokeOpacity: 0.7,
        }),
      ],
    },
    colours,
  );
  return [drawn.node];
}

/** Of many marks each is drawn finer, so that the film and the density stay to be seen. */
function markNodes(
  { x, y, width, height }: Mark,
  scale: number,
  { colour, symbol }: SeriesStyle,
  many: boolean,
): SvgNode[] {
  if (width !== null && height !== null) {
    const box = { x: x * scale, y: y * scale, width: width * scale, height: height * scale, fill: 'none' };
    if (many) return [svg('rect', { ...box, stroke: colour, 'stroke-width': 0.5, 'stroke-opacity': 0.6 })];
    return [
      svg('rect', { ...box, stroke: HALO, 'stroke-width': 1.8, 'stroke-opacity': 0.6 }),
      svg('rect', { ...box, stroke: colour, 'stroke-width': 0.9 }),
    ];
  }
  const d = symbolPath(symbol, x * scale, y * scale, many ? 1.5 : 2.4);
  return [svg('path', { d, fill: colour, stroke: HALO, 'stroke-width': many ? 0.4 : 0.7 })];
}

function legendOf({ marks }: MarkMap, readers: readonly string[], colours: Colours): Legend {
  const key = (style: SeriesStyle) => (x: number, y: number) =>
    svg('path', {
      d: symbolPath(style.symbol, x, y, 2.6),
      fill: style.colour,
      stroke: HALO,
      'stroke-width': 0.7,
    });
  if (readers.length > MARK_SERIES.length) {
    const label = WORDS.marksOf(marks.length, readers.length);
    return drawLegend([{ label, key: key(styleOf('', readers)) }], SIDE, colours);
  }
  const entries = readers.map((reader) => ({
    label: `${reader} (${count(marks.filter((mark) => mark.reader === reader).length)})`,
    key: key(styleOf(reader, readers)),
  }));
  return drawLegend(entries, SIDE, colours);
}

function heatLegend(marks: readonly Mark[], { ink }: Colours): Legend {
  const style = { colour: ink, size: SIZE.small } as const;
  if (marks.length === 0) return { nodes: [textAt(0, 8, WORDS.noMarks, style)], height: 14 };
  const [bar, steps] = [90, 30];
  // Each reaches to the end, under the next: no gap shows between two.
  const rects = Array.from({ length: steps }, (_, step) => {
    const from = (step * bar) / steps;
    const fill = rampColour(HEAT, (step + 0.5) / steps);
    return svg('rect', { x: SIDE - bar - 22 + from, y: 2, width: bar - from, height: 6, fill });
  });
  const low = textAt(SIDE - bar - 26, 8, WORDS.low, { ...style, anchor: 'end' });
  const high = textAt(SIDE, 8, WORDS.high, { ...style, anchor: 'end' });
  return { nodes: [textAt(0, 8, WORDS.density, style), ...rects, low, high], height: 15 };
}
