import { useQueryClient } from '@tanstack/react-query';
import type { CallName } from '../../src-core/contract/contract.ts';
import type { EventName } from '../../src-core/contract/events.ts';
import { useLightboxEvent } from './queries.ts';

/** Asks the named queries again whenever main sends the event. */
export function useRefreshOn(event: EventName, queries: readonly CallName[]): void {
  const queryClient = useQueryClient();
  useLightboxEvent(event, () => {
    for (const query of queries) void queryClient.invalidateQueries({ queryKey: [query] });
  });
}
