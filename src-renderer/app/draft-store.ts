import { useSyncExternalStore } from 'react';

export interface DraftStore<State, Action> {
  readonly dispatch: (action: Action) => void;
  /** A hook: the present state, and the component is drawn anew when it changes. */
  readonly use: () => State;
}

/**
 * A draft that lives outside its screen, so that a look at another one does not lose it. It is in memory alone:
 * signing out loads the window anew and forgets it.
 */
export function createDraftStore<State, Action>(
  initial: State,
  reduce: (state: State, action: Action) => State,
): DraftStore<State, Action> {
  let state = initial;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    dispatch: (action) => {
      state = reduce(state, action);
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, () => state),
  };
}
