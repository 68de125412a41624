import type { FilmPainter } from './film-painter.ts';
import { type FilmPixels, maxValueOf } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shaders.ts';
import { scaleOf } from './view-geometry.ts';
import type { ViewState } from './view-state.ts';

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
    filmSize: locate('uFilmSize'),
    viewportSize: locate('uViewportSize'),
    centre: locate('uCentre'),
    scale: locate('uScale'),
    maxValue: locate('uMaxValue'),
    windowCentre: locate('uWindowCentre'),
    windowWidth: locate('uWindowWidth'),
    inverted: locate('uInverted'),
  };
}

/** A film as one integer texture; zoom, pan and window are uniforms, so that dragging uploads nothing. */
export class WebglPainter implements FilmPainter {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  #texture: WebGLTexture | null = null;
  #source: FilmSource | null = null;

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, uniforms: Uniforms) {
    this.canvas = canvas;
    this.#gl = gl;
    this.#uniforms = uniforms;
  }

  /** Null where WebGL2 or one of its parts is missing. */
  static create(): WebglPainter | null {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false });
    if (gl === null) return null;
    const program = linkProgram(gl);
    if (program === null) return null;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is no React hook.
    gl.useProgram(program);
    return new WebglPainter(canvas, gl, locateUniforms(gl, program));
  }

  upload(source: FilmSource, pixels: FilmPixels): boolean {
    const gl = this.#gl;
    const limit: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    if (typeof limit === 'number' && Math.max(source.widthPx, source.heightPx) > limit) return false;
    gl.deleteTexture(this.#texture);
    this.#texture = gl.createTexture();
    this.#source = source;
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const [inside, type] = source.bits === 8 ? [gl.R8UI, gl.UNSIGNED_BYTE] : [gl.R16UI, gl.UNSIGNED_SHORT];
    const { widthPx, heightPx } = source;
    gl.texImage2D(gl.TEXTURE_2D, 0, inside, widthPx, heightPx, 0, gl.RED_INTEGER, type, pixels);
    for (const parameter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, parameter, gl.NEAREST);
    }
    return true;
  }

  paint(view: ViewState): void {
    const source = this.#source;
    if (source === null) return;
    const gl = this.#gl;
    const uniforms = this.#uniforms;
    const viewport = { width: gl.drawingBufferWidth, height: gl.drawingBufferHeight };
    const film = { width: source.widthPx, height: source.heightPx };
    gl.viewport(0, 0, viewport.width, viewport.height);
    gl.uniform1i(uniforms.film, 0);
    gl.uniform2f(uniforms.filmSize, film.width, film.height);
    gl.uniform2f(uniforms.viewportSize, viewport.width, viewport.height);
    gl.uniform2f(uniforms.centre, view.placement.centre.x, view.placement.centre.y);
    gl.uniform1f(uniforms.scale, scaleOf(view.placement, film, viewport));
    gl.uniform1f(uniforms.maxValue, maxValueOf(source));
    gl.uniform1f(uniforms.windowCentre, view.window.centre);
    gl.uniform1f(uniforms.windowWidth, view.window.width);
    gl.uniform1i(uniforms.inverted, view.inverted ? 1 : 0);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  clear(): void {
    this.#source = null;
    this.#gl.clearColor(0, 0, 0, 1);
    this.#gl.clear(this.#gl.COLOR_BUFFER_BIT);
  }

  dispose(): void {
    this.#gl.deleteTexture(this.#texture);
    this.#texture = null;
    this.#source = null;
    // Chromium keeps at most 16 contexts and frees an unreachable one only at garbage collection.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
