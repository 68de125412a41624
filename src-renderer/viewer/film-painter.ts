import { CanvasPainter } from './canvas-painter.ts';
import type { FilmPixels } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import type { ViewState } from './view-state.ts';
import { WebglPainter } from './webgl-painter.ts';

/** Paints one film at a time onto its own canvas, whose owner sets the size in device pixels. */
export interface FilmPainter {
  readonly canvas: HTMLCanvasElement;
  /** Takes a film's pixels; false when they are more than it can hold. */
  upload(source: FilmSource, pixels: FilmPixels): boolean;
  /** Paints the film at the canvas's own size. */
  paint(view: ViewState): void;
  /** Forgets the film and turns the canvas black. */
  clear(): void;
  dispose(): void;
}

/** A painter that holds this film: WebGL2 where the machine has it and the film fits, else a 2D canvas. */
export function createFilmPainter(source: FilmSource, pixels: FilmPixels): FilmPainter {
  const webgl = WebglPainter.create();
  if (webgl?.upload(source, pixels) === true) return webgl;
  webgl?.dispose();
  const painter = new CanvasPainter();
  painter.upload(source, pixels);
  return painter;
}
