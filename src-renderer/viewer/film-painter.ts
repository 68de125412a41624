import { CanvasPainter } from './canvas-painter.ts';
import type { HeldFilm, PaintedView } from './film-sampler.ts';
import { WebglPainter } from './webgl-painter.ts';

/** Paints one film at a time onto its own canvas, whose owner sets the size in device pixels. */
export interface FilmPainter {
  readonly canvas: HTMLCanvasElement;
  /** Takes a film's pixels; false when they are more than it can hold. */
  upload(film: HeldFilm): boolean;
  /** Paints the film at the canvas's own size. */
  paint(view: PaintedView): void;
  /** Forgets the film and turns the canvas black. */
  clear(): void;
  dispose(): void;
}

/** A painter that holds this film: WebGL2 where a graphics processor computes it and holds the film, else a 2D canvas. */
export function createFilmPainter(film: HeldFilm): FilmPainter {
  const webgl = WebglPainter.create();
  if (webgl?.upload(film) === true) return webgl;
  webgl?.dispose();
  const painter = new CanvasPainter();
  painter.upload(film);
  return painter;
}
