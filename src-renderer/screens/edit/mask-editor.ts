import {
  emptyMask,
  type FilmPoint,
  invertMask,
  MARKED,
  type Mask,
  markedPixels,
  type PixelBox,
  paintRectangle,
  paintStroke,
  UNMARKED,
} from '../../../src-core/imaging/mask.ts';
import {
  canRedo,
  canUndo,
  type MaskHistory,
  recordStep,
  redoStep,
  startHistory,
  undoStep,
} from '../../../src-core/imaging/mask-history.ts';

/** `look` draws nothing: the mouse sets window, zoom and place as in every viewport. */
export const MASK_TOOLS = ['look', 'brush', 'eraser', 'rectangle'] as const;
export type MaskTool = (typeof MASK_TOOLS)[number];

export interface MaskEditorState {
  readonly tool: MaskTool;
  /** Diameter of brush and eraser in film pixels. */
  readonly brushPx: number;
  /** The film pixel that the keyboard draws at. */
  readonly cursor: FilmPoint;
  /** The first corner of a rectangle that is being drawn. */
  readonly corner: FilmPoint | null;
  readonly marked: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface MaskKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ARROWS: Readonly<Record<string, FilmPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** A press of [ or ] changes the brush by this share. */
const BRUSH_STEP = 1.25;

/** The mask of one film while it is drawn, by pointer, by keyboard or by numbers; outside React. */
export class MaskEditor {
  readonly mask: Mask;
  #state: MaskEditorState;
  #history: MaskHistory;
  readonly #listeners = new Set<() => void>();
  readonly #painters = new Set<(box: PixelBox) => void>();

  constructor(width: number, height: number) {
    this.mask = emptyMask(width, height);
    this.#history = startHistory(this.mask);
    this.#state = {
      tool: 'look',
      brushPx: Math.max(1, Math.round(Math.min(width, height) / 12)),
      cursor: { x: Math.floor(width / 2), y: Math.floor(height / 2) },
      corner: null,
      marked: 0,
      canUndo: false,
      canRedo: false,
    };
  }

  get state(): MaskEditorState {
    return this.#state;
  }

  /** True where a part of the film is marked: neither nothing nor everything. */
  get hasMask(): boolean {
    return this.#state.marked > 0 && this.#state.marked < this.mask.bytes.length;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls `painter` with each part of the mask that changed. */
  onPainted(painter: (box: PixelBox) => void): () => void {
    this.#painters.add(painter);
    return () => this.#painters.delete(painter);
  }

  setTool(tool: MaskTool): void {
    this.#change({ tool, corner: null });
  }

  /** At least one pixel, at most the film's shorter side. */
  setBrush(diameterPx: number): void {
    const most = Math.min(this.mask.width, this.mask.height);
    this.#change({ brushPx: Math.min(most, Math.max(1, Math.round(diameterPx))) });
  }

  /** Puts the cursor on the pixel of a place; a place beyond the film stands at its edge. */
  placeCursor({ x, y }: FilmPoint): void {
    const within = (value: number, length: number): number =>
      Math.min(length - 1, Math.max(0, Math.floor(value)));
    this.#change({ cursor: { x: within(x, this.mask.width), y: within(y, this.mask.height) } });
  }

  /** Draws with brush or eraser along a line; `endStep` makes what was drawn one step. */
  stroke(from: FilmPoint, to: FilmPoint): void {
    const value = this.#state.tool === 'eraser' ? UNMARKED : MARKED;
    this.#painted(paintStroke(this.mask, from, to, this.#state.brushPx, value));
  }

  endStep(): void {
    this.#history = recordStep(this.#history, this.mask);
    this.#change({
      marked: markedPixels(this.mask),
      canUndo: canUndo(this.#history),
      canRedo: canRedo(this.#history),
    });
  }

  setCorner(corner: FilmPoint | null): void {
    this.#change({ corner });
  }

  /** Marks the rectangle between two pixels, both of them in it. */
  fillBetween(first: FilmPoint, second: FilmPoint): void {
    this.fillBox({
      x: Math.min(first.x, second.x),
      y: Math.min(first.y, second.y),
      width: Math.abs(first.x - second.x) + 1,
      height: Math.abs(first.y - second.y) + 1,
    });
  }

  fillBox(box: PixelBox): void {
    this.#painted(paintRectangle(this.mask, box, MARKED));
    this.#change({ corner: null });
    this.endStep();
  }

  invert(): void {
    invertMask(this.mask);
    this.#paintedAll();
    this.endStep();
  }

  clear(): void {
    this.mask.bytes.fill(UNMARKED);
    this.#paintedAll();
    this.endStep();
  }

  undo(): void {
    this.#history = undoStep(this.#history, this.mask);
    this.#wentThroughHistory();
  }

  redo(): void {
    this.#history = redoStep(this.#history, this.mask);
    this.#wentThroughHistory();
  }

  /** Acts on a key that draws; false for a key that is not the mask's. */
  pressKey({ key, shiftKey, ctrlKey, metaKey, altKey }: MaskKey): boolean {
    if (altKey) return false;
    if (ctrlKey || metaKey) return this.#pressControlKey(key.toLowerCase(), shiftKey);
    const { tool, brushPx, cursor, corner } = this.#state;
    if (tool === 'look') return false;
    const arrow = Object.hasOwn(ARROWS, key) ? ARROWS[key] : undefined;
    if (arrow !== undefined) {
      const step = shiftKey ? 1 : Math.max(1, Math.round(brushPx / 2));
      this.placeCursor({ x: cursor.x + arrow.x * step, y: cursor.y + arrow.y * step });
      return true;
    }
    if (key === ' ') this.#paintAtCursor();
    else if (key === '[') this.setBrush(Math.min(brushPx - 1, brushPx / BRUSH_STEP));
    else if (key === ']') this.setBrush(Math.max(brushPx + 1, brushPx * BRUSH_STEP));
    else if (key === 'Escape' && corner !== null) this.setCorner(null);
    else return false;
    return true;
  }

  #pressControlKey(key: string, shiftKey: boolean): boolean {
    if (key === 'y' || (key === 'z' && shiftKey)) this.redo();
    else if (key === 'z') this.undo();
    else return false;
    return true;
  }

  /** A dab of brush or eraser; of a rectangle the first corner, then the second. */
  #paintAtCursor(): void {
    const { tool, cursor, corner } = this.#state;
    if (tool === 'rectangle') {
      if (corner === null) this.setCorner(cursor);
      else this.fillBetween(corner, cursor);
      return;
    }
    const middle = { x: cursor.x + 0.5, y: cursor.y + 0.5 };
    this.stroke(middle, middle);
    this.endStep();
  }

  #wentThroughHistory(): void {
    this.#paintedAll();
    this.#change({
      corner: null,
      marked: markedPixels(this.mask),
      canUndo: canUndo(this.#history),
      canRedo: canRedo(this.#history),
    });
  }

  #paintedAll(): void {
    this.#painted({ x: 0, y: 0, width: this.mask.width, height: this.mask.height });
  }

  #painted(box: PixelBox | null): void {
    if (box === null) return;
    for (const painter of this.#painters) painter(box);
  }

  #change(part: Partial<MaskEditorState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}
