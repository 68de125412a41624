import { useCallback, useEffect, useState } from 'react';

/** Seconds that are left of a wait, counted down on the screen, and how to begin one. */
export function useWait(): readonly [secondsLeft: number, begin: (seconds: number) => void] {
  const [until, setUntil] = useState<number | null>(null);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (until !== null && left === 0) setUntil(null);
  }, [until, left]);
  const begin = useCallback((seconds: number) => {
    setNow(Date.now());
    setUntil(seconds > 0 ? Date.now() + seconds * 1000 : null);
  }, []);
  return [left, begin];
}
