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

/** To where the window was before; to the section's overview where it was nowhere. */
export function goBack(): void {
  if (window.history.length > 1) window.history.back();
  else navigate(parseRoute(window.location.hash).section);
}

/** Forgets where the window was, so that nobody who signs in next lands there. */
export function forgetRoute(): void {
  window.history.replaceState(null, '', window.location.pathname);
}
