import type { FilmDisplay } from '../../../src-core/imaging/film-display.ts';
import type { PaintedView } from '../film-sampler.ts';
import type { Orientation } from '../orientation.ts';
import type { Point, Size } from '../view-geometry.ts';

/** A film, how it lies, and where it is looked at: what both painters are to paint. */
export interface PaintTask {
  readonly film: { readonly size: Size; readonly bits: 8 | 16; readonly aspect: number };
  /** Every value in its order from the first pixel on, or noise of a seed. */
  readonly pixels: 'ramp' | { readonly seed: number };
  readonly display: FilmDisplay;
  /** Which of the display's choices. */
  readonly choice: number;
  readonly inverted: boolean;
  readonly orientation: Orientation;
  readonly centre: Point;
  readonly scale: number;
  readonly loupe: PaintedView['loupe'];
  readonly viewport: Size;
}

/** How the two painters' pictures differ, in grey levels of 255; WebGL's with kept samples or in one pass, the worse. */
export interface PaintDifference {
  readonly pixels: number;
  readonly differing: number;
  readonly largest: number;
  /** How many grey levels the picture holds: one that is flat proves nothing. */
  readonly levels: number;
}

/** What the painting benchmark draws. */
export interface PaintingTask {
  readonly film: Size;
  /** Of the canvas, in device pixels. */
  readonly viewport: Size;
  readonly frames: number;
  readonly rounds: number;
}

export interface PaintingTimes {
  readonly emptyMs: number;
  readonly firstMs: number;
  readonly wholeMs: number;
  readonly actualMs: number;
  /** The same two without WebGL2. */
  readonly canvasFirstMs: number;
  readonly canvasMs: number;
  /** Texture uploads of one round of WebGL2: one film. */
  readonly uploads: number;
  /** As WebGL names the graphics processor. */
  readonly renderer: string;
}

/** What tests in the real window reach of the viewer; put into the page by `e2e/support/viewer-harness.ts`. */
export interface ViewerHarness {
  comparePainters(task: PaintTask): PaintDifference;
  measurePainting(task: PaintingTask): PaintingTimes;
}
