import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to an element when it comes, where what had the focus has gone: the steps of a dialog. */
export function useFocusOnMount<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
