import { MARKED, type PixelBox } from '../../../src-core/imaging/mask.ts';
import type { ShownView } from '../../viewer/film-stage.ts';
import { scaleOf } from '../../viewer/view-geometry.ts';
import type { MaskEditor } from './mask-editor.ts';

/** Little-endian RGBA: the accent colour, half translucent. */
const MARK_COLOUR = 0x80_b5_b0_5f;
const RING_COLOUR = '#9dd2d5';

/** Paints a mask over its film: coloured, translucent, pixel on pixel, with the brush where it stands. */
export class MaskOverlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #editor: MaskEditor;
  /** The mask's colours at the film's own size. */
  readonly #marks = document.createElement('canvas');
  #view: ShownView | null = null;
  #frame: number | null = null;
  readonly #detach: readonly (() => void)[];

  constructor(canvas: HTMLCanvasElement, editor: MaskEditor) {
    this.#canvas = canvas;
    this.#editor = editor;
    this.#marks.width = editor.mask.width;
    this.#marks.height = editor.mask.height;
    this.#colour({ x: 0, y: 0, width: editor.mask.width, height: editor.mask.height });
    this.#detach = [
      editor.onPainted((box) => this.#colour(box)),
      editor.subscribe(() => this.#requestPaint()),
    ];
  }

  /** Follows the film's viewport. */
  setView(view: ShownView): void {
    this.#view = view;
    this.#requestPaint();
  }

  dispose(): void {
    for (const detach of this.#detach) detach();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#marks.width = 0;
  }

  #colour({ x, y, width, height }: PixelBox): void {
    const { mask } = this.#editor;
    const image = new ImageData(width, height);
    const colours = new Uint32Array(image.data.buffer);
    for (let row = 0; row < height; row += 1) {
      const start = (y + row) * mask.width + x;
      for (let column = 0; column < width; column += 1)
        if (mask.bytes[start + column] === MARKED) colours[row * width + column] = MARK_COLOUR;
    }
    this.#marks.getContext('2d')?.putImageData(image, x, y);
    this.#requestPaint();
  }

  #requestPaint(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d');
    if (context === null || this.#view === null) return;
    const { placement, viewport } = this.#view;
    this.#canvas.width = viewport.width;
    this.#canvas.height = viewport.height;
    const { state } = this.#editor;
    const scale = scaleOf(placement, this.#view);
    context.imageSmoothingEnabled = scale < 1;
    context.translate(
      viewport.width / 2 - placement.centre.x * scale,
      viewport.height / 2 - placement.centre.y * scale,
    );
    context.scale(scale, scale);
    context.drawImage(this.#marks, 0, 0);
    context.lineWidth = (2 * window.devicePixelRatio) / scale;
    context.strokeStyle = RING_COLOUR;
    const { cursor, corner, tool, brushPx } = state;
    context.beginPath();
    if (tool === 'brush' || tool === 'eraser')
      context.arc(cursor.x + 0.5, cursor.y + 0.5, brushPx / 2, 0, 2 * Math.PI);
    else if (tool === 'rectangle') {
      const from = corner ?? cursor;
      const [left, top] = [Math.min(from.x, cursor.x), Math.min(from.y, cursor.y)];
      context.rect(left, top, Math.abs(from.x - cursor.x) + 1, Math.abs(from.y - cursor.y) + 1);
    }
    context.stroke();
  }
}
