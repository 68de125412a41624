import { describe, expect, it } from 'vitest';
import { ALL_FILMS, clampPage, isFiltered, PAGE_SIZE, pageCount, toFilter } from './film-query.ts';

describe('film query', () => {
  it('asks for everything without filters, page by page', () => {
    expect(toFilter({ ...ALL_FILMS, page: 2 })).toEqual({
      kind: null,
      decision: null,
      jobId: null,
      search: '',
      offset: 2 * PAGE_SIZE,
      limit: PAGE_SIZE,
    });
  });

  it('passes filters on, and no search longer than the contract takes', () => {
    const filter = toFilter({ kind: 'real', decision: 'keep', search: ` ${'x'.repeat(300)}`, page: 0 });
    expect([filter.kind, filter.decision, filter.search.length]).toEqual(['real', 'keep', 200]);
  });

  it('knows whether anything is filtered out', () => {
    expect(isFiltered(ALL_FILMS)).toBe(false);
    expect(isFiltered({ ...ALL_FILMS, search: '  ' })).toBe(false);
    expect(isFiltered({ ...ALL_FILMS, decision: 'undecided' })).toBe(true);
  });

  it('goes back to the last page there is', () => {
    expect(pageCount(0)).toBe(1);
    expect(pageCount(PAGE_SIZE + 1)).toBe(2);
    expect(clampPage({ ...ALL_FILMS, page: 5 }, PAGE_SIZE + 1).page).toBe(1);
    expect(clampPage({ ...ALL_FILMS, page: 3 }, 0).page).toBe(0);
  });
});
