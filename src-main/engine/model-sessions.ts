import { LightboxError } from '../../src-core/base/errors.ts';
import type { DecodedImage } from '../../src-core/diffusion/image.ts';
import { graphPath, type ModelFolder } from './model-folder.ts';
import { loadOrt, type Ort, type OrtSession, type OrtTensor, oneLine, openSession } from './ort.ts';
import type { ProviderName } from './protocol.ts';

/** Latents of a batch: `values` in the order batch, channel, row, column. */
export interface Latents {
  readonly values: Float32Array;
  readonly batch: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/** Hidden states of one or more prompts: `values` in the order batch, token, feature. */
export interface Embeddings {
  readonly values: Float32Array;
  readonly batch: number;
  readonly tokens: number;
  readonly features: number;
}

/** The three networks of a loaded model, as numbers in and numbers out. */
export interface ModelSessions {
  encodeText(ids: Int32Array): Promise<Embeddings>;
  /** The UNet's output, as long as `latents.values`. */
  predict(latents: Latents, timestep: number, embeddings: Embeddings): Promise<Float32Array>;
  decode(latents: Latents): Promise<DecodedImage>;
  release(): Promise<void>;
}

/**
 * Opens the three graphs of a folder with one provider and a fixed number of threads. The graphs' own names
 * and types of inputs are followed: exports differ in int32 or int64 ids and in the timestep's type and rank.
 * @throws LightboxError PROVIDER_UNAVAILABLE, MODEL_INVALID, MODEL_UNSUPPORTED
 */
export async function openModelSessions(
  folder: ModelFolder,
  provider: ProviderName,
  threads: number,
): Promise<ModelSessions> {
  const ort = await loadOrt();
  const opened: OrtSession[] = [];
  const open = async (
    part: 'text_encoder' | 'unet' | 'vae_decoder',
    inputs: readonly string[],
  ): Promise<Graph> => {
    const session = await openSession(graphPath(folder, part), provider, threads);
    opened.push(session);
    return new Graph(ort, session, `${part}/model.onnx`, inputs);
  };
  const release = async (): Promise<void> => {
    for (const session of opened.splice(0)) await session.release();
  };
  try {
    const textEncoder = await open('text_encoder', ['input_ids']);
    const unet = await open('unet', ['sample', 'timestep', 'encoder_hidden_states']);
    const decoder = await open('vae_decoder', ['latent_sample']);
    return { ...computations(textEncoder, unet, decoder), release };
  } catch (error) {
    await release();
    throw error;
  }
}

function computations(textEncoder: Graph, unet: Graph, decoder: Graph): Omit<ModelSessions, 'release'> {
  return {
    encodeText: async (ids) => {
      const output = await textEncoder.run(
        { input_ids: textEncoder.tensor('input_ids', ids, [1, ids.length]) },
        ['last_hidden_state'],
      );
      const [batch, tokens, features] = textEncoder.shapeOf(output, 3);
      return { values: textEncoder.floatsOf(output), batch, tokens, features };
    },
    predict: async ({ values, batch, channels, rows, columns }, timestep, text) => {
      const output = await unet.run(
        {
          sample: unet.tensor('sample', values, [batch, channels, rows, columns]),
          timestep: unet.timestep(timestep, batch),
          encoder_hidden_states: unet.tensor('encoder_hidden_states', text.values, [
            text.batch,
            text.tokens,
            text.features,
          ]),
        },
        ['out_sample'],
      );
      return unet.floatsOf(output);
    },
    decode: async ({ values, batch, channels, rows, columns }) => {
      const shape = [batch, channels, rows, columns];
      const output = await decoder.run({ latent_sample: decoder.tensor('latent_sample', values, shape) }, [
        'sample',
      ]);
      const [, imageChannels, heightPixels, widthPixels] = decoder.shapeOf(output, 4);
      return { values: decoder.floatsOf(output), channels: imageChannels, widthPixels, heightPixels };
    },
  };
}

/** One session with the conversions its graph asks for. */
class Graph {
  readonly #ort: Ort;
  readonly #session: OrtSession;
  readonly #file: string;

  constructor(ort: Ort, session: OrtSession, file: string, inputs: readonly string[]) {
    this.#ort = ort;
    this.#session = session;
    this.#file = file;
    const unknown = session.inputNames.filter((name) => !inputs.includes(name));
    const missing = inputs.filter((name) => !session.inputNames.includes(name));
    if (unknown.length + missing.length === 0) return;
    throw this.#unsupported(`takes ${session.inputNames.join(', ')}; expected ${inputs.join(', ')}`);
  }

  /** Runs and returns the named output, or the first one where the export names it otherwise. */
  async run(feeds: Record<string, OrtTensor>, [wanted]: readonly [string]): Promise<OrtTensor> {
    const name = this.#session.outputNames.includes(wanted) ? wanted : this.#session.outputNames[0];
    if (name === undefined) throw this.#unsupported('has no output');
    let output: OrtTensor | undefined;
    try {
      output = (await this.#session.run(feeds, [name]))[name];
    } catch (error) {
      const reason = oneLine(error);
      throw new LightboxError('ENGINE_FAILED', `${this.#file}: onnxruntime failed: ${reason}.`, {
        file: this.#file,
        reason,
      });
    }
    if (output === undefined) throw this.#unsupported(`gave no output ${name}`);
    return output;
  }

  /** A tensor of the type that the graph's input has. */
  tensor(input: string, values: Float32Array | Int32Array, dims: readonly number[]): OrtTensor {
    const { type } = this.#input(input);
    switch (type) {
      case 'float32':
        return new this.#ort.Tensor('float32', Float32Array.from(values), dims);
      case 'int64':
        return new this.#ort.Tensor(
          'int64',
          BigInt64Array.from(values, (value) => BigInt(value)),
          dims,
        );
      case 'int32':
        return new this.#ort.Tensor('int32', Int32Array.from(values), dims);
      default:
        throw this.#unsupported(`input ${input} is ${type}; export the model with float32 at its edges`);
    }
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

  floatsOf(output: OrtTensor): Float32Array {
    if (output.data instanceof Float32Array) return output.data;
    throw this.#unsupported(`its output is ${output.type}; export the model with float32 at its edges`);
  }

  shapeOf(output: OrtTensor, rank: 3): [number, number, number];
  shapeOf(output: OrtTensor, rank: 4): [number, number, number, number];
  shapeOf(output: OrtTensor, rank: number): number[] {
    if (output.dims.length === rank) return [...output.dims];
    throw this.#unsupported(
      `its output has the shape ${output.dims.join(' x ')}; expected ${rank} dimensions`,
    );
  }

  #input(name: string): { type: string; shape: ReadonlyArray<number | string> } {
    const found = this.#session.inputMetadata.find((input) => input.name === name);
    if (found?.isTensor) return found;
    throw this.#unsupported(`has no tensor input ${name}`);
  }

  #unsupported(what: string): LightboxError {
    return new LightboxError('MODEL_UNSUPPORTED', `${this.#file} ${what}.`, { file: this.#file });
  }
}
