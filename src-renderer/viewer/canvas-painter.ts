import type { FilmPainter } from './film-painter.ts';
import { type HeldFilm, OUTSIDE, type PaintedView, RIM, sampleFrame } from './film-sampler.ts';
import { LOUPE_RIM } from './shaders.ts';
import { type Shading, shadeByte } from './shading.ts';
import type { Size } from './view-geometry.ts';

const RIM_BYTE = Math.round(LOUPE_RIM * 255);

/** Greys of a frame of samples as RGBA. */
export function shadeFrame(samples: Float32Array, shading: Shading): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(samples.length * 4);
  const rgba = new Uint32Array(bytes.buffer);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? OUTSIDE;
    const grey = sample === OUTSIDE ? 0 : sample === RIM ? RIM_BYTE : shadeByte(sample, shading);
    // Little endian, as every platform Electron runs on: alpha, blue, green, red from the high byte down.
    rgba[index] = 0xff00_0000 | (grey << 16) | (grey << 8) | grey;
  }
  return bytes;
}

/**
 * The way without WebGL2: the same sampling and the same greys, computed on the CPU. A change of window samples
 * nothing anew.
 */
export class CanvasPainter implements FilmPainter {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d', { alpha: false });
  #film: HeldFilm | null = null;
  #sampled: { readonly view: PaintedView; readonly size: Size; readonly samples: Float32Array } | null = null;

  upload(film: HeldFilm): boolean {
    this.#film = film;
    this.#sampled = null;
    return true;
  }

  paint(view: PaintedView): void {
    if (this.#context === null || this.#film === null) return;
    const { width, height } = this.canvas;
    if (width === 0 || height === 0) return;
    const samples = this.#samplesOf(this.#film, view, { width, height });
    this.#context.putImageData(new ImageData(shadeFrame(samples, view.shading), width, height), 0, 0);
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

  #samplesOf(film: HeldFilm, view: PaintedView, size: Size): Float32Array {
    const kept = this.#sampled;
    if (
      kept !== null &&
      isSamePlace(kept.view, view) &&
      kept.size.width === size.width &&
      kept.size.height === size.height
    )
      return kept.samples;
    const samples = sampleFrame(film, view, size);
    this.#sampled = { view, size, samples };
    return samples;
  }
}

function isSamePlace(one: PaintedView, other: PaintedView): boolean {
  return (
    one.scale === other.scale &&
    one.centre.x === other.centre.x &&
    one.centre.y === other.centre.y &&
    one.turning.xx === other.turning.xx &&
    one.turning.xy === other.turning.xy &&
    one.turning.yx === other.turning.yx &&
    one.loupe === null &&
    other.loupe === null
  );
}
