import { LightboxError } from '../../src-core/base/errors.ts';
import type { Precision } from '../../src-core/base/generation-names.ts';
import { floatsFromHalfBits, halfBitsFromFloats } from '../../src-core/diffusion/half.ts';
import { type Ort, type OrtSession, type OrtTensor, oneLine } from './ort.ts';
import { runtimeFailure } from './runtime-failures.ts';

/** Names of inputs that a part's graph must have and may have. */
export interface GraphInputs {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** One session with the conversions its graph asks for: types and ranks of inputs are read from the graph. */
export class ModelGraph {
  readonly #ort: Ort;
  readonly #session: OrtSession;
  readonly #file: string;
  readonly #constants = new WeakMap<object, OrtTensor>();

  /** @throws LightboxError MODEL_UNSUPPORTED where the graph takes other inputs */
  constructor(ort: Ort, session: OrtSession, file: string, inputs: GraphInputs) {
    this.#ort = ort;
    this.#session = session;
    this.#file = file;
    const { required, optional = [] } = inputs;
    const unknown = session.inputNames.filter((name) => ![...required, ...optional].includes(name));
    const missing = required.filter((name) => !session.inputNames.includes(name));
    if (unknown.length + missing.length === 0) return;
    throw this.unsupported(`takes ${session.inputNames.join(', ')}; expected ${required.join(', ')}`);
  }

  takes(input: string): boolean {
    return this.#session.inputNames.includes(input);
  }

  /** Runs and returns the named output, or the first one where the export names it otherwise. */
  async run(feeds: Record<string, OrtTensor>, wanted: string): Promise<OrtTensor> {
    const name = this.#session.outputNames.includes(wanted) ? wanted : this.#session.outputNames[0];
    if (name === undefined) throw this.unsupported('has no output');
    let output: OrtTensor | undefined;
    try {
      output = (await this.#session.run(feeds, [name]))[name];
    } catch (error) {
      const reason = oneLine(error);
      const file = this.#file;
      throw (
        runtimeFailure(reason, file) ??
        new LightboxError('ENGINE_FAILED', `${file}: onnxruntime failed: ${reason}.`, { file, reason })
      );
    }
    if (output === undefined) throw this.unsupported(`gave no output ${name}`);
    return output;
  }

  /**
   * A tensor of the type that the graph's input has. Where that is float32 the tensor looks at `values` itself:
   * they must stay as they are until the run is over.
   */
  tensor(input: string, values: Float32Array | Int32Array, dims: readonly number[]): OrtTensor {
    const { type } = this.#input(input);
    switch (type) {
      case 'float32':
        return new this.#ort.Tensor('float32', asFloats(values), dims);
      case 'float16':
        return new this.#ort.Tensor('float16', halfBitsFromFloats(asFloats(values)), dims);
      case 'int64':
        return new this.#ort.Tensor(
          'int64',
          // Fractions of a timestep are cut off, as optimum and diffusers do for such a graph.
          BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))),
          dims,
        );
      case 'int32':
        return new this.#ort.Tensor('int32', Int32Array.from(values), dims);
      default:
        throw this.unsupported(`input ${input} is ${type}; float32, float16, int64 and int32 can be fed`);
    }
  }

  /** As `tensor`, made once for the same array: for values that stay the same from call to call. */
  constant(input: string, values: Float32Array, dims: readonly number[]): OrtTensor {
    const known = this.#constants.get(values);
    if (known !== undefined) return known;
    const made = this.tensor(input, values, dims);
    this.#constants.set(values, made);
    return made;
  }

  /** The timestep as a scalar, as one element, or one for each member of the batch: as the graph declares. */
  timestep(timestep: number, batch: number): OrtTensor {
    const { shape } = this.#input('timestep');
    if (shape.length === 0) return this.tensor('timestep', Float32Array.of(timestep), []);
    const [length] = shape;
    const perImage = (typeof length === 'number' && length > 1) || length === this.#input('sample').shape[0];
    const count = perImage ? batch : 1;
    return this.tensor('timestep', new Float32Array(count).fill(timestep), [count]);
  }

  /** An output's numbers; those of a float16 output as the float32 values that they are. */
  floatsOf(output: OrtTensor): Float32Array {
    const { data } = output;
    if (data instanceof Float32Array) return data;
    // Without Float16Array (see ort.ts) onnxruntime gives halves as their bits.
    if (output.type === 'float16' && data instanceof Uint16Array) return floatsFromHalfBits(data);
    throw this.unsupported(`its output is ${output.type}; float32 and float16 can be used`);
  }

  precisionOf(output: OrtTensor): Precision {
    return output.type === 'float16' ? 'float16' : 'float32';
  }

  shapeOf(output: OrtTensor, rank: 3): [number, number, number];
  shapeOf(output: OrtTensor, rank: 4): [number, number, number, number];
  shapeOf(output: OrtTensor, rank: number): number[] {
    if (output.dims.length === rank) return [...output.dims];
    throw this.unsupported(
      `its output has the shape ${output.dims.join(' x ')}; expected ${rank} dimensions`,
    );
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #input(name: string): { type: string; shape: ReadonlyArray<number | string> } {
    const found = this.#session.inputMetadata.find((input) => input.name === name);
    if (found?.isTensor) return found;
    throw this.unsupported(`has no tensor input ${name}`);
  }

  unsupported(what: string): LightboxError {
    return new LightboxError('MODEL_UNSUPPORTED', `${this.#file} ${what}.`, { file: this.#file });
  }
}

function asFloats(values: Float32Array | Int32Array): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}
