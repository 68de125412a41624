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
import { fetchFilmPixels } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import './film-viewport.css';
import { FilmStage, type ShownView } from './film-stage.ts';
import { attachViewControls } from './view-controls.ts';
import { type KeyPress, viewActionOfKey } from './view-state.ts';

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
  /** Called once for each source with `performance.now()` of the frame after the one that first showed it. */
  readonly onFirstPaint?: (atMs: number) => void;
  /** Called after each paint, for what lies over the film. */
  readonly onView?: (view: ShownView) => void;
  readonly ref?: Ref<FilmViewportHandle>;
}

/** A radiograph that fills its parent: window, zoom, pan and inversion by mouse and by keyboard. */
export function FilmViewport({ source, label, onFirstPaint, onView, ref }: FilmViewportProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const hostRef = useRef<HTMLDivElement>(null);
  const stageRef = useRef<FilmStage>(null);
  const reportRef = useRef(onFirstPaint);
  const viewRef = useRef(onView);
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { url, widthPx, heightPx, bits } = source;

  useEffect(() => {
    reportRef.current = onFirstPaint;
    viewRef.current = onView;
  });

  useLayoutEffect(() => {
    const frame = frameRef.current;
    const host = hostRef.current;
    if (frame === null || host === null) return;
    const stage = new FilmStage(host, (view) => viewRef.current?.(view));
    stageRef.current = stage;
    const detachControls = attachViewControls(frame, stage);
    const observer = new ResizeObserver((entries) => {
      const box = entries[0]?.devicePixelContentBoxSize[0];
      if (box !== undefined) stage.resize({ width: box.inlineSize, height: box.blockSize });
    });
    observer.observe(host, { box: 'device-pixel-content-box' });
    return () => {
      observer.disconnect();
      detachControls();
      stage.dispose();
      stageRef.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads the same film again.
  useLayoutEffect(() => {
    const abort = new AbortController();
    const film: FilmSource = { url, widthPx, heightPx, bits };
    setProblem(null);
    fetchFilmPixels(film, abort.signal).then(
      (pixels) => {
        if (abort.signal.aborted) return;
        stageRef.current?.show(film, pixels, (atMs) => reportRef.current?.(atMs));
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setProblem(toLightboxError(thrown));
      },
    );
    return () => {
      abort.abort();
      stageRef.current?.clear();
    };
  }, [url, widthPx, heightPx, bits, attempt]);

  const pressKey = (press: KeyPress): boolean => {
    const stage = stageRef.current;
    const action = stage === null ? null : viewActionOfKey(press, stage.openingWindow);
    if (stage === null || action === null) return false;
    stage.change(action);
    return true;
  };
  useImperativeHandle(ref, () => ({ pressKey }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!pressKey(event)) return;
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
