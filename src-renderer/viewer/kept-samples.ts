import { type HeldFilm, isSamePlace, type PaintedView } from './film-sampler.ts';
import type { Size } from './view-geometry.ts';

/** The samples of one placement on the graphics card, as 32-bit floats: nothing of their precision is lost. */
export class KeptSamples {
  readonly #gl: WebGL2RenderingContext;
  readonly #unit: number;
  readonly #framebuffer: WebGLFramebuffer | null;
  #texture: WebGLTexture | null = null;
  #size: Size = { width: 0, height: 0 };
  #of: { readonly film: HeldFilm; readonly view: PaintedView } | null = null;

  /** @param unit of textures, this one's own */
  private constructor(gl: WebGL2RenderingContext, unit: number) {
    this.#gl = gl;
    this.#unit = unit;
    this.#framebuffer = gl.createFramebuffer();
  }

  /** Null where the driver cannot draw into 32-bit floats. */
  static create(gl: WebGL2RenderingContext, unit: number): KeptSamples | null {
    return gl.getExtension('EXT_color_buffer_float') === null ? null : new KeptSamples(gl, unit);
  }

  /** Draws the samples by `draw`, unless they are there already. */
  renew(film: HeldFilm, view: PaintedView, size: Size, draw: () => void): void {
    const gl = this.#gl;
    const sameSize = this.#size.width === size.width && this.#size.height === size.height;
    if (sameSize && this.#of?.film === film && isSamePlace(this.#of.view, view)) return;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    if (!sameSize) this.#resize(size);
    draw();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.#of = { film, view };
  }

  forget(): void {
    this.#of = null;
  }

  dispose(): void {
    this.#gl.deleteFramebuffer(this.#framebuffer);
    this.#gl.deleteTexture(this.#texture);
    this.#texture = null;
    this.#of = null;
  }

  #resize(size: Size): void {
    const gl = this.#gl;
    gl.deleteTexture(this.#texture);
    this.#texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + this.#unit);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, size.width, size.height);
    for (const parameter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, parameter, gl.NEAREST);
    }
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#texture, 0);
    this.#size = size;
  }
}
