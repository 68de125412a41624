import type { FilmFilter } from '../../../src-core/contract/library-calls.ts';

/** How many films a page holds: some screens full, few enough for a grid without virtual rows. */
export const PAGE_SIZE = 60;

export type KindChoice = 'all' | 'synthetic' | 'real';
export type DecisionChoice = 'all' | 'undecided' | 'keep' | 'reject';

export interface FilmQuery {
  readonly kind: KindChoice;
  readonly decision: DecisionChoice;
  readonly search: string;
  /** Zero-based. */
  readonly page: number;
}

export const ALL_FILMS: FilmQuery = { kind: 'all', decision: 'all', search: '', page: 0 };

export function isFiltered({ kind, decision, search }: FilmQuery): boolean {
  return kind !== 'all' || decision !== 'all' || search.trim() !== '';
}

export function toFilter(query: FilmQuery): FilmFilter {
  return {
    kind: query.kind === 'all' ? null : query.kind,
    decision: query.decision === 'all' ? null : query.decision,
    jobId: null,
    search: query.search.trim().slice(0, 200),
    offset: query.page * PAGE_SIZE,
    limit: PAGE_SIZE,
  };
}

export function pageCount(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE));
}

/** A page that exists, since a decision can empty the last page of a filtered list. */
export function clampPage(query: FilmQuery, total: number): FilmQuery {
  const last = pageCount(total) - 1;
  return query.page <= last ? query : { ...query, page: last };
}
