import { useEffect, useLayoutEffect, useRef } from 'react';
import { isButton, isTextField } from '../use-room-keys.ts';

/** Enter goes on, wherever the focus is that does not need it itself. */
export function useEnter(onEnter: () => void): void {
  const latest = useRef(onEnter);
  useEffect(() => {
    latest.current = onEnter;
  });
  // Before the screen is painted: no key may fall between its first sight and this.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.repeat || event.shiftKey || event.ctrlKey || event.altKey) return;
      if (isButton(event.target) || isTextField(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
