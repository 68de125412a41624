import type { VoiLut } from '../../src-core/imaging/film-display.ts';
import type { FilmPainter } from './film-painter.ts';
import type { HeldFilm, PaintedView } from './film-sampler.ts';
import { FRAGMENT_SHADER, LUT_ROW, VERTEX_SHADER } from './shaders.ts';

function compile(gl: WebGL2RenderingContext, type: number, text: string): WebGLShader | null {
  const shader = gl.createShader(type);
  if (shader === null) return null;
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  return shader;
}

function linkProgram(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  const vertex = compile(gl, gl.VERTEX_SHADER, VERTEX_SHADER);
  const fragment = compile(gl, gl.FRAGMENT_SHADER, FRAGMENT_SHADER);
  if (program === null || vertex === null || fragment === null) return null;
  gl.attachShader(program, vertex);
  gl.attachShader(program, fragment);
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null;
}

type Uniforms = ReturnType<typeof locateUniforms>;

function locateUniforms(gl: WebGL2RenderingContext, program: WebGLProgram) {
  const locate = (name: string) => gl.getUniformLocation(program, name);
  return {
    film: locate('uFilm'),
    lut: locate('uLut'),
    filmSize: locate('uFilmSize'),
    viewportSize: locate('uViewportSize'),
    centre: locate('uCentre'),
    turning: locate('uTurning'),
    scale: locate('uScale'),
    inverseScale: locate('uInverseScale'),
    aspect: locate('uAspect'),
    inverseAspect: locate('uInverseAspect'),
    loupe: locate('uLoupe'),
    loupeScale: locate('uLoupeScale'),
    loupeInverseScale: locate('uLoupeInverseScale'),
    shape: locate('uShape'),
    origin: locate('uOrigin'),
    gain: locate('uGain'),
    inverted: locate('uInverted'),
    padding: locate('uPadding'),
    lutLast: locate('uLutLast'),
    lutWhite: locate('uLutWhite'),
  };
}

/** A film as one integer texture; zoom, pan and window are uniforms, so that dragging uploads nothing. */
export class WebglPainter implements FilmPainter {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  #texture: WebGLTexture | null = null;
  #lutTexture: WebGLTexture | null = null;
  /** The table that the second texture holds. */
  #lut: VoiLut | null = null;
  #film: HeldFilm | null = null;

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, uniforms: Uniforms) {
    this.canvas = canvas;
    this.#gl = gl;
    this.#uniforms = uniforms;
  }

  /**
   * Null where WebGL2 or one of its parts is missing, or where no graphics processor would compute it: the canvas
   * painter is faster there. Tests ask for it all the same.
   */
  static create({ software = false } = {}): WebglPainter | null {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      failIfMajorPerformanceCaveat: !software,
    });
    if (gl === null) return null;
    const program = linkProgram(gl);
    if (program === null) return null;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is no React hook.
    gl.useProgram(program);
    return new WebglPainter(canvas, gl, locateUniforms(gl, program));
  }

  upload(film: HeldFilm): boolean {
    const gl = this.#gl;
    const { widthPx, heightPx, pixels } = film;
    const limit: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    if (typeof limit === 'number' && Math.max(widthPx, heightPx) > limit) return false;
    gl.deleteTexture(this.#texture);
    this.#texture = this.#newTexture(gl.TEXTURE0);
    this.#film = film;
    const [inside, type] =
      pixels instanceof Uint8Array ? [gl.R8UI, gl.UNSIGNED_BYTE] : [gl.R16UI, gl.UNSIGNED_SHORT];
    gl.texImage2D(gl.TEXTURE_2D, 0, inside, widthPx, heightPx, 0, gl.RED_INTEGER, type, pixels);
    return gl.getError() !== gl.OUT_OF_MEMORY;
  }

  paint({ centre, scale, turning, loupe, shading }: PaintedView): void {
    const film = this.#film;
    if (film === null) return;
    const gl = this.#gl;
    const uniforms = this.#uniforms;
    const viewport = { width: gl.drawingBufferWidth, height: gl.drawingBufferHeight };
    this.#holdLut(shading.lut);
    gl.viewport(0, 0, viewport.width, viewport.height);
    gl.uniform1i(uniforms.film, 0);
    gl.uniform1i(uniforms.lut, shading.lut === null ? 0 : 1);
    gl.uniform2i(uniforms.filmSize, film.widthPx, film.heightPx);
    gl.uniform2f(uniforms.viewportSize, viewport.width, viewport.height);
    gl.uniform2f(uniforms.centre, centre.x, centre.y);
    gl.uniform4f(uniforms.turning, turning.xx, turning.xy, turning.yx, turning.yy);
    gl.uniform1f(uniforms.scale, scale);
    gl.uniform1f(uniforms.inverseScale, 1 / scale);
    gl.uniform1f(uniforms.aspect, film.aspect);
    gl.uniform1f(uniforms.inverseAspect, 1 / film.aspect);
    gl.uniform3f(uniforms.loupe, loupe?.middle.x ?? 0, loupe?.middle.y ?? 0, loupe?.radius ?? 0);
    gl.uniform1f(uniforms.loupeScale, loupe?.scale ?? 1);
    gl.uniform1f(uniforms.loupeInverseScale, 1 / (loupe?.scale ?? 1));
    gl.uniform1i(uniforms.shape, shading.shape);
    gl.uniform1f(uniforms.origin, shading.origin);
    gl.uniform1f(uniforms.gain, shading.gain);
    gl.uniform1i(uniforms.inverted, shading.inverted ? 1 : 0);
    gl.uniform2f(uniforms.padding, shading.paddingLow, shading.paddingHigh);
    gl.uniform1i(uniforms.lutLast, (shading.lut?.values.length ?? 1) - 1);
    gl.uniform1f(uniforms.lutWhite, 2 ** (shading.lut?.bits ?? 1) - 1);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  clear(): void {
    this.#film = null;
    this.#gl.clearColor(0, 0, 0, 1);
    this.#gl.clear(this.#gl.COLOR_BUFFER_BIT);
  }

  dispose(): void {
    this.#gl.deleteTexture(this.#texture);
    this.#gl.deleteTexture(this.#lutTexture);
    this.#texture = null;
    this.#lutTexture = null;
    this.#lut = null;
    this.#film = null;
    // Chromium keeps at most 16 contexts and frees an unreachable one only at garbage collection.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** Uploads a table when another one is shown, never while it is shifted or stretched. */
  #holdLut(lut: VoiLut | null): void {
    const gl = this.#gl;
    if (lut === null || lut === this.#lut) return;
    const rows = Math.ceil(lut.values.length / LUT_ROW);
    const entries = new Uint16Array(rows * LUT_ROW);
    entries.set(lut.values);
    gl.deleteTexture(this.#lutTexture);
    this.#lutTexture = this.#newTexture(gl.TEXTURE1);
    this.#lut = lut;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, LUT_ROW, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, entries);
  }

  /** An integer texture, bound to its unit: such textures cannot be filtered, and need not be. */
  #newTexture(unit: number): WebGLTexture | null {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(unit);
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
