import type { FigureOf } from '../../../src-core/report/figure.ts';
import type { Colours } from './colours.ts';
import { COLUMN, type Drawing, PAGE } from './drawing.ts';
import { line, type SvgNode, svg, written } from './svg.ts';
import { linePitch, SIZE, textAt } from './text.ts';
import { wrapText } from './typeface.ts';
import { count, WORDS } from './words.ts';

type Arm = FigureOf<'flow'>['arms'][number];
type Step = Arm['steps'][number];

const GAP = 14;
const PAD = 5;
const ARROW = 15;
const PITCH = linePitch(SIZE.body);

/** A column an arm: boxes from the top, what left on the way in boxes at the side, steps of all arms at one height. */
export function drawFlow({ arms }: FigureOf<'flow'>, colours: Colours): Drawing {
  const columns = arms.length <= 4 ? arms.length : 3;
  const width = columns === 1 ? COLUMN : PAGE;
  const nodes: SvgNode[] = [];
  let y = 1;
  for (let first = 0; first < arms.length; first += columns) {
    const row = arms.slice(first, first + columns);
    const wide = (width - GAP * (columns - 1)) / columns;
    const bottom = rowNodes(row, y, wide, colours, nodes);
    y = bottom + 16;
  }
  return { width, height: y - 14, nodes };
}

/** Main boxes keep to the left; what left stands under and right of them, so that narrow columns hold both. */
function rowNodes(
  arms: readonly Arm[],
  top: number,
  wide: number,
  colours: Colours,
  nodes: SvgNode[],
): number {
  const boxed = arms.map((arm) => arm.steps.map((step) => boxOf(step, wide)));
  const titles = arms.map(({ label }) => wrapText(label, wide, SIZE.heading, { weight: 600 }));
  const titleLines = Math.max(
    ...arms.map(({ label }, index) => (label === '' ? 0 : (titles[index]?.length ?? 0))),
  );
  let y = top;
  for (const [index, lines] of titles.entries()) {
    if (arms[index]?.label === '') continue;
    const style = { colour: colours.ink, size: SIZE.heading, weight: 600, anchor: 'middle' } as const;
    for (const [at, text] of lines.entries()) {
      nodes.push(textAt(index * (wide + GAP) + wide / 2, y + 8 + at * 10, text, style));
    }
  }
  y += titleLines * 10 + (titleLines > 0 ? 5 : 0);
  const steps = Math.max(...boxed.map((boxes) => boxes.length));
  for (let step = 0; step < steps; step++) {
    const boxes = boxed.map((column) => column[step]);
    const high = Math.max(...boxes.map((box) => box?.height ?? 0));
    const goesOn = boxed.map((column) => column[step + 1] !== undefined);
    const between = Math.max(...boxes.map((box, index) => sideRoom(box, goesOn[index] === true)));
    for (const [index, box] of boxes.entries()) {
      if (box === undefined) continue;
      const x = index * (wide + GAP);
      nodes.push(...boxNodes(x, y, wide, high, box.lines, colours, true));
      const end = goesOn[index] === true ? y + high + between : null;
      nodes.push(...wayDown(box, x, y + high, end, wide, colours));
    }
    y += high + between;
  }
  return y;
}

interface Box {
  readonly lines: readonly BoxLine[];
  readonly height: number;
  readonly side: readonly BoxLine[];
  readonly sideHeight: number;
}

interface BoxLine {
  readonly text: string;
  readonly bold: boolean;
}

const sideLeft = (wide: number): number => Math.min(34, wide * 0.16);
const boxHeight = (lines: readonly BoxLine[]): number => lines.length * PITCH + 2 * PAD - 1;

function boxOf({ label, count: number, left }: Step, wide: number): Box {
  const lines = [
    ...wrapText(label, wide - 2 * PAD, SIZE.body).map((text) => ({ text, bold: false })),
    { text: `n = ${count(number)}`, bold: true },
  ];
  const room = wide - sideLeft(wide) - ARROW - 2 * PAD;
  const total = left.reduce((sum, reason) => sum + reason.count, 0);
  const reasons = left.flatMap((reason) =>
    wrapText(`${reason.reason} (n = ${count(reason.count)})`, room, SIZE.small).map((text) => ({
      text,
      bold: false,
    })),
  );
  const head = left.length > 1 ? [{ text: `${WORDS.left} (n = ${count(total)})`, bold: true }] : [];
  const side = left.length === 0 ? [] : [...head, ...reasons];
  return { lines, height: boxHeight(lines), side, sideHeight: side.length === 0 ? 0 : boxHeight(side) };
}

function sideRoom(box: Box | undefined, goesOn: boolean): number {
  if (box === undefined) return 0;
  if (box.sideHeight === 0) return goesOn ? 18 : 0;
  return box.sideHeight + (goesOn ? 16 : 8);
}

function wayDown(
  { side, sideHeight }: Box,
  x: number,
  from: number,
  to: number | null,
  wide: number,
  colours: Colours,
): SvgNode[] {
  const stroke = { colour: colours.dim, width: 0.8 };
  const way = x + sideLeft(wide);
  const nodes: SvgNode[] = [];
  const middle = from + 7 + sideHeight / 2;
  if (to !== null) {
    nodes.push(line(way, from, way, to - 4, stroke), head(way, to, 'down', colours.dim));
  } else if (sideHeight > 0) nodes.push(line(way, from, way, middle, stroke));
  if (sideHeight > 0) {
    const left = way + ARROW;
    nodes.push(line(way, middle, left - 4, middle, stroke), head(left, middle, 'right', colours.dim));
    nodes.push(...boxNodes(left, from + 7, x + wide - left, sideHeight, side, colours, false));
  }
  return nodes;
}

function head(x: number, y: number, to: 'down' | 'right', fill: string): SvgNode {
  const at = `M${written(x)},${written(y)}`;
  return svg('path', { d: to === 'down' ? `${at}l-2.6,-5h5.2Z` : `${at}l-5,-2.6v5.2Z`, fill });
}

function boxNodes(
  x: number,
  y: number,
  width: number,
  height: number,
  lines: readonly BoxLine[],
  { ink, dim, surface, background }: Colours,
  main: boolean,
): SvgNode[] {
  const paint = { fill: main ? surface : background, stroke: dim, 'stroke-width': main ? 0.8 : 0.6 };
  const size = main ? SIZE.body : SIZE.small;
  const top = y + (height - lines.length * PITCH) / 2;
  const [textX, anchor] = main ? [x + width / 2, 'middle' as const] : [x + PAD, 'start' as const];
  return [
    svg('rect', { x: x + 0.5, y, width: width - 1, height, rx: 1.5, ...paint }),
    ...lines.map(({ text, bold }, index) =>
      textAt(textX, top + index * PITCH + 7, text, { colour: ink, size, weight: bold ? 600 : 400, anchor }),
    ),
  ];
}
