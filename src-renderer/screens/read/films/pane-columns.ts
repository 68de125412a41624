import type { Size } from '../../../viewer/view-geometry.ts';

/** Columns in which so many square films come out largest; among such, the ones that leave the fewest places empty. */
export function paneColumns(count: number, { width, height }: Size): number {
  let best = { columns: 1, side: 0, empty: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(width / columns, height / rows);
    const empty = rows * columns - count;
    if (side > best.side || (side === best.side && empty <= best.empty)) best = { columns, side, empty };
  }
  return best.columns;
}
