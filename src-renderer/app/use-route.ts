import { useMemo, useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route, type Section } from './routes.ts';

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribeToHash, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function navigate(section: Section, parameter: string | null = null): void {
  window.location.hash = formatRoute({ section, parameter });
}

/** Forgets where the window was, so that nobody who signs in next lands there. */
export function forgetRoute(): void {
  window.history.replaceState(null, '', window.location.pathname);
}
