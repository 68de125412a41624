import { seededUniform } from '../../../src-core/imaging/phantom-anatomy.ts';
import { CanvasPainter } from '../canvas-painter.ts';
import type { FilmPainter } from '../film-painter.ts';
import type { HeldFilm, PaintedView } from '../film-sampler.ts';
import { viewToFilm } from '../orientation.ts';
import { shadingOf } from '../shading.ts';
import type { Size } from '../view-geometry.ts';
import { windowOf } from '../view-window.ts';
import { WebglPainter } from '../webgl-painter.ts';
import type { PaintDifference, PaintTask, ViewerHarness } from './harness-api.ts';
import { measurePainting } from './measure-painting.ts';

/** The viewer's parts on a page of tests: what unit tests in Node cannot run. */
const harness: ViewerHarness = {
  measurePainting,
  comparePainters: (task) => {
    const film = filmOf(task);
    const view = viewOf(task);
    const canvas = new CanvasPainter();
    const plain = paint(canvas, film, view, task.viewport);
    canvas.dispose();
    const [twoPasses, onePass] = [true, false].map((keepSamples) => {
      const webgl = WebglPainter.create({ software: true, keepSamples });
      if (webgl === null) throw new Error('no WebGL2 in this window');
      const painted = paint(webgl, film, view, task.viewport);
      webgl.dispose();
      return difference(painted, plain);
    });
    if (twoPasses === undefined || onePass === undefined) throw new Error('nothing was compared');
    return twoPasses.differing > onePass.differing ? twoPasses : onePass;
  },
};
Object.assign(window, { viewerHarness: harness });

function filmOf({ film: { size, bits, aspect }, pixels: filling }: PaintTask): HeldFilm {
  const length = size.width * size.height;
  const values = 2 ** bits;
  const uniform = filling === 'ramp' ? null : seededUniform(filling.seed);
  const valueAt = (_: unknown, index: number): number =>
    uniform === null ? index % values : Math.floor(uniform() * values);
  const pixels = bits === 8 ? Uint8Array.from({ length }, valueAt) : Uint16Array.from({ length }, valueAt);
  return { widthPx: size.width, heightPx: size.height, pixels, aspect };
}

function viewOf({ display, choice, inverted, orientation, centre, scale, loupe }: PaintTask): PaintedView {
  const { transform } = display.choices[choice] ?? display.choices[0];
  return {
    centre,
    scale,
    turning: viewToFilm(orientation),
    loupe,
    shading: shadingOf(windowOf(transform), inverted, display),
  };
}

function paint(
  painter: FilmPainter,
  film: HeldFilm,
  view: PaintedView,
  { width, height }: Size,
): Uint8ClampedArray {
  painter.canvas.width = width;
  painter.canvas.height = height;
  if (!painter.upload(film)) throw new Error('the painter does not take the film');
  // Another window first: the greys asked for are then those of samples that were kept.
  painter.paint({ ...view, shading: { ...view.shading, inverted: !view.shading.inverted } });
  painter.paint(view);
  const copy = document.createElement('canvas');
  copy.width = width;
  copy.height = height;
  const context = copy.getContext('2d');
  if (context === null) throw new Error('no 2D canvas in this window');
  context.drawImage(painter.canvas, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

function difference(one: Uint8ClampedArray, other: Uint8ClampedArray): PaintDifference {
  let differing = 0;
  let largest = 0;
  const levels = new Set<number>();
  for (let index = 0; index < one.length; index += 4) {
    const apart = Math.abs((one[index] ?? 0) - (other[index] ?? 0));
    if (apart > 0) differing += 1;
    largest = Math.max(largest, apart);
    levels.add(one[index] ?? 0);
  }
  return { pixels: one.length / 4, differing, largest, levels: levels.size };
}
