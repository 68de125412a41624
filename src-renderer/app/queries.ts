import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LightboxError } from '../../src-core/base/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../src-core/contract/contract.ts';
import type { EventName, EventPayload } from '../../src-core/contract/events.ts';
import { call, subscribe } from './client.ts';

/** Main is on the same machine: no retries, no focus refetching, and never paused for want of a network. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export interface CallOptions {
  readonly enabled?: boolean;
  /** Milliseconds between two asks; leave it out for calls that have an event. */
  readonly refetchIntervalMs?: number;
  /** Keeps the last answer on the screen while the next input's answer is on its way. */
  readonly keepPrevious?: boolean;
}

/** Asks a query of the contract; the cache key is the call's name with its input. */
export function useCall<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: CallOptions = {},
): UseQueryResult<CallOutput<Name>, LightboxError> {
  return useQuery<CallOutput<Name>, LightboxError, CallOutput<Name>, readonly unknown[]>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchIntervalMs ?? false,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

export interface CommandOptions<Name extends CallName> {
  /** Queries whose answers this command changes, by call name. */
  readonly invalidates?: readonly CallName[];
  readonly onSuccess?: (output: CallOutput<Name>) => void;
}

/** A command of the contract: `mutate(input)` or `await mutateAsync(input)`. */
export function useCommand<Name extends CallName>(
  name: Name,
  options: CommandOptions<Name> = {},
): UseMutationResult<CallOutput<Name>, LightboxError, CallInput<Name>> {
  const queryClient = useQueryClient();
  return useMutation<CallOutput<Name>, LightboxError, CallInput<Name>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async (output) => {
      options.onSuccess?.(output);
      await Promise.all(
        (options.invalidates ?? []).map((query) => queryClient.invalidateQueries({ queryKey: [query] })),
      );
    },
  });
}

/** Calls `listener` for every event of that name while the component is mounted. */
export function useLightboxEvent<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => subscribe(name, (payload) => latest.current(payload)), [name]);
}
