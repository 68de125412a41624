import type { Colours } from './colours.ts';
import type { SvgNode } from './svg.ts';
import { SIZE, textAround } from './text.ts';
import { fitText, textWidth } from './typeface.ts';

/** A name with its key: a piece about 10 points wide, drawn around the middle (x, y). */
export interface LegendEntry {
  readonly label: string;
  key(x: number, y: number): SvgNode;
}

export interface Legend {
  readonly nodes: readonly SvgNode[];
  /** With the space that keeps it from what follows. */
  readonly height: number;
}

const KEY = 10;
const LINE_PITCH = 11;

/** Entries one after the other, in as many lines as the width asks for. */
export function drawLegend(entries: readonly LegendEntry[], width: number, { ink }: Colours): Legend {
  const nodes: SvgNode[] = [];
  let [x, y] = [0, 0];
  for (const { label, key } of entries) {
    const text = fitText(label, width - KEY - 4, SIZE.small);
    const wide = KEY + 4 + textWidth(text, SIZE.small);
    if (x > 0 && x + wide > width) [x, y] = [0, y + LINE_PITCH];
    nodes.push(
      key(x + KEY / 2, y + 5),
      textAround(x + KEY + 3, y + 5, text, { colour: ink, size: SIZE.small }),
    );
    x += wide + 12;
  }
  return { nodes, height: entries.length === 0 ? 0 : y + 16 };
}
