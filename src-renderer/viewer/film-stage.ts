import { type DisplayableFilm, identityDisplay } from '../../src-core/imaging/film-display.ts';
import { FilmCanvas } from './film-canvas.ts';
import type { FilmPixels } from './film-pixels.ts';
import type { HeldFilm } from './film-sampler.ts';
import type { FilmSource } from './film-source.ts';
import { type FilmValue, filmValueAt } from './film-values.ts';
import { paintedView } from './painted-view.ts';
import {
  clampPlacement,
  type Frame,
  filmPointAt,
  type Placement,
  type Point,
  type Size,
} from './view-geometry.ts';
import type { KeyCommand } from './view-keys.ts';
import {
  changeView,
  frameOf,
  openingView,
  type ViewAction,
  type ViewedFilm,
  type ViewerTools,
  type ViewState,
} from './view-state.ts';
import { isSamePreset, type WindowPreset, windowOfPreset, windowPresets } from './window-presets.ts';

/** What a viewport shows of its film, as painted. */
export interface ShownView extends Frame {
  readonly placement: Placement;
}

/** A film on the stage. */
export type StagedFilm = HeldFilm & DisplayableFilm & ViewedFilm;

/** What stands around a viewport follows: a new object whenever any of it changes. */
export interface StageSnapshot {
  readonly film: StagedFilm | null;
  readonly view: ViewState | null;
  /** The preset that the window was chosen by; null once it was changed otherwise. */
  readonly preset: WindowPreset | null;
  readonly frame: Frame | null;
}

export interface StageOptions {
  readonly tools: ViewerTools;
  /** Device pixels per millimetre of the display; null where it was not measured. */
  readonly pixelsPerMm: number | null;
}

const EMPTY: StageSnapshot = { film: null, view: null, preset: null, frame: null };
const OPENING_PRESET: WindowPreset = { kind: 'file', index: 0, label: null };

/**
 * One viewport's film outside React: it holds the view, paints at most once a frame, and puts its canvas into
 * its host. Between films it is black.
 */
export class FilmStage {
  readonly #listeners = new Set<() => void>();
  #options: StageOptions;
  readonly #canvas = new FilmCanvas(() => this.#requestPaint());
  #snapshot: StageSnapshot = EMPTY;
  #spacingMm: number | null = null;
  #pointer: Point | null = null;
  #loupe = false;
  #frameRequest: number | null = null;
  #size: Size = { width: 0, height: 0 };
  #onFirstPaint: ((atMs: number) => void) | null = null;
  /** Called with what is shown after each paint. */
  onView: (view: ShownView) => void = () => {};
  /** Called with every change a person made here, for panes that go along. */
  onAction: (action: ViewAction, before: ViewState) => void = () => {};

  constructor(options: StageOptions) {
    this.#options = options;
  }

  get tools(): ViewerTools {
    return this.#options.tools;
  }

  get snapshot(): StageSnapshot {
    return this.#snapshot;
  }

  /** Millimetres between two columns of the film; null where its file does not say. */
  get spacingMm(): number | null {
    return this.#spacingMm;
  }

  /** Device pixels per film pixel at true size; null where the film's spacing or the display's is unknown. */
  get trueScale(): number | null {
    const { pixelsPerMm } = this.#options;
    return pixelsPerMm === null || this.#spacingMm === null ? null : pixelsPerMm * this.#spacingMm;
  }

  /** Calls back after each change of the snapshot and each move of the pointer; returns its own undoing. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setPixelsPerMm(pixelsPerMm: number | null): void {
    this.#options = { ...this.#options, pixelsPerMm };
    this.#requestPaint();
  }

  /** Puts the canvas into an element; `detach` takes it out. */
  attach(host: HTMLElement): void {
    this.#canvas.attach(host);
    this.#requestPaint();
  }

  detach(): void {
    if (this.#frameRequest !== null) cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = null;
    this.clear();
    this.#canvas.detach();
  }

  /** Shows a film in the opening view; `onFirstPaint` gets `performance.now()` once it is on the screen. */
  show(source: FilmSource, pixels: FilmPixels, onFirstPaint: (atMs: number) => void = () => {}): void {
    const { widthPx, heightPx, bits, pixelSpacingMm = null } = source;
    const aspect = pixelSpacingMm === null ? 1 : pixelSpacingMm[0] / pixelSpacingMm[1];
    const film: StagedFilm = {
      widthPx,
      heightPx,
      bits,
      pixels,
      aspect,
      display: source.display ?? identityDisplay(bits),
      size: { width: widthPx, height: heightPx * aspect },
    };
    this.#spacingMm = pixelSpacingMm?.[1] ?? null;
    this.#loupe = false;
    this.#onFirstPaint = onFirstPaint;
    this.#canvas.upload(film);
    this.#set({ film, view: openingView(film), preset: OPENING_PRESET });
  }

  /** Takes the film away at once. */
  clear(): void {
    this.#onFirstPaint = null;
    this.#canvas.clear();
    this.#set(EMPTY);
  }

  /** Sets the viewport's size in device pixels. */
  resize(size: Size): void {
    this.#size = size;
    this.#set({});
  }

  /** A change that a person makes. The reading room's stage neither turns nor mirrors. */
  change(action: ViewAction): void {
    const { film, view } = this.#snapshot;
    if (film === null || view === null || this.#size.width === 0) return;
    if (this.tools === 'reading' && COORDINATORS_ACTIONS.has(action.kind)) return;
    this.apply(action);
    this.onAction(action, view);
  }

  /** A change without telling the panes that go along. */
  apply(action: ViewAction): void {
    const { film, view, preset } = this.#snapshot;
    if (film === null || view === null || this.#size.width === 0) return;
    const next = changeView(view, action, film, this.#size, this.trueScale);
    this.setView(
      next,
      action.kind === 'reset' ? OPENING_PRESET : next.window === view.window ? preset : null,
    );
  }

  /** Shows the film in this view, kept within its edges. */
  setView(view: ViewState, preset: WindowPreset | null = null): void {
    if (this.#snapshot.film === null) return;
    this.#set({ view, preset });
  }

  /** Windows to choose from; empty without a film. */
  get presets(): readonly WindowPreset[] {
    const { film } = this.#snapshot;
    return film === null ? [] : windowPresets(film, this.tools);
  }

  choose(preset: WindowPreset): void {
    const { film } = this.#snapshot;
    if (film === null) return;
    this.change({ kind: 'set-window', window: windowOfPreset(preset, film) });
    this.#set({ preset });
  }

  /** What a key of the viewport asks for. */
  obey(command: KeyCommand): void {
    if (command.kind === 'loupe') this.setLoupe(true);
    else if (command.kind === 'auto-window') this.choose({ kind: 'percentiles', name: 'auto' });
    else if (command.kind === 'next-window') this.#chooseNext(command.step);
    else this.change(command);
  }

  /** A magnified disc that follows the pointer, until it is put away. */
  setLoupe(shown: boolean): void {
    if (this.#loupe === shown) return;
    this.#loupe = shown;
    this.#requestPaint();
    this.#tell();
  }

  get loupe(): boolean {
    return this.#loupe;
  }

  /** Where the pointer is, in device pixels; null when it has left. */
  setPointer(pointer: Point | null): void {
    this.#pointer = pointer;
    if (this.#loupe) this.#requestPaint();
    this.#tell();
  }

  /** The value under the pointer; always null in the reading room. */
  get valueUnderPointer(): FilmValue | null {
    const { film, view, frame } = this.#snapshot;
    if (
      this.tools === 'reading' ||
      film === null ||
      view === null ||
      frame === null ||
      this.#pointer === null
    )
      return null;
    return filmValueAt(film, filmPointAt(this.#pointer, view.placement, frame));
  }

  #chooseNext(step: 1 | -1): void {
    const { presets } = this;
    const { preset } = this.#snapshot;
    const place = preset === null ? -1 : presets.findIndex((known) => isSamePreset(known, preset));
    const next = place === -1 ? 0 : (place + step + presets.length) % presets.length;
    const chosen = presets[next];
    if (chosen !== undefined) this.choose(chosen);
  }

  #set(part: Partial<StageSnapshot>): void {
    const { film, view, preset } = { ...this.#snapshot, ...part };
    if (film === null || view === null || this.#size.width === 0) {
      this.#snapshot = { film, view, preset, frame: null };
    } else {
      const frame = frameOf(view, film.size, this.#size, this.trueScale);
      const placement = clampPlacement(view.placement, frame);
      this.#snapshot = { film, view: { ...view, placement }, preset, frame };
    }
    this.#requestPaint();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #requestPaint(): void {
    if (!this.#canvas.attached) return;
    this.#frameRequest ??= requestAnimationFrame(() => {
      this.#frameRequest = null;
      this.#paint();
    });
  }

  #paint(): void {
    const { film, view, frame } = this.#snapshot;
    if (film === null || view === null || frame === null) return;
    const { placement, painted } = paintedView(view, film, frame, this.#loupePoint(frame.viewport));
    this.#canvas.paint(painted, frame.viewport);
    this.onView({ ...frame, placement });
    this.#reportFirstPaint();
  }

  /** Without a pointer on the film the loupe stands in the middle: a keyboard reaches everything by moving the film. */
  #loupePoint({ width, height }: Size): Point | null {
    return this.#loupe ? (this.#pointer ?? { x: width / 2, y: height / 2 }) : null;
  }

  #reportFirstPaint(): void {
    const report = this.#onFirstPaint;
    if (report === null) return;
    this.#onFirstPaint = null;
    const shown = this.#snapshot.film;
    // The next frame begins after this one went to the screen.
    requestAnimationFrame((atMs) => {
      if (this.#snapshot.film === shown) report(atMs);
    });
  }
}

const COORDINATORS_ACTIONS: ReadonlySet<ViewAction['kind']> = new Set(['turn', 'mirror', 'true-size']);
