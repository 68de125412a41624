import type { FilmPainter } from './film-painter.ts';
import { type HeldFilm, isSamePlace, OUTSIDE, type PaintedView, RIM, sampleFrame } from './film-sampler.ts';
import { BETWEEN_GREYS, greyLookup } from './grey-lookup.ts';
import { LOUPE_RIM } from './shaders.ts';
import { byteOfRamp, type Shading } from './shading.ts';
import type { Size } from './view-geometry.ts';

const RIM_BYTE = Math.round(LOUPE_RIM * 255);

/** Paints the greys of a frame of samples, as RGBA, into `rgba`: one number a sample. */
export function shadeFrame(samples: Float32Array, shading: Shading, rgba: Uint32Array): void {
  const { low, perUnit, greys } = greyLookup(shading);
  const last = greys.length - 1;
  const { fround } = Math;
  const origin = fround(shading.origin);
  const gain = fround(shading.gain);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? OUTSIDE;
    let grey = 0;
    if (sample === RIM) grey = RIM_BYTE;
    else if (sample !== OUTSIDE) {
      const ramp = fround(fround(fround(sample - origin) * gain) + 0.5);
      const place = (ramp - low) * perUnit;
      grey = greys[place <= 0 ? 0 : place >= last ? last : place | 0] ?? BETWEEN_GREYS;
      if (grey === BETWEEN_GREYS) grey = byteOfRamp(ramp, shading);
    }
    // Little endian, as every platform Electron runs on: alpha, blue, green, red from the high byte down.
    rgba[index] = 0xff00_0000 | (grey << 16) | (grey << 8) | grey;
  }
}

/** A placement's samples, kept while only the window changes, and the picture they are shaded into. */
interface Sampled {
  readonly view: PaintedView;
  readonly size: Size;
  readonly samples: Float32Array;
  readonly picture: ImageData;
}

/**
 * The way without a graphics processor: the same sampling and the same greys, computed on the CPU. A change of window
 * samples nothing anew.
 */
export class CanvasPainter implements FilmPainter {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d', { alpha: false });
  #film: HeldFilm | null = null;
  #sampled: Sampled | null = null;

  upload(film: HeldFilm): boolean {
    this.#film = film;
    this.#sampled = null;
    return true;
  }

  paint(view: PaintedView): void {
    if (this.#context === null || this.#film === null) return;
    const { width, height } = this.canvas;
    if (width === 0 || height === 0) return;
    const { samples, picture } = this.#sampledOf(this.#film, view, { width, height });
    shadeFrame(samples, view.shading, new Uint32Array(picture.data.buffer));
    this.#context.putImageData(picture, 0, 0);
  }

  clear(): void {
    this.#film = null;
    this.#sampled = null;
    this.#context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  dispose(): void {
    this.#film = null;
    this.#sampled = null;
  }

  #sampledOf(film: HeldFilm, view: PaintedView, size: Size): Sampled {
    const kept = this.#sampled;
    const sameSize = kept !== null && kept.size.width === size.width && kept.size.height === size.height;
    if (sameSize && isSamePlace(kept.view, view)) return kept;
    const picture = sameSize ? kept.picture : new ImageData(size.width, size.height);
    this.#sampled = { view, size, samples: sampleFrame(film, view, size), picture };
    return this.#sampled;
  }
}
