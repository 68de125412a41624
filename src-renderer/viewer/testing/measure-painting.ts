import { identityDisplay } from '../../../src-core/imaging/film-display.ts';
import { drawPhantom } from '../../../src-core/imaging/phantom.ts';
import { CanvasPainter } from '../canvas-painter.ts';
import type { FilmPainter } from '../film-painter.ts';
import type { HeldFilm } from '../film-sampler.ts';
import { UPRIGHT } from '../orientation.ts';
import { paintedView } from '../painted-view.ts';
import { type Frame, fitPlacement, type Placement, type Size } from '../view-geometry.ts';
import { openingWindow } from '../view-window.ts';
import { WebglPainter } from '../webgl-painter.ts';
import type { PaintingTask, PaintingTimes } from './harness-api.ts';

const DISPLAY = identityDisplay(16);

/** Times of frames in milliseconds, medians of rounds; every frame is waited for. */
export function measurePainting({ film: size, viewport, frames, rounds }: PaintingTask): PaintingTimes {
  const film = phantomFilm(size);
  const first: number[] = [];
  const empty: number[] = [];
  const whole: number[] = [];
  const actual: number[] = [];
  const canvasFirst: number[] = [];
  const canvas: number[] = [];
  const fit = fitPlacement(size);
  const pixelwise: Placement = { ...fit, unit: 'pixel', zoom: 1 };
  let uploads = 0;
  let renderer = '';
  for (let round = 0; round < rounds; round += 1) {
    const painter = WebglPainter.create({ software: true });
    if (painter === null) throw new Error('no WebGL2 in this window');
    const gl = painter.canvas.getContext('webgl2');
    if (gl === null) throw new Error('no WebGL2 in this window');
    renderer = String(gl.getParameter(gl.RENDERER));
    const finish = (): void => {
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    };
    const counted = countUploads(gl);
    empty.push(emptyFrame(viewport, frames));
    const fresh = performance.now();
    const again = freshPainter(viewport);
    again.upload(film);
    drag(again, viewport, size, fit, 1, () => wait(again.canvas));
    first.push(performance.now() - fresh);
    again.dispose();
    painter.canvas.width = viewport.width;
    painter.canvas.height = viewport.height;
    painter.upload(film);
    drag(painter, viewport, size, fit, 3, finish);
    whole.push(drag(painter, viewport, size, fit, frames, finish));
    drag(painter, viewport, size, pixelwise, 1, finish);
    actual.push(drag(painter, viewport, size, pixelwise, frames, finish));
    uploads = counted();
    painter.dispose();
    const plain = new CanvasPainter();
    plain.canvas.width = viewport.width;
    plain.canvas.height = viewport.height;
    plain.upload(film);
    canvasFirst.push(drag(plain, viewport, size, fit, 1, () => {}));
    canvas.push(drag(plain, viewport, size, fit, frames, () => {}));
    plain.dispose();
  }
  return {
    emptyMs: median(empty),
    firstMs: median(first),
    wholeMs: median(whole),
    actualMs: median(actual),
    canvasFirstMs: median(canvasFirst),
    canvasMs: median(canvas),
    uploads,
    renderer,
  };
}

function phantomFilm({ width, height }: Size): HeldFilm {
  const { radiograph } = drawPhantom(1, { sizePx: 1024, bits: 16 });
  const pixels = Uint16Array.from({ length: width * height }, (_, index) => {
    const x = Math.floor(((index % width) * 1024) / width);
    const y = Math.floor((Math.floor(index / width) * 1024) / height);
    return radiograph.pixels[y * 1024 + x] ?? 0;
  });
  return { widthPx: width, heightPx: height, pixels, aspect: 1 };
}

function freshPainter({ width, height }: Size): WebglPainter {
  const painter = WebglPainter.create({ software: true });
  if (painter === null) throw new Error('no WebGL2 in this window');
  painter.canvas.width = width;
  painter.canvas.height = height;
  return painter;
}

/** Milliseconds a frame while the window moves from frame to frame. */
function drag(
  painter: FilmPainter,
  viewport: Size,
  film: Size,
  placement: Placement,
  frames: number,
  finish: () => void,
): number {
  const frame: Frame = { film, viewport, orientation: UPRIGHT, trueScale: null };
  const opening = openingWindow(DISPLAY);
  const from = performance.now();
  for (let step = 0; step < frames; step += 1) {
    const window = { ...opening, centre: opening.centre + 100 * step };
    const view = { placement, window, inverted: false, orientation: UPRIGHT };
    painter.paint(paintedView(view, { display: DISPLAY }, frame, null).painted);
    finish();
  }
  return (performance.now() - from) / frames;
}

function emptyFrame(viewport: Size, frames: number): number {
  const canvas = document.createElement('canvas');
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false });
  if (gl === null) throw new Error('no WebGL2 in this window');
  const clear = (step: number): void => {
    gl.clearColor(step / frames, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  };
  clear(0);
  const from = performance.now();
  for (let step = 0; step < frames; step += 1) clear(step);
  const each = (performance.now() - from) / frames;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return each;
}

function wait(canvas: HTMLCanvasElement): void {
  const gl = canvas.getContext('webgl2');
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

/** Counts texture uploads of a context from now on. */
function countUploads(gl: WebGL2RenderingContext): () => number {
  let count = 0;
  const upload = gl.texImage2D.bind(gl);
  Object.assign(gl, {
    texImage2D: (...given: Parameters<typeof upload>) => {
      count += 1;
      upload(...given);
    },
  });
  return () => count;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
