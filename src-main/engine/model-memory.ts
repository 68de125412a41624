import type { ModelPart } from '../../src-core/contract/model-description.ts';
import type { ModelFolder, ModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';

/** What loading and running a model takes, estimated for the CPU provider at the model's own size. */
export interface MemoryEstimate {
  /** Every graph loaded, and the largest of their runs. */
  readonly wholeBytes: number;
  /** One graph at a time: what the largest one needs with its run. */
  readonly inTurnBytes: number;
  readonly largestPart: ModelPart;
}

/** The engine process with onnxruntime and no model. */
const PROCESS_BYTES = 120e6;
const FLOAT_BYTES = 4;
/** Conditional and unconditional in one call. */
const PROMPTS = 2;
/** Copies of the largest intermediate values that are alive at once. */
const LIVE_COPIES = 3;

/** Of the task that needs most: an edit loads the VAE encoder too. */
export function estimateMemory(folder: ModelFolder, graphs: ModelGraphs): MemoryEstimate {
  const runs: Readonly<Record<ModelPart, number>> = {
    text_encoder: 0,
    text_projection: 0,
    unet: unetRunBytes(folder),
    vae_decoder: vaeRunBytes(folder),
    vae_encoder: vaeRunBytes(folder),
  };
  let weights = 0;
  let largestRun = 0;
  let largest: { part: ModelPart; bytes: number } = { part: 'unet', bytes: 0 };
  for (const part of Object.keys(runs) as ModelPart[]) {
    const graph = graphs[part];
    if (graph === null) continue;
    const loaded = loadedBytes(graph);
    weights += loaded;
    largestRun = Math.max(largestRun, runs[part]);
    if (loaded + runs[part] > largest.bytes) largest = { part, bytes: loaded + runs[part] };
  }
  return {
    wholeBytes: Math.round(PROCESS_BYTES + weights + largestRun),
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
  return bytes;
}

/** Self-attention at the finest level that has it holds a number for each pair of places, head and prompt. */
function unetRunBytes({ unet, defaults, downscale }: ModelFolder): number {
  const places = (defaults.widthPixels / downscale) * (defaults.heightPixels / downscale);
  const level = Math.max(0, unet.down_block_types?.findIndex((type) => /attn/i.test(type)) ?? 0);
  const heads = unet.num_attention_heads ?? unet.attention_head_dim ?? 8;
  const headsAtLevel = typeof heads === 'number' ? heads : (heads[level] ?? 8);
  const attention = PROMPTS * headsAtLevel * (places / 4 ** level) ** 2 * FLOAT_BYTES;
  const features = PROMPTS * (unet.block_out_channels[0] ?? 0) * places * FLOAT_BYTES;
  return LIVE_COPIES * Math.max(attention, features);
}

/** At full size the level above the last still has that one's channels. */
function vaeRunBytes({ vae, defaults }: ModelFolder): number {
  const [last = 0, beforeLast = last] = vae.block_out_channels;
  return (
    LIVE_COPIES * Math.max(last, beforeLast) * defaults.widthPixels * defaults.heightPixels * FLOAT_BYTES
  );
}
