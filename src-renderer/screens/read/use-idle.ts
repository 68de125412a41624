import { useEffect, useRef } from 'react';

const INPUTS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/**
 * Calls back with the time of the last input (`performance.now()`) once so many seconds have passed without one.
 * @param afterSeconds null: never.
 */
export function useIdle(afterSeconds: number | null, onIdle: (lastInputMs: number) => void): void {
  const latest = useRef(onIdle);
  useEffect(() => {
    latest.current = onIdle;
  });
  useEffect(() => {
    if (afterSeconds === null) return;
    const afterMs = afterSeconds * 1000;
    let lastMs = performance.now();
    let timer = 0;
    const onInput = (): void => {
      lastMs = performance.now();
    };
    const look = (): void => {
      const restMs = lastMs + afterMs - performance.now();
      if (restMs <= 0) latest.current(lastMs);
      else timer = window.setTimeout(look, restMs);
    };
    timer = window.setTimeout(look, afterMs);
    for (const name of INPUTS) window.addEventListener(name, onInput, { capture: true, passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const name of INPUTS) window.removeEventListener(name, onInput, { capture: true });
    };
  }, [afterSeconds]);
}
