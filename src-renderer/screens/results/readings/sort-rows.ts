import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';

export type ResultRow = ResultTable['rows'][number];

export interface RowOrder {
  readonly column: number;
  readonly descending: boolean;
}

/** Ascending first, then descending, then the table's own order again. */
export function nextOrder(order: RowOrder | null, column: number): RowOrder | null {
  if (order === null || order.column !== column) return { column, descending: false };
  return order.descending ? null : { column, descending: true };
}

/** Rows in an order, ties as they were; empty cells stand last either way. */
export function sortRows(rows: readonly ResultRow[], order: RowOrder | null): readonly ResultRow[] {
  if (order === null) return rows;
  const { column, descending } = order;
  return [...rows].sort((first, second) => {
    const a = first[column] ?? null;
    const b = second[column] ?? null;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const comparison =
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
    return descending ? -comparison : comparison;
  });
}
