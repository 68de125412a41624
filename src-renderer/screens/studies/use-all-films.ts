import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { LightboxError } from '../../../src-core/base/errors.ts';
import type { FilmFilter, FilmView } from '../../../src-core/contract/library-calls.ts';
import { call } from '../../app/client.ts';

const PAGE_SIZE = 500;

/** All films of a filter, page by page: a study is chosen from the whole library. */
export function useAllFilms(
  filter: Pick<FilmFilter, 'kind' | 'decision'>,
): UseQueryResult<readonly FilmView[], LightboxError> {
  return useQuery<readonly FilmView[], LightboxError>({
    queryKey: ['library.list', 'all', filter],
    queryFn: () => fetchAll(filter),
  });
}

async function fetchAll(filter: Pick<FilmFilter, 'kind' | 'decision'>): Promise<readonly FilmView[]> {
  const films: FilmView[] = [];
  for (;;) {
    const page = await call('library.list', {
      ...filter,
      jobId: null,
      search: '',
      offset: films.length,
      limit: PAGE_SIZE,
    });
    films.push(...page.films);
    if (page.films.length === 0 || films.length >= page.total) return films;
  }
}
