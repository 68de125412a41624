import { createFilmPainter, type FilmPainter } from './film-painter.ts';
import type { HeldFilm, PaintedView } from './film-sampler.ts';
import type { Size } from './view-geometry.ts';

/** The painted canvas of a stage: made for a film, put into its host, and made anew when the driver takes it away. */
export class FilmCanvas {
  readonly #onLost: () => void;
  #host: HTMLElement | null = null;
  #painter: FilmPainter | null = null;
  #film: HeldFilm | null = null;

  /** @param onLost called when the film has to be painted again on a new canvas */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  get attached(): boolean {
    return this.#host !== null;
  }

  attach(host: HTMLElement): void {
    this.#host = host;
    if (this.#painter !== null) host.replaceChildren(this.#painter.canvas);
  }

  detach(): void {
    this.clear();
    this.#drop();
    this.#host = null;
  }

  upload(film: HeldFilm): void {
    this.#film = film;
    if (this.#painter?.upload(film) === true) return;
    this.#drop();
    this.#painter = createFilmPainter(film);
    this.#painter.canvas.addEventListener('webglcontextlost', this.#replaceLost);
    this.#host?.replaceChildren(this.#painter.canvas);
  }

  paint(view: PaintedView, { width, height }: Size): void {
    if (this.#painter === null || this.#film === null) return;
    const { canvas } = this.#painter;
    // Assigning a canvas's size, even the same, empties it.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#painter.paint(view);
  }

  clear(): void {
    this.#film = null;
    this.#painter?.clear();
  }

  /** A graphics driver may take the context away at any time; the film is painted again on a new one. */
  readonly #replaceLost = (): void => {
    this.#drop();
    if (this.#film === null) return;
    this.upload(this.#film);
    this.#onLost();
  };

  #drop(): void {
    this.#painter?.canvas.removeEventListener('webglcontextlost', this.#replaceLost);
    this.#painter?.canvas.remove();
    this.#painter?.dispose();
    this.#painter = null;
  }
}
