import { type RefObject, useEffect, useRef, useState } from 'react';

/** Takes the focus when it comes, where what had it went with the last step; elsewhere the focus stays where it is. */
export function useTakeLostFocus<Target extends HTMLElement>(wanted = true): RefObject<Target | null> {
  const target = useRef<Target>(null);
  const [taking] = useState(wanted);
  useEffect(() => {
    if (!taking) return;
    if (document.activeElement === null || document.activeElement === document.body) target.current?.focus();
  }, [taking]);
  return target;
}
