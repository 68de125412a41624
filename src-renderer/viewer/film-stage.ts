import { createFilmPainter, type FilmPainter } from './film-painter.ts';
import { type FilmPixels, maxValueOf } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import { FULL_WINDOW, type GrayWindow, windowOfPixels } from './gray-window.ts';
import { clampPlacement, type Placement, type Size } from './view-geometry.ts';
import { changeView, openingView, type ViewAction, type ViewState } from './view-state.ts';

/** What a viewport shows of its film. */
export interface ShownView {
  readonly placement: Placement;
  /** The viewport's size in device pixels. */
  readonly viewport: Size;
}

interface ShownFilm {
  readonly source: FilmSource;
  readonly pixels: FilmPixels;
  readonly size: Size;
  /** The window the film opens with: the full range of 8 bits, the occupied range of 16. */
  readonly window: GrayWindow;
}

/**
 * One viewport's film outside React: it holds the view, paints at most once a frame, and puts its canvas into
 * `host`. Between films it is black.
 */
export class FilmStage {
  readonly #host: HTMLElement;
  readonly #onView: (view: ShownView) => void;
  #painter: FilmPainter | null = null;
  #film: ShownFilm | null = null;
  #view: ViewState | null = null;
  #frame: number | null = null;
  #size: Size = { width: 0, height: 0 };
  #onFirstPaint: ((atMs: number) => void) | null = null;

  /** @param onView called with what is shown after each paint */
  constructor(host: HTMLElement, onView: (view: ShownView) => void = () => {}) {
    this.#host = host;
    this.#onView = onView;
  }

  /** Shows a film in the opening view; `onFirstPaint` gets `performance.now()` once it is on the screen. */
  show(source: FilmSource, pixels: FilmPixels, onFirstPaint: (atMs: number) => void): void {
    const size = { width: source.widthPx, height: source.heightPx };
    const window = source.bits === 8 ? FULL_WINDOW : windowOfPixels(pixels, maxValueOf(source));
    this.#film = { source, pixels, size, window };
    this.#view = openingView(size, window);
    this.#onFirstPaint = onFirstPaint;
    this.#preparePainter(source, pixels);
    this.#requestPaint();
  }

  /** Takes the film away at once. */
  clear(): void {
    this.#film = null;
    this.#view = null;
    this.#onFirstPaint = null;
    this.#painter?.clear();
  }

  /** Sets the viewport's size in device pixels. */
  resize(size: Size): void {
    this.#size = size;
    this.#requestPaint();
  }

  change(action: ViewAction): void {
    if (this.#film === null || this.#view === null || this.#size.width === 0) return;
    this.#view = changeView(this.#view, action, this.#film.size, this.#size);
    this.#requestPaint();
  }

  get openingWindow(): GrayWindow {
    return this.#film?.window ?? FULL_WINDOW;
  }

  dispose(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.clear();
    this.#dropPainter();
  }

  #preparePainter(source: FilmSource, pixels: FilmPixels): void {
    if (this.#painter?.upload(source, pixels) === true) return;
    this.#dropPainter();
    this.#painter = createFilmPainter(source, pixels);
    this.#painter.canvas.addEventListener('webglcontextlost', this.#replaceLostPainter);
    this.#host.replaceChildren(this.#painter.canvas);
  }

  /** A graphics driver may take the context away at any time; the film is painted again on a new one. */
  readonly #replaceLostPainter = (): void => {
    this.#dropPainter();
    if (this.#film === null) return;
    this.#preparePainter(this.#film.source, this.#film.pixels);
    this.#requestPaint();
  };

  #dropPainter(): void {
    this.#painter?.canvas.removeEventListener('webglcontextlost', this.#replaceLostPainter);
    this.#painter?.canvas.remove();
    this.#painter?.dispose();
    this.#painter = null;
  }

  #requestPaint(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  #paint(): void {
    const film = this.#film;
    const painter = this.#painter;
    if (film === null || this.#view === null || painter === null || this.#size.width === 0) return;
    const { canvas } = painter;
    // Assigning a canvas's size, even the same, empties it.
    if (canvas.width !== this.#size.width) canvas.width = this.#size.width;
    if (canvas.height !== this.#size.height) canvas.height = this.#size.height;
    const placement = clampPlacement(this.#view.placement, film.size, this.#size);
    this.#view = { ...this.#view, placement };
    painter.paint(this.#view);
    this.#onView({ placement, viewport: this.#size });
    this.#reportFirstPaint();
  }

  #reportFirstPaint(): void {
    const report = this.#onFirstPaint;
    if (report === null) return;
    this.#onFirstPaint = null;
    const shown = this.#film;
    // The next frame begins after this one went to the screen.
    requestAnimationFrame((atMs) => {
      if (this.#film === shown) report(atMs);
    });
  }
}
