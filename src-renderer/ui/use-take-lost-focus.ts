import { type RefObject, useEffect, useRef } from 'react';

/** Takes the focus when it comes, where what had it went with the last step; elsewhere the focus stays where it is. */
export function useTakeLostFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) target.current?.focus();
  }, []);
  return target;
}
