import { useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../src-core/contract/session-calls.ts';

/** Keeps nothing that was asked before: the next person starts with an empty cache. */
export function useEnter(): (person: Person) => void {
  const queryClient = useQueryClient();
  return (person) => {
    queryClient.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'session.current' && queryKey[0] !== 'app.info',
    });
    queryClient.setQueryData(['session.current', {}], person);
  };
}
