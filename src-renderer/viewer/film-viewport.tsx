import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { fetchFilm } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import './film-viewport.css';
import { observeDevicePixels } from './device-pixels.ts';
import type { FilmStage, ShownView } from './film-stage.ts';
import { useFilmStage } from './use-film-stage.ts';
import { attachViewControls } from './view-controls.ts';
import { commandOfKey, type KeyPress } from './view-keys.ts';

/** What a parent may ask of a viewport. */
export interface FilmViewportHandle {
  /** Acts on a key as if the viewport had the focus; false when the key is not one of the viewport's. */
  pressKey(press: KeyPress): boolean;
}

export interface FilmViewportProps {
  /** A new URL is a new film: it opens in the opening view, and the earlier one is gone before it comes. */
  readonly source: FilmSource;
  /** Read out for people who do not see the film; never a file name. */
  readonly label: string;
  /** Shared with what stands around the viewport; without it a stage of the reading room's tools. */
  readonly stage?: FilmStage;
  /** Called once for each source with `performance.now()` of the frame after the one that first showed it. */
  readonly onFirstPaint?: (atMs: number) => void;
  /** Called after each paint, for what lies over the film. */
  readonly onView?: (view: ShownView) => void;
  /** Called by the key that asks for the list of keys, while the film has the focus. */
  readonly onHelp?: () => void;
  readonly ref?: Ref<FilmViewportHandle>;
}

/** A radiograph that fills its parent: window, zoom, pan and inversion by mouse, touchpad and keyboard. */
export function FilmViewport({
  source,
  label,
  stage: shared,
  onFirstPaint,
  onView,
  onHelp,
  ref,
}: FilmViewportProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const hostRef = useRef<HTMLDivElement>(null);
  const own = useFilmStage({ tools: 'reading', pixelsPerMm: null });
  const stage = shared ?? own;
  const reportRef = useRef(onFirstPaint);
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { url, displayUrl = null, widthPx, heightPx, bits } = source;

  useEffect(() => {
    reportRef.current = onFirstPaint;
    stage.onView = onView ?? (() => {});
  });

  useLayoutEffect(() => {
    const frame = frameRef.current;
    const host = hostRef.current;
    if (frame === null || host === null) return;
    stage.attach(host);
    const detachControls = attachViewControls(frame, stage);
    const unobserve = observeDevicePixels(host, (size) => stage.resize(size));
    return () => {
      unobserve();
      detachControls();
      stage.detach();
    };
  }, [stage]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads the same film again; what the pixels mean belongs to the URL.
  useLayoutEffect(() => {
    const abort = new AbortController();
    setProblem(null);
    fetchFilm(source, abort.signal).then(
      (film) => {
        if (!abort.signal.aborted) stage.show(film.source, film.pixels, (atMs) => reportRef.current?.(atMs));
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setProblem(toLightboxError(thrown));
      },
    );
    return () => {
      abort.abort();
      stage.clear();
    };
  }, [stage, url, displayUrl, widthPx, heightPx, bits, attempt]);

  const pressKey = (press: KeyPress): boolean => {
    const command = commandOfKey(press, stage.tools);
    if (command === null) return false;
    stage.obey(command);
    return true;
  };
  useImperativeHandle(ref, () => ({ pressKey }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '?' && onHelp !== undefined) onHelp();
    else if (!pressKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={frameRef}
      className="film-viewport"
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the film takes keys for window, zoom and pan.
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div ref={hostRef} className="film-viewport-host" aria-hidden="true" />
      {problem === null ? null : (
        <div className="film-viewport-problem">
          <ErrorNotice error={problem} onRetry={() => setAttempt((count) => count + 1)} />
        </div>
      )}
    </div>
  );
}
