import type { VoiLut } from '../../src-core/imaging/film-display.ts';
import type { FilmPainter } from './film-painter.ts';
import type { HeldFilm, PaintedView } from './film-sampler.ts';
import { KeptSamples } from './kept-samples.ts';
import { LUT_ROW, ONE_PASS_SHADER, SAMPLING_SHADER, SHADING_SHADER } from './shaders.ts';
import type { Shading } from './shading.ts';
import type { Size } from './view-geometry.ts';
import { WebglProgram } from './webgl-program.ts';

const FILM_UNIT = 0;
const LUT_UNIT = 1;
const SAMPLES_UNIT = 2;

/** How frames are drawn: sampled once a placement and shaded anew, or all at once. */
type Passes =
  | { readonly kept: KeptSamples; readonly sampling: WebglProgram; readonly shading: WebglProgram }
  | { readonly kept: null; readonly both: WebglProgram };

/** Null where the driver takes no shader. */
function linkPasses(gl: WebGL2RenderingContext, keepSamples: boolean): Passes | null {
  const kept = keepSamples ? KeptSamples.create(gl, SAMPLES_UNIT) : null;
  if (kept !== null) {
    const sampling = WebglProgram.link(gl, SAMPLING_SHADER);
    const shading = WebglProgram.link(gl, SHADING_SHADER);
    if (sampling !== null && shading !== null) return { kept, sampling, shading };
    kept.dispose();
  }
  const both = WebglProgram.link(gl, ONE_PASS_SHADER);
  return both === null ? null : { kept: null, both };
}

/** A film as one integer texture; zoom, pan and window are uniforms, so that dragging uploads nothing. */
export class WebglPainter implements FilmPainter {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #passes: Passes;
  #texture: WebGLTexture | null = null;
  #lutTexture: WebGLTexture | null = null;
  /** The table that the second texture holds. */
  #lut: VoiLut | null = null;
  #film: HeldFilm | null = null;

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, passes: Passes) {
    this.canvas = canvas;
    this.#gl = gl;
    this.#passes = passes;
  }

  /**
   * Null where WebGL2 or one of its parts is missing, or where no graphics processor would compute it: the canvas
   * painter is faster there. Tests ask for it all the same, and for the single pass of drivers without 32-bit floats.
   */
  static create({ software = false, keepSamples = true } = {}): WebglPainter | null {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      failIfMajorPerformanceCaveat: !software,
    });
    if (gl === null) return null;
    const passes = linkPasses(gl, keepSamples);
    return passes === null ? null : new WebglPainter(canvas, gl, passes);
  }

  upload(film: HeldFilm): boolean {
    const gl = this.#gl;
    const { widthPx, heightPx, pixels } = film;
    const limit: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    if (typeof limit === 'number' && Math.max(widthPx, heightPx) > limit) return false;
    gl.deleteTexture(this.#texture);
    this.#texture = this.#newTexture(FILM_UNIT);
    this.#film = film;
    const [inside, type] =
      pixels instanceof Uint8Array ? [gl.R8UI, gl.UNSIGNED_BYTE] : [gl.R16UI, gl.UNSIGNED_SHORT];
    gl.texImage2D(gl.TEXTURE_2D, 0, inside, widthPx, heightPx, 0, gl.RED_INTEGER, type, pixels);
    return gl.getError() !== gl.OUT_OF_MEMORY;
  }

  paint(view: PaintedView): void {
    const film = this.#film;
    if (film === null) return;
    const gl = this.#gl;
    const passes = this.#passes;
    const size = { width: gl.drawingBufferWidth, height: gl.drawingBufferHeight };
    this.#holdLut(view.shading.lut);
    gl.viewport(0, 0, size.width, size.height);
    if (passes.kept === null) {
      passes.both.use();
      this.#place(passes.both, film, view, size);
      this.#shade(passes.both, view.shading);
      passes.both.draw();
      return;
    }
    passes.kept.renew(film, view, size, () => {
      passes.sampling.use();
      this.#place(passes.sampling, film, view, size);
      passes.sampling.draw();
    });
    passes.shading.use();
    gl.uniform1i(passes.shading.uniform('uSamples'), SAMPLES_UNIT);
    this.#shade(passes.shading, view.shading);
    passes.shading.draw();
  }

  clear(): void {
    this.#film = null;
    this.#passes.kept?.forget();
    this.#gl.clearColor(0, 0, 0, 1);
    this.#gl.clear(this.#gl.COLOR_BUFFER_BIT);
  }

  dispose(): void {
    this.#passes.kept?.dispose();
    this.#gl.deleteTexture(this.#texture);
    this.#gl.deleteTexture(this.#lutTexture);
    this.#texture = null;
    this.#lutTexture = null;
    this.#lut = null;
    this.#film = null;
    // Chromium keeps at most 16 contexts and frees an unreachable one only at garbage collection.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** Sets what decides the samples. */
  #place(
    program: WebglProgram,
    film: HeldFilm,
    { centre, scale, turning, loupe, shading }: PaintedView,
    { width, height }: Size,
  ): void {
    const gl = this.#gl;
    gl.uniform1i(program.uniform('uFilm'), FILM_UNIT);
    gl.uniform2i(program.uniform('uFilmSize'), film.widthPx, film.heightPx);
    gl.uniform2f(program.uniform('uViewportSize'), width, height);
    gl.uniform2f(program.uniform('uCentre'), centre.x, centre.y);
    gl.uniform4f(program.uniform('uTurning'), turning.xx, turning.xy, turning.yx, turning.yy);
    gl.uniform1f(program.uniform('uScale'), scale);
    gl.uniform1f(program.uniform('uInverseScale'), 1 / scale);
    gl.uniform1f(program.uniform('uAspect'), film.aspect);
    gl.uniform1f(program.uniform('uInverseAspect'), 1 / film.aspect);
    gl.uniform3f(program.uniform('uLoupe'), loupe?.middle.x ?? 0, loupe?.middle.y ?? 0, loupe?.radius ?? 0);
    gl.uniform1f(program.uniform('uLoupeScale'), loupe?.scale ?? 1);
    gl.uniform1f(program.uniform('uLoupeInverseScale'), 1 / (loupe?.scale ?? 1));
    gl.uniform2f(program.uniform('uPadding'), shading.paddingLow, shading.paddingHigh);
  }

  /** Sets what turns samples into greys. */
  #shade(program: WebglProgram, { shape, origin, gain, inverted, lut }: Shading): void {
    const gl = this.#gl;
    gl.uniform1i(program.uniform('uLut'), lut === null ? FILM_UNIT : LUT_UNIT);
    gl.uniform1i(program.uniform('uShape'), shape);
    gl.uniform1f(program.uniform('uOrigin'), origin);
    gl.uniform1f(program.uniform('uGain'), gain);
    gl.uniform1i(program.uniform('uInverted'), inverted ? 1 : 0);
    gl.uniform1i(program.uniform('uLutLast'), (lut?.values.length ?? 1) - 1);
    gl.uniform1f(program.uniform('uLutWhite'), 2 ** (lut?.bits ?? 1) - 1);
  }

  /** Uploads a table when another one is shown, never while it is shifted or stretched. */
  #holdLut(lut: VoiLut | null): void {
    const gl = this.#gl;
    if (lut === null || lut === this.#lut) return;
    const rows = Math.ceil(lut.values.length / LUT_ROW);
    const entries = new Uint16Array(rows * LUT_ROW);
    entries.set(lut.values);
    gl.deleteTexture(this.#lutTexture);
    this.#lutTexture = this.#newTexture(LUT_UNIT);
    this.#lut = lut;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, LUT_ROW, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, entries);
  }

  /** An integer texture, bound to its unit: such textures cannot be filtered, and need not be. */
  #newTexture(unit: number): WebGLTexture | null {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    for (const parameter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, parameter, gl.NEAREST);
    }
    for (const parameter of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
      gl.texParameteri(gl.TEXTURE_2D, parameter, gl.CLAMP_TO_EDGE);
    }
    return texture;
  }
}
