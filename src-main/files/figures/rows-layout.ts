/** Rows under a heading, as a forest or a stack of bars shows them. */
export interface RowGroup<Row> {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** A heading or a row with the middle of its line, in points from the top of its column. */
export type PlacedLine<Row> =
  | { readonly kind: 'heading'; readonly text: string; readonly y: number }
  | { readonly kind: 'row'; readonly row: Row; readonly y: number };

export interface RowColumn<Row> {
  readonly lines: readonly PlacedLine<Row>[];
  readonly height: number;
}

interface RowSizes {
  readonly row: number;
  readonly heading: number;
  /** Above a heading that is not the first of its column. */
  readonly gap: number;
}

/** Rows in their order, those of one group together, wherever they stood. */
export function groupRows<Row extends { readonly group: string }>(rows: readonly Row[]): RowGroup<Row>[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const found = groups.get(row.group);
    if (found === undefined) groups.set(row.group, [row]);
    else found.push(row);
  }
  return [...groups].map(([heading, inGroup]) => ({ heading, rows: inGroup }));
}

/**
 * Fills columns of about the same height, no lower than needed. A group stays whole where that leaves no column much
 * longer than the others; one that goes on in the next column has its heading again.
 */
export function flowRows<Row>(
  groups: readonly RowGroup<Row>[],
  columns: number,
  sizes: RowSizes,
): RowColumn<Row>[] {
  const total = columnOf(groups, sizes).height;
  const even = total / columns;
  for (let limit = even; limit <= even * 1.15; limit += sizes.row / 2) {
    const whole = fillWhole(groups, columns, sizes, limit);
    if (whole !== null) return whole.map((part) => columnOf(part, sizes));
  }
  for (let limit = even; ; limit += sizes.row / 2) {
    const parts = fillSplit(groups, sizes, limit);
    if (parts.length <= columns) return parts.map((part) => columnOf(part, sizes));
  }
}

function columnOf<Row>(groups: readonly RowGroup<Row>[], sizes: RowSizes): RowColumn<Row> {
  const lines: PlacedLine<Row>[] = [];
  let y = 0;
  for (const { heading, rows } of groups) {
    if (y > 0) y += sizes.gap;
    if (heading !== '') {
      lines.push({ kind: 'heading', text: heading, y: y + sizes.heading / 2 });
      y += sizes.heading;
    }
    for (const row of rows) {
      lines.push({ kind: 'row', row, y: y + sizes.row / 2 });
      y += sizes.row;
    }
  }
  return { lines, height: y };
}

function fillWhole<Row>(
  groups: readonly RowGroup<Row>[],
  columns: number,
  sizes: RowSizes,
  limit: number,
): RowGroup<Row>[][] | null {
  const parts: RowGroup<Row>[][] = [[]];
  for (const group of groups) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && columnOf([...last, group], sizes).height > limit) parts.push([group]);
    else last.push(group);
  }
  const fits = parts.length <= columns && parts.every((part) => columnOf(part, sizes).height <= limit);
  return fits ? parts : null;
}

function fillSplit<Row>(groups: readonly RowGroup<Row>[], sizes: RowSizes, limit: number): RowGroup<Row>[][] {
  const parts: RowGroup<Row>[][] = [[]];
  for (const { heading, rows } of groups) {
    let open: Row[] | null = null;
    for (const row of rows) {
      const last: RowGroup<Row>[] = parts.at(-1) ?? [];
      const before = open === null ? last : last.slice(0, -1);
      const grown: RowGroup<Row>[] = [...before, { heading, rows: [...(open ?? []), row] }];
      if (last.length > 0 && columnOf(grown, sizes).height > limit) {
        parts.push([{ heading, rows: [row] }]);
        open = [row];
      } else {
        parts[parts.length - 1] = grown;
        open = [...(open ?? []), row];
      }
    }
  }
  return parts;
}
