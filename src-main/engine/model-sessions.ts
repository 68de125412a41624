import type { Precision } from '../../src-core/base/generation-names.ts';
import type { ModelPart } from '../../src-core/contract/model-description.ts';
import type { DecodedImage } from '../../src-core/diffusion/image.ts';
import type { TextEncoderFacts } from '../../src-core/diffusion/model-folder.ts';
import type { EncodedPrompt } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { createGraphStore, type GraphStore } from './graph-store.ts';
import { graphPath, type ModelFolder } from './model-folder.ts';
import { type GraphInputs, ModelGraph } from './model-graph.ts';
import { openSession } from './open-session.ts';
import { loadOrt, type OrtTensor } from './ort.ts';
import type { ImageTask, ProviderName } from './protocol.ts';
import { requireSameFiles } from './registered-components.ts';

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

/** The distribution of a picture's latents: means, then log variances, each in the order channel, row, column. */
export interface LatentDistribution {
  readonly parameters: Float32Array;
  /** The type that the VAE encoder gives. */
  readonly precision: Precision;
}

/** The networks of a loaded model, as numbers in and numbers out. */
export interface ModelSessions {
  /** Hidden states of the text encoder, through the projection where the folder has one. */
  encodeText(prompt: EncodedPrompt): Promise<Embeddings>;
  encodeImage(image: DecodedImage): Promise<LatentDistribution>;
  /** The UNet's output, as long as the latents of it; `latents` and `embeddings` must not change meanwhile. */
  predict(latents: Latents, timestep: number, embeddings: Embeddings): Promise<Float32Array>;
  decode(latents: Latents): Promise<DecodedImage>;
  /** Between images: where graphs are loaded in turn the last one is let go. */
  rest(): Promise<void>;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly provider: ProviderName;
  readonly threads: number;
  /** `in-turn`: at most one graph is open, each opened when it is needed. */
  readonly memory: ImageTask['memory'];
  /** SHA-256 by file, as they were before anything was opened. */
  readonly components: Readonly<Record<string, string>>;
}

const INPUTS: Readonly<Record<ModelPart, GraphInputs>> = {
  text_encoder: {
    required: ['input_ids'],
    optional: ['attention_mask', 'token_type_ids', 'position_ids'],
  },
  text_projection: { required: ['hidden_states'] },
  unet: { required: ['sample', 'timestep', 'encoder_hidden_states'] },
  vae_decoder: { required: ['latent_sample'] },
  vae_encoder: { required: ['sample'] },
};

/**
 * Opens the graphs of a folder with one provider and a fixed number of threads: those of text to image now, the
 * VAE encoder with the first edit, or each one in its turn. The graphs' own names and types of inputs are
 * followed: exports differ in int32 or int64 ids and in the timestep's type and rank.
 * @throws LightboxError PROVIDER_UNAVAILABLE, MODEL_INVALID, MODEL_UNSUPPORTED, MODEL_CHANGED, MEMORY_SHORT, DEVICE_LOST
 */
export async function openModelSessions(
  folder: ModelFolder,
  options: SessionOptions,
): Promise<ModelSessions> {
  const graphs = createGraphStore((part) => openGraph(folder, part, options), options.memory);
  try {
    if (options.memory === 'resident') {
      for (const part of residentParts(folder)) await graphs.use(part);
    }
  } catch (error) {
    await graphs.release();
    throw error;
  }
  return { ...computations(folder, graphs), rest: graphs.rest, release: graphs.release };
}

function residentParts({ projection }: ModelFolder): ModelPart[] {
  return [
    'text_encoder',
    ...(projection === null ? [] : ['text_projection' as const]),
    'unet',
    'vae_decoder',
  ];
}

async function openGraph(
  folder: ModelFolder,
  part: ModelPart,
  { provider, threads, components }: SessionOptions,
): Promise<ModelGraph> {
  const session = await openSession(graphPath(folder, part), provider, threads);
  try {
    await requireSameFiles(folder, part, components);
    return new ModelGraph(await loadOrt(), session, `${part}/model.onnx`, INPUTS[part]);
  } catch (error) {
    await session.release();
    throw error;
  }
}

function computations(
  folder: ModelFolder,
  graphs: GraphStore<ModelGraph>,
): Omit<ModelSessions, 'rest' | 'release'> {
  return {
    encodeText: async (prompt) => {
      const graph = await graphs.use('text_encoder');
      const hidden = embeddingsOf(
        graph,
        await graph.run(textInputs(graph, prompt, folder.textEncoder), 'last_hidden_state'),
      );
      if (folder.projection === null) return hidden;
      const projection = await graphs.use('text_projection');
      const shape = [hidden.batch, hidden.tokens, hidden.features];
      const input = { hidden_states: projection.tensor('hidden_states', hidden.values, shape) };
      return embeddingsOf(projection, await projection.run(input, 'projected_states'));
    },
    encodeImage: async ({ values, channels, heightPixels, widthPixels }) => {
      const graph = await graphs.use('vae_encoder');
      const sample = graph.tensor('sample', values, [1, channels, heightPixels, widthPixels]);
      const output = await graph.run({ sample }, 'latent_parameters');
      return { parameters: graph.floatsOf(output), precision: graph.precisionOf(output) };
    },
    predict: async ({ values, batch, channels, rows, columns }, timestep, text) => {
      const graph = await graphs.use('unet');
      const textShape = [text.batch, text.tokens, text.features];
      const output = await graph.run(
        {
          sample: graph.tensor('sample', values, [batch, channels, rows, columns]),
          timestep: graph.timestep(timestep, batch),
          encoder_hidden_states: graph.constant('encoder_hidden_states', text.values, textShape),
        },
        'out_sample',
      );
      return graph.floatsOf(output);
    },
    decode: async ({ values, batch, channels, rows, columns }) => {
      const graph = await graphs.use('vae_decoder');
      const shape = [batch, channels, rows, columns];
      const output = await graph.run(
        { latent_sample: graph.tensor('latent_sample', values, shape) },
        'sample',
      );
      const [, imageChannels, heightPixels, widthPixels] = graph.shapeOf(output, 4);
      return {
        values: graph.floatsOf(output),
        precision: graph.precisionOf(output),
        channels: imageChannels,
        widthPixels,
        heightPixels,
      };
    },
  };
}

function embeddingsOf(graph: ModelGraph, output: OrtTensor): Embeddings {
  const [batch, tokens, features] = graph.shapeOf(output, 3);
  return { values: graph.floatsOf(output), batch, tokens, features };
}

/** What the text encoder's graph asks for: one row of tokens, all of the first segment, attended to as the config says. */
function textInputs(
  graph: ModelGraph,
  { ids, tokenCount }: EncodedPrompt,
  { usesAttentionMask }: TextEncoderFacts,
): Record<string, OrtTensor> {
  const attended = usesAttentionMask ? tokenCount : ids.length;
  const rows: Readonly<Record<string, Int32Array>> = {
    input_ids: ids,
    attention_mask: ids.map((_, position) => (position < attended ? 1 : 0)),
    token_type_ids: new Int32Array(ids.length),
    position_ids: ids.map((_, position) => position),
  };
  return Object.fromEntries(
    Object.entries(rows)
      .filter(([input]) => graph.takes(input))
      .map(([input, row]) => [input, graph.tensor(input, row, [1, ids.length])]),
  );
}
