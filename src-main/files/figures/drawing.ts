import type { Figure } from '../../../src-core/report/figure.ts';
import type { Colours } from './colours.ts';
import { moved, type SvgNode, svg, writeSvg } from './svg.ts';
import { TYPEFACE } from './typeface.ts';

/** Around every drawing. */
const PADDING = 4;

/** Widths of a drawing that fills a journal's column or page with its padding, in points: 85 and 180 mm. */
export const COLUMN = 241 - 2 * PADDING;
export const PAGE = 510 - 2 * PADDING;

/** A figure's picture before it is written: sizes in points at the printed size. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly SvgNode[];
}

/** The file: it needs nothing else, and two of them fit one page of HTML, as their ids differ. */
export function writeDrawing({ id, title, alt }: Figure, drawing: Drawing, colours: Colours): string {
  const padded = (side: number): number => Math.ceil(side + 2 * PADDING);
  const [width, height] = [padded(drawing.width), padded(drawing.height)];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width: `${width}pt`,
    height: `${height}pt`,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
    'font-family': `'${TYPEFACE}', 'Source Sans Pro', 'Noto Sans', 'Segoe UI', Arial, sans-serif`,
  };
  return writeSvg(
    svg('svg', attributes, [
      svg('title', { id: `${id}-title` }, [title]),
      svg('desc', { id: `${id}-desc` }, [alt]),
      svg('rect', { width, height, fill: colours.background }),
      moved(PADDING, PADDING, drawing.nodes),
    ]),
  );
}
