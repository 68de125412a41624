import { useSyncExternalStore } from 'react';
import { type ComposeAction, type ComposeState, INITIAL_STATE, reduceCompose } from './compose-state.ts';

/**
 * The draft lives outside the screen, so that a look into the library does not lose it. It is in memory alone:
 * signing out loads the window anew and forgets it.
 */
let state: ComposeState = INITIAL_STATE;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function dispatchCompose(action: ComposeAction): void {
  state = reduceCompose(state, action);
  for (const listener of listeners) listener();
}

export function useCompose(): ComposeState {
  return useSyncExternalStore(subscribe, () => state);
}
