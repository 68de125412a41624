import type { ModelPart } from '../../src-core/contract/model-description.ts';
import type { ModelFolder, ModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';

/** What loading and running a model takes, estimated for the CPU provider. */
export interface MemoryEstimate {
  /** Text to image with every graph loaded. */
  readonly wholeBytes: number;
  /** What an edit needs beyond that: the VAE encoder. */
  readonly editBytes: number;
  /** One graph loaded at a time: what the largest one needs. */
  readonly inTurnBytes: number;
  readonly largestPart: ModelPart;
}

interface ImageSize {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/*
 * Factors measured with onnxruntime-node 1.30 on a pipeline of Stable Diffusion 1.4's shape (tools/bench/make_full_size.py),
 * float32 and float16, at 128 to 512 pixels: resident memory after loading, at its peak, and in a run. The estimates
 * came within a fifth of every number above 300 MB, mostly above.
 */

/** The engine process with onnxruntime and no model. */
const PROCESS_BYTES = 120e6;
const FLOAT_BYTES = 4;
/** Loaded weights over their size in float32: kernels keep some in a second order. */
const LOADED_FACTOR = 1.1;
/**
 * What loading takes beyond what stays, over the weights in float32, where these lie in the graph's own file: the
 * file's copy, and what graph optimisation makes of it. Weights beside the graph are mapped, and cost nothing more.
 */
const LOADING_FACTORS: Readonly<Record<ModelPart, number>> = {
  text_encoder: 0.5,
  text_projection: 0.5,
  unet: 0.7,
  vae_decoder: 1.1,
  vae_encoder: 1.1,
};
/** Conditional and unconditional in one call. */
const PROMPTS = 2;
/** Scores before and after softmax. */
const ATTENTION_COPIES = 2;
/** Maps of the UNet's first level that are alive at once, with those that skip to its end. */
const UNET_MAPS = 20;
/** Maps of full size in the VAE. */
const VAE_MAPS = 4;
const TEXT_RUN_BYTES = 10e6;

/** Those of text to image, in the order in which they are opened. */
const PARTS: readonly ModelPart[] = ['text_encoder', 'text_projection', 'unet', 'vae_decoder'];

/** @param size of the image; the model's own where absent */
export function estimateMemory(folder: ModelFolder, graphs: ModelGraphs, size?: ImageSize): MemoryEstimate {
  const { widthPixels, heightPixels } = size ?? folder.defaults;
  const needOf = (part: ModelPart): PartNeed =>
    partNeed(folder, graphs[part], part, widthPixels * heightPixels);
  let kept = 0;
  let whole = 0;
  for (const { loading, loaded, run } of PARTS.map(needOf)) {
    // Memory that a run has taken stays with its graph until that is closed, so the runs add up.
    whole = Math.max(whole, kept + loading, kept + loaded + run);
    kept += loaded + run;
  }
  const encoder = needOf('vae_encoder');
  const alone = [...PARTS.map(needOf), encoder].map(({ part, loading, loaded, run }) => ({
    part,
    bytes: Math.max(loading, loaded + run),
  }));
  const largest = alone.reduce((most, need) => (need.bytes > most.bytes ? need : most));
  return {
    wholeBytes: Math.round(PROCESS_BYTES + whole),
    editBytes: Math.round(Math.max(encoder.loading, encoder.loaded + encoder.run)),
    inTurnBytes: Math.round(PROCESS_BYTES + largest.bytes),
    largestPart: largest.part,
  };
}

interface PartNeed {
  readonly part: ModelPart;
  /** At the peak of loading. */
  readonly loading: number;
  readonly loaded: number;
  /** Of a run, beyond that. */
  readonly run: number;
}

function partNeed(folder: ModelFolder, graph: OnnxFile | null, part: ModelPart, pixels: number): PartNeed {
  if (graph === null) return { part, loading: 0, loaded: 0, run: 0 };
  const weights = weightBytes(graph);
  const loaded = weights * LOADED_FACTOR;
  const extra = graph.externalFiles.length > 0 ? 0 : weights * LOADING_FACTORS[part];
  return { part, loading: loaded + extra, loaded, run: runBytes(folder, part, pixels) };
}

/** The CPU provider computes in float32: half precision weights are widened when the graph is loaded. */
function weightBytes({ allTensors }: OnnxFile): number {
  let bytes = 0;
  for (const { type, elements, bytes: stored } of allTensors) {
    bytes += /^b?float16$/.test(type) ? elements * FLOAT_BYTES : stored;
  }
  return bytes;
}

/** What one run takes beyond the weights: it grows with the image, and attention with its square. */
function runBytes(folder: ModelFolder, part: ModelPart, pixels: number): number {
  const places = pixels / folder.downscale ** 2;
  const { vae } = folder;
  const [first = 0, second = first] = vae.block_out_channels;
  switch (part) {
    case 'text_encoder':
    case 'text_projection':
      return TEXT_RUN_BYTES;
    case 'unet':
      return unetRunBytes(folder, places);
    // At full size the level above the last still has that one's channels.
    case 'vae_decoder':
      return vaeRunBytes(Math.max(first, second), pixels, places);
    case 'vae_encoder':
      return vaeRunBytes(first, pixels, places);
  }
}

/** Self-attention at the finest level that has it holds a number for each pair of places, head and prompt. */
function unetRunBytes({ unet }: ModelFolder, places: number): number {
  const level = Math.max(0, unet.down_block_types?.findIndex((type) => /attn/i.test(type)) ?? 0);
  const heads = unet.num_attention_heads ?? unet.attention_head_dim ?? 8;
  const headsAtLevel = typeof heads === 'number' ? heads : (heads[level] ?? 8);
  const attention = ATTENTION_COPIES * headsAtLevel * (places / 4 ** level) ** 2;
  const maps = UNET_MAPS * (unet.block_out_channels[0] ?? 0) * places;
  return PROMPTS * (attention + maps) * FLOAT_BYTES;
}

/** Maps at full size, or the one-headed attention of the middle at the latents' size. */
function vaeRunBytes(channels: number, pixels: number, places: number): number {
  return Math.max(VAE_MAPS * channels * pixels, ATTENTION_COPIES * places ** 2) * FLOAT_BYTES;
}
