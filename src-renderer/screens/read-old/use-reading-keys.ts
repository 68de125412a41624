import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import type { FilmViewportHandle } from '../../viewer/film-viewport.tsx';
import type { FormKeys } from './form-keys.ts';
import { pressFormKey, stepBack } from './form-model.ts';
import type { Reading } from './use-reading.ts';

interface ReadingKeysProps {
  readonly reading: Reading;
  /** The items of the present stage. */
  readonly items: readonly InstrumentItemView[];
  readonly keys: FormKeys;
  readonly viewport: RefObject<FilmViewportHandle | null>;
  /** What lies over the reading, if anything. */
  readonly cover: 'none' | 'help' | 'pause';
  readonly onHelp: (opened: boolean) => void;
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
  );
}

/** A control that a key already means something to, such as Enter on a button. */
function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement;
}

function isArrowOnChoice(event: KeyboardEvent): boolean {
  return event.key.startsWith('Arrow') && event.target instanceof HTMLInputElement;
}

/** Over the reading, one key matters: the one that takes the cover away. */
function handleCoveredKey(event: KeyboardEvent, { cover, reading, onHelp }: ReadingKeysProps): boolean {
  if (event.key !== 'Escape' || event.repeat) return false;
  if (cover === 'help') onHelp(false);
  else reading.dispatch({ kind: 'resume', atMs: performance.now() });
  return true;
}

/** Sends the window's keys to the form, then to the film. True when the key was used. */
function handleKey(event: KeyboardEvent, props: ReadingKeysProps): boolean {
  const { reading, items, keys, viewport } = props;
  if (props.cover !== 'none') return handleCoveredKey(event, props);
  if (event.key === 'Escape') {
    if (!event.repeat) reading.dispatch({ kind: 'pause', atMs: performance.now() });
    return true;
  }
  if (event.key === 'Enter') {
    if (isButton(event.target) || event.shiftKey || event.repeat) return false;
    reading.submit();
    return true;
  }
  if (isTextField(event.target)) return false;
  if (event.key === '?') {
    props.onHelp(true);
    return true;
  }
  if (event.key === 'Backspace') {
    reading.dispatch({ kind: 'form', form: stepBack(items, reading.state.form) });
    return true;
  }
  const form = pressFormKey(items, keys, reading.state.form, event.key);
  if (form !== null) {
    // A held key must not answer the next question too.
    if (!event.repeat) reading.dispatch({ kind: 'form', form });
    return true;
  }
  return !isArrowOnChoice(event) && viewport.current?.pressKey(event) === true;
}

export function useReadingKeys(props: ReadingKeysProps): void {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      // At once: two keys in quick succession must not both build on the answers before the first.
      flushSync(() => {
        if (handleKey(event, latest.current)) event.preventDefault();
      });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
