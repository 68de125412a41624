import { useEffect, useRef } from 'react';
import { displayedImage } from './displayed-image.ts';
import { fetchFilm } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import './film-viewport.css';

export interface FilmThumbnailProps {
  readonly source: FilmSource;
  readonly label: string;
}

/** Draws a film in its opening window at `widthPx` device pixels and lets go of the full-size pixels. */
async function drawThumbnail(
  canvas: HTMLCanvasElement,
  film: FilmSource,
  widthPx: number,
  signal: AbortSignal,
): Promise<void> {
  const { source, pixels } = await fetchFilm(film, signal);
  const image = displayedImage(source, pixels);
  const heightPx = Math.max(1, Math.round((widthPx * source.heightPx) / source.widthPx));
  const bitmap = await createImageBitmap(image, {
    resizeWidth: widthPx,
    resizeHeight: heightPx,
    resizeQuality: 'high',
  });
  if (!signal.aborted) {
    canvas.width = widthPx;
    canvas.height = heightPx;
    canvas.getContext('2d', { alpha: false })?.drawImage(bitmap, 0, 0);
  }
  bitmap.close();
}

/** A film on a 2D canvas as wide as its parent, drawn when it comes near the screen: for grids of hundreds. */
export function FilmThumbnail({ source, label }: FilmThumbnailProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { url, displayUrl = null, widthPx, heightPx, bits, display } = source;

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null) return;
    let abort = new AbortController();
    let drawnWidthPx = 0;
    let near = false;
    const draw = (): void => {
      const wantedWidthPx = Math.round(canvas.clientWidth * window.devicePixelRatio);
      if (!near || wantedWidthPx === 0 || wantedWidthPx === drawnWidthPx) return;
      drawnWidthPx = wantedWidthPx;
      abort.abort();
      abort = new AbortController();
      // A film that cannot be loaded stays black here; opening it says why.
      drawThumbnail(
        canvas,
        { url, displayUrl, widthPx, heightPx, bits, ...(display === undefined ? {} : { display }) },
        wantedWidthPx,
        abort.signal,
      ).catch(() => {
        drawnWidthPx = 0;
      });
    };
    const sight = new IntersectionObserver(
      (entries) => {
        near = entries.some((entry) => entry.isIntersecting);
        draw();
      },
      { rootMargin: '300px' },
    );
    const size = new ResizeObserver(draw);
    sight.observe(canvas);
    size.observe(canvas);
    return () => {
      sight.disconnect();
      size.disconnect();
      abort.abort();
    };
  }, [url, displayUrl, widthPx, heightPx, bits, display]);

  return (
    <canvas
      ref={canvasRef}
      className="film-thumbnail"
      role="img"
      aria-label={label}
      width={widthPx}
      height={heightPx}
    />
  );
}
