import { VERTEX_SHADER } from './shaders.ts';

/** A linked program of the viewport's one triangle, its uniforms by name. */
export class WebglProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #uniforms = new Map<string, WebGLUniformLocation | null>();

  private constructor(gl: WebGL2RenderingContext, program: WebGLProgram) {
    this.#gl = gl;
    this.#program = program;
  }

  /** Null where the driver does not take the shader. */
  static link(gl: WebGL2RenderingContext, fragmentShader: string): WebglProgram | null {
    const program = gl.createProgram();
    const vertex = compile(gl, gl.VERTEX_SHADER, VERTEX_SHADER);
    const fragment = compile(gl, gl.FRAGMENT_SHADER, fragmentShader);
    if (program === null || vertex === null || fragment === null) return null;
    gl.attachShader(program, vertex);
    gl.attachShader(program, fragment);
    gl.linkProgram(program);
    return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? new WebglProgram(gl, program) : null;
  }

  use(): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is no React hook.
    this.#gl.useProgram(this.#program);
  }

  /** Null, which sets nothing, for a name that the shader does not have. */
  uniform(name: string): WebGLUniformLocation | null {
    const known = this.#uniforms.get(name);
    if (known !== undefined) return known;
    const location = this.#gl.getUniformLocation(this.#program, name);
    this.#uniforms.set(name, location);
    return location;
  }

  /** Draws the triangle over the bound target. */
  draw(): void {
    this.#gl.drawArrays(this.#gl.TRIANGLES, 0, 3);
  }
}

function compile(gl: WebGL2RenderingContext, type: number, text: string): WebGLShader | null {
  const shader = gl.createShader(type);
  if (shader === null) return null;
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  return shader;
}
