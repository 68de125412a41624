import type { FilmPainter } from './film-painter.ts';
import { type FilmPixels, maxValueOf } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import { windowLookup } from './gray-window.ts';
import { scaleOf } from './view-geometry.ts';
import type { ViewState } from './view-state.ts';

/** Displayed bytes of a film as RGBA, through a lookup of its every possible value. */
export function displayedImage(
  source: FilmSource,
  pixels: FilmPixels,
  { window, inverted }: Pick<ViewState, 'window' | 'inverted'>,
): ImageData {
  const image = new ImageData(source.widthPx, source.heightPx);
  const lookup = windowLookup(maxValueOf(source), window, inverted);
  const rgba = new Uint32Array(image.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) {
    const grey = lookup[pixels[index] ?? 0] ?? 0;
    // Little endian, as every platform Electron runs on: alpha, blue, green, red from the high byte down.
    rgba[index] = 0xff00_0000 | (grey << 16) | (grey << 8) | grey;
  }
  return image;
}

/** The way without WebGL2: the windowed film on a canvas of its own size, drawn scaled by the browser. */
export class CanvasPainter implements FilmPainter {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d', { alpha: false });
  readonly #windowed = document.createElement('canvas');
  #film: { readonly source: FilmSource; readonly pixels: FilmPixels } | null = null;
  #windowedFor: Pick<ViewState, 'window' | 'inverted'> | null = null;

  upload(source: FilmSource, pixels: FilmPixels): boolean {
    this.#film = { source, pixels };
    this.#windowedFor = null;
    return true;
  }

  paint(view: ViewState): void {
    const context = this.#context;
    if (context === null || this.#film === null) return;
    const { source } = this.#film;
    this.#applyWindow(view, this.#film);
    const { width, height } = this.canvas;
    const scale = scaleOf(view.placement, { width: source.widthPx, height: source.heightPx }, this.canvas);
    const left = width / 2 - view.placement.centre.x * scale;
    const top = height / 2 - view.placement.centre.y * scale;
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#windowed, left, top, source.widthPx * scale, source.heightPx * scale);
  }

  clear(): void {
    this.#film = null;
    this.#context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  dispose(): void {
    this.#film = null;
    this.#windowed.width = 0;
  }

  #applyWindow(view: ViewState, film: { readonly source: FilmSource; readonly pixels: FilmPixels }): void {
    const shown = this.#windowedFor;
    if (shown?.window === view.window && shown.inverted === view.inverted) return;
    this.#windowed.width = film.source.widthPx;
    this.#windowed.height = film.source.heightPx;
    this.#windowed.getContext('2d')?.putImageData(displayedImage(film.source, film.pixels, view), 0, 0);
    this.#windowedFor = view;
  }
}
