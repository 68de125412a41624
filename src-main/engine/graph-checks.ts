import type { TaskName } from '../../src-core/base/generation-names.ts';
import { channelsGivenBy, featuresTakenFrom } from '../../src-core/diffusion/graph-trace.ts';
import type { OnnxValue } from '../../src-core/diffusion/onnx-header.ts';
import {
  checkDim,
  checkFeeds,
  checkFound,
  checkOpenBatch,
  disagreement,
  type Feed,
  FLOATS,
  inputOf,
  NUMBERS,
  numberAt,
  outputOf,
  unsupportedGraph,
} from './graph-ports.ts';
import type { ModelFolder, ModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';
import { checkTextGraphs, crossAttentionSize } from './text-graph-checks.ts';

/** Whether a task can be done with a model; `reason` says why not. */
export interface Ability {
  readonly possible: boolean;
  readonly reason: string | null;
}

const UNET_FEEDS: Readonly<Record<string, Feed>> = {
  sample: { types: FLOATS, ranks: [4] },
  timestep: { types: NUMBERS, ranks: [0, 1] },
  encoder_hidden_states: { types: FLOATS, ranks: [3] },
};
const DECODER_FEEDS: Readonly<Record<string, Feed>> = { latent_sample: { types: FLOATS, ranks: [4] } };
const ENCODER_FEEDS: Readonly<Record<string, Feed>> = { sample: { types: FLOATS, ranks: [4] } };
const RANDOM_OPERATORS = /^(RandomNormal|RandomUniform)(Like)?$|^(Multinomial|Bernoulli)$/;

/**
 * Holds the graphs of a folder against its configuration and against what the engine feeds.
 * @throws LightboxError MODEL_INVALID where graph and configuration disagree, MODEL_UNSUPPORTED where a graph is
 *   not of the kind that is run here; both name the file
 */
export function checkGraphs(folder: ModelFolder, graphs: ModelGraphs): Readonly<Record<TaskName, Ability>> {
  checkSizesOfConfigs(folder);
  checkTextGraphs(folder, graphs);
  checkUnet(folder, graphs.unet);
  checkDecoder(folder, graphs.vae_decoder);
  for (const graph of [graphs.text_encoder, graphs.text_projection, graphs.unet, graphs.vae_decoder]) {
    const random = graph === null ? undefined : randomOperator(graph);
    if (graph !== null && random !== undefined) {
      throw unsupportedGraph(
        graph.file,
        `draws random numbers inside the graph (${random}): no image could be made again`,
      );
    }
  }
  return abilities(folder, encoderProblem(folder, graphs.vae_encoder));
}

/** Latent channels that the UNet takes beyond the image's own: the mask and the masked image. */
function isInpaintingUnet({ unet, vae }: Pick<ModelFolder, 'unet' | 'vae'>): boolean {
  return unet.in_channels === 2 * vae.latent_channels + 1;
}

/** True where a graph was exported for one size of images. */
export function isSizeFixed({ unet, vae_decoder, vae_encoder }: ModelGraphs): boolean {
  const values = [unet, vae_decoder, vae_encoder].flatMap((graph) => graph?.inputs ?? []);
  return values.some((value) => value.dims?.length === 4 && numberAt(value, 2) !== null);
}

function checkSizesOfConfigs(folder: ModelFolder): void {
  const { unet, vae } = folder;
  const latent = vae.latent_channels;
  if (unet.in_channels !== latent && !isInpaintingUnet(folder)) {
    throw disagreement(
      'unet/config.json',
      `in_channels is ${unet.in_channels}; with ${latent} latent channels it must be ${latent}, or ${2 * latent + 1} for inpainting`,
    );
  }
  if (unet.out_channels !== latent) {
    throw disagreement(
      'unet/config.json',
      `out_channels is ${unet.out_channels}, and the VAE has ${latent} latent channels`,
    );
  }
  if (vae.out_channels !== 1 && vae.out_channels !== 3) {
    throw unsupportedGraph(
      'vae_decoder/config.json',
      `makes images of ${vae.out_channels} channels; a radiograph has 1, or 3 that are alike`,
    );
  }
}

function checkUnet(folder: ModelFolder, graph: OnnxFile): void {
  checkFeeds(graph, UNET_FEEDS);
  const { unet, tokenizer } = folder;
  const sample = inputOf(graph, 'sample');
  checkOpenBatch(graph, sample);
  const channels = `unet/config.json says in_channels ${unet.in_channels}`;
  checkDim(graph, sample, 1, unet.in_channels, channels);
  checkLatentSize(folder, graph, sample);
  const states = inputOf(graph, 'encoder_hidden_states');
  checkOpenBatch(graph, states);
  checkDim(graph, states, 1, tokenizer.maxLength, `the tokenizer makes ${tokenizer.maxLength} tokens`);
  const cross = crossAttentionSize(folder);
  checkDim(graph, states, 2, cross, `unet/config.json says cross_attention_dim ${cross}`);
  const output = outputOf(graph, 'out_sample', 4);
  checkDim(graph, output, 1, unet.out_channels, `unet/config.json says out_channels ${unet.out_channels}`);
  checkFound(
    graph,
    featuresTakenFrom(graph, 'sample'),
    unet.in_channels,
    'input channels',
    'unet/config.json',
  );
  checkFound(
    graph,
    featuresTakenFrom(graph, 'encoder_hidden_states'),
    cross,
    'cross attention',
    'unet/config.json',
  );
  checkFound(
    graph,
    channelsGivenBy(graph, output.name),
    unet.out_channels,
    'output channels',
    'unet/config.json',
  );
}

function checkDecoder(folder: ModelFolder, graph: OnnxFile): void {
  checkFeeds(graph, DECODER_FEEDS);
  const { vae } = folder;
  const config = 'vae_decoder/config.json';
  const latents = inputOf(graph, 'latent_sample');
  checkDim(graph, latents, 0, 1, 'images are decoded one by one');
  checkDim(graph, latents, 1, vae.latent_channels, `${config} says latent_channels ${vae.latent_channels}`);
  checkLatentSize(folder, graph, latents);
  const output = outputOf(graph, 'sample', 4);
  checkDim(graph, output, 1, vae.out_channels, `${config} says out_channels ${vae.out_channels}`);
  checkImageSize(folder, graph, output);
  checkFound(
    graph,
    featuresTakenFrom(graph, 'latent_sample'),
    vae.latent_channels,
    'latent channels',
    config,
  );
  checkFound(graph, channelsGivenBy(graph, output.name), vae.out_channels, 'image channels', config);
  checkEnlargements(folder, graph);
}

/** One enlargement by two between levels; a graph that writes them otherwise is left to the engine. */
function checkEnlargements({ vae, downscale }: ModelFolder, graph: OnnxFile): void {
  const enlargements = graph.nodes.filter(({ operator }) => /^(Resize|Upsample)$/.test(operator)).length;
  if (enlargements === 0 || enlargements === vae.block_out_channels.length - 1) return;
  throw disagreement(
    graph.file,
    `enlarges ${2 ** enlargements} times, and vae_decoder/config.json with ${vae.block_out_channels.length} levels says ${downscale} times`,
  );
}

/**
 * Why films cannot be brought to latents with this folder; null where they can.
 * @throws LightboxError MODEL_INVALID where graph and configuration disagree
 */
function encoderProblem(folder: ModelFolder, graph: OnnxFile | null): string | null {
  if (graph === null) return 'the folder has no vae_encoder/model.onnx';
  checkFeeds(graph, ENCODER_FEEDS);
  const { vae } = folder;
  const film = inputOf(graph, 'sample');
  checkDim(graph, film, 0, 1, 'films are encoded one by one');
  checkDim(graph, film, 1, vae.in_channels, `vae_decoder/config.json says in_channels ${vae.in_channels}`);
  checkImageSize(folder, graph, film);
  checkFound(
    graph,
    featuresTakenFrom(graph, 'sample'),
    vae.in_channels,
    'image channels',
    'vae_decoder/config.json',
  );
  if (vae.in_channels !== vae.out_channels) {
    return `the VAE takes ${vae.in_channels} channels and gives ${vae.out_channels}`;
  }
  const random = randomOperator(graph);
  if (random !== undefined) return `vae_encoder/model.onnx samples inside the graph (${random})`;
  const output = encoderOutput(graph);
  const channels = numberAt(output, 1) ?? channelsGivenBy(graph, output.name);
  const moments = 2 * vae.latent_channels;
  if (channels === moments || (channels === null && output.name === 'latent_parameters')) return null;
  if (channels === vae.latent_channels || channels === null) {
    return `vae_encoder/model.onnx gives ${output.name} and not the distribution (latent_parameters): it samples inside the graph`;
  }
  throw disagreement(
    graph.file,
    `gives ${channels} channels; with ${vae.latent_channels} latent channels it must be ${moments}`,
  );
}

function encoderOutput(graph: OnnxFile): OnnxValue {
  const named = graph.outputs.some(({ name }) => name === 'latent_parameters');
  return outputOf(graph, named ? 'latent_parameters' : 'latent_sample', 4);
}

function abilities(folder: ModelFolder, encoder: string | null): Readonly<Record<TaskName, Ability>> {
  const can = { possible: true, reason: null };
  const because = (reason: string): Ability => ({ possible: false, reason });
  const edit = encoder === null ? can : because(encoder);
  if (!isInpaintingUnet(folder)) return { 'text-to-image': can, 'image-to-image': edit, inpainting: edit };
  if (encoder !== null) {
    throw disagreement(
      'unet/config.json',
      `in_channels says that the UNet inpaints, and that cannot be: ${encoder}`,
    );
  }
  const masked = because('the UNet inpaints: it takes a film and a mask');
  return { 'text-to-image': masked, 'image-to-image': masked, inpainting: can };
}

/** A graph that is fixed to a size must be fixed to the model's own. */
function checkLatentSize({ defaults, downscale }: ModelFolder, graph: OnnxFile, value: OnnxValue): void {
  const { widthPixels, heightPixels } = defaults;
  const why = `the model draws ${widthPixels} x ${heightPixels} pixels`;
  checkDim(graph, value, 2, heightPixels / downscale, why);
  checkDim(graph, value, 3, widthPixels / downscale, why);
}

function checkImageSize({ defaults }: ModelFolder, graph: OnnxFile, value: OnnxValue): void {
  const { widthPixels, heightPixels } = defaults;
  const why = `the model draws ${widthPixels} x ${heightPixels} pixels`;
  checkDim(graph, value, 2, heightPixels, why);
  checkDim(graph, value, 3, widthPixels, why);
}

function randomOperator(graph: OnnxFile): string | undefined {
  return [...graph.operators].find((operator) => RANDOM_OPERATORS.test(operator));
}
