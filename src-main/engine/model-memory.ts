import type { ModelPart } from '../../src-core/contract/model-description.ts';
import type { ModelFolder, ModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';

/** What loading and running a model takes, estimated for the CPU provider at the model's own size. */
export interface MemoryEstimate {
  /** Text to image with every graph loaded. */
  readonly wholeBytes: number;
  /** What an edit needs beyond that: the VAE encoder. */
  readonly editBytes: number;
  /** One graph loaded at a time: what the largest one needs. */
  readonly inTurnBytes: number;
  readonly largestPart: ModelPart;
}

/*
 * Factors measured with onnxruntime 1.30 on x64: a UNet of 142 M parameters with Stable Diffusion's text encoder and
 * VAE at 512 x 512 peaked at 5.3 GB whole (estimate 5.8) and 3.5 GB in turn (estimate 3.7); the embedded model at
 * 0.35 GB (estimate 0.34).
 */

/** The engine process with onnxruntime and no model. */
const PROCESS_BYTES = 170e6;
const FLOAT_BYTES = 4;
/** Weights of a loaded graph, with what onnxruntime lays out anew for its kernels. */
const LOADED_FACTOR = 1.5;
/** Copies of the largest intermediate values that are alive at once. */
const UNET_COPIES = 2.5;
const VAE_COPIES = 4;
/** Conditional and unconditional in one call. */
const PROMPTS = 2;

/** Memory that a run has taken stays with its graph until that is closed, so the runs add up. */
export function estimateMemory(folder: ModelFolder, graphs: ModelGraphs): MemoryEstimate {
  const runs: Readonly<Record<ModelPart, number>> = {
    text_encoder: 0,
    text_projection: 0,
    unet: unetRunBytes(folder),
    vae_decoder: vaeRunBytes(folder),
    vae_encoder: vaeRunBytes(folder),
  };
  const needs = (Object.keys(runs) as ModelPart[]).map((part) => {
    const graph = graphs[part];
    return { part, bytes: graph === null ? 0 : loadedBytes(graph) + runs[part] };
  });
  const largest = needs.reduce((most, need) => (need.bytes > most.bytes ? need : most));
  const all = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  const editBytes = needs.find(({ part }) => part === 'vae_encoder')?.bytes ?? 0;
  return {
    wholeBytes: Math.round(PROCESS_BYTES + all - editBytes),
    editBytes: Math.round(editBytes),
    inTurnBytes: Math.round(PROCESS_BYTES + largest.bytes),
    largestPart: largest.part,
  };
}

/** The CPU provider computes in float32: half precision weights are widened when the graph is loaded. */
function loadedBytes({ allTensors }: OnnxFile): number {
  let bytes = 0;
  for (const { type, elements, bytes: stored } of allTensors) {
    bytes += /^b?float16$/.test(type) ? elements * FLOAT_BYTES : stored;
  }
  return bytes * LOADED_FACTOR;
}

/** Self-attention at the finest level that has it holds a number for each pair of places, head and prompt. */
function unetRunBytes({ unet, defaults, downscale }: ModelFolder): number {
  const places = (defaults.widthPixels / downscale) * (defaults.heightPixels / downscale);
  const level = Math.max(0, unet.down_block_types?.findIndex((type) => /attn/i.test(type)) ?? 0);
  const heads = unet.num_attention_heads ?? unet.attention_head_dim ?? 8;
  const headsAtLevel = typeof heads === 'number' ? heads : (heads[level] ?? 8);
  const attention = PROMPTS * headsAtLevel * (places / 4 ** level) ** 2 * FLOAT_BYTES;
  const features = PROMPTS * (unet.block_out_channels[0] ?? 0) * places * FLOAT_BYTES;
  return UNET_COPIES * Math.max(attention, features);
}

/** At full size the level above the last still has that one's channels. */
function vaeRunBytes({ vae, defaults }: ModelFolder): number {
  const [last = 0, beforeLast = last] = vae.block_out_channels;
  return VAE_COPIES * Math.max(last, beforeLast) * defaults.widthPixels * defaults.heightPixels * FLOAT_BYTES;
}
