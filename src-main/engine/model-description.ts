import type { TaskName } from '../../src-core/base/generation-names.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { SchedulerName } from '../../src-core/diffusion/recipe.ts';
import { createScheduler, schedulerNameOf } from '../../src-core/diffusion/scheduler.ts';
import { type Ability, isSizeFixed } from './graph-checks.ts';
import type { ModelComponent } from './model-files.ts';
import { latentPrecision, type ModelFolder, type ModelGraphs } from './model-folder.ts';
import { estimateMemory } from './model-memory.ts';
import type { OnnxFile } from './onnx-header.ts';
import { crossAttentionSize } from './text-graph-checks.ts';

/** What was found out about a folder beyond its own files' content. */
export interface Findings {
  readonly tasks: Readonly<Record<TaskName, Ability>>;
  readonly components: readonly ModelComponent[];
  /** Null without a SHA256SUMS file; `unstated` are files that it leaves out. */
  readonly checksums: { readonly unstated: readonly string[] } | null;
}

/** A folder in plain JSON, for those who choose a model. */
export function describeFolder(
  folder: ModelFolder,
  graphs: ModelGraphs,
  { tasks, components, checksums }: Findings,
): ModelDescription {
  const { unet, vae, tokenizer, defaults, downscale, scheduler } = folder;
  const described = describeGraphs(graphs);
  return {
    name: folder.name,
    directory: folder.directory,
    pipelineClass: folder.index._class_name,
    demonstration: folder.demonstration,
    textEncoder: { ...folder.textEncoder },
    projection:
      folder.projection === null
        ? null
        : { inputSize: folder.textEncoder.hiddenSize, outputSize: crossAttentionSize(folder) },
    tokenizer: {
      kind: tokenizer.kind,
      vocabularySize: Object.keys(tokenizer.vocab).length,
      maxTokens: tokenizer.maxLength,
      lowerCase: tokenizer.kind === 'clip' || tokenizer.lowerCase,
      padToken: tokenizer.padToken ?? (tokenizer.kind === 'clip' ? '<|endoftext|>' : '[PAD]'),
    },
    unet: {
      inputChannels: unet.in_channels,
      outputChannels: unet.out_channels,
      blockChannels: unet.block_out_channels,
      crossAttentionSize: crossAttentionSize(folder),
      ...sampleSize(unet.sample_size),
    },
    predictionType: scheduler.prediction_type ?? 'epsilon',
    scheduler: { className: scheduler._class_name, name: knownScheduler(scheduler) },
    vae: {
      imageChannels: vae.out_channels,
      latentChannels: vae.latent_channels,
      downscale,
      scalingFactor: vae.scaling_factor,
    },
    image: {
      widthPixels: defaults.widthPixels,
      heightPixels: defaults.heightPixels,
      sizeMultiple: downscale * 2 ** (unet.block_out_channels.length - 1),
      fixedSize: isSizeFixed(graphs),
    },
    tasks: {
      'text-to-image': { ...tasks['text-to-image'] },
      'image-to-image': { ...tasks['image-to-image'] },
      inpainting: { ...tasks.inpainting },
    },
    precision: latentPrecision(graphs),
    graphs: described,
    parameters: described.reduce((sum, { parameters }) => sum + parameters, 0),
    files: components.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
    totalBytes: components.reduce((sum, { bytes }) => sum + bytes, 0),
    memory: estimateMemory(folder, graphs),
    checksumsVerified: checksums !== null,
    defaults: {
      steps: defaults.steps,
      guidanceScale: defaults.guidanceScale,
      scheduler: defaults.scheduler,
      negativePrompt: defaults.negativePrompt,
    },
    examplePrompts: [...folder.examplePrompts],
    notes: notesOf(folder, checksums?.unstated ?? []),
  };
}

function describeGraphs(graphs: ModelGraphs): ModelDescription['graphs'] {
  const parts = Object.keys(graphs) as (keyof ModelGraphs)[];
  return parts.flatMap((part) => {
    const graph = graphs[part];
    if (graph === null) return [];
    return [
      {
        part,
        file: graph.file,
        irVersion: graph.irVersion,
        opset: graph.opsets[''] ?? 0,
        producer: graph.producer,
        ...weightsOf(graph),
        externalFiles: [...graph.externalFiles],
      },
    ];
  });
}

/** Weights are floating-point constants, and the integer ones of quantised graphs, that are more than one number. */
function weightsOf({ allTensors }: OnnxFile): {
  parameters: number;
  weightBytes: number;
  weightTypes: string[];
} {
  let parameters = 0;
  let weightBytes = 0;
  const bytesOfType = new Map<string, number>();
  for (const { type, dims, elements, bytes } of allTensors) {
    weightBytes += bytes;
    const isWeight = /float/.test(type) ? dims.length > 0 : /int[248]$/.test(type) && dims.length > 1;
    if (!isWeight) continue;
    parameters += elements;
    bytesOfType.set(type, (bytesOfType.get(type) ?? 0) + bytes);
  }
  const types = [...bytesOfType].sort(([, left], [, right]) => right - left).map(([type]) => type);
  return { parameters, weightBytes, weightTypes: types };
}

function sampleSize(size: ModelFolder['unet']['sample_size']): { sampleRows: number; sampleColumns: number } {
  const [sampleRows, sampleColumns] = typeof size === 'number' ? [size, size] : size;
  return { sampleRows, sampleColumns };
}

function knownScheduler(config: ModelFolder['scheduler']): SchedulerName | null {
  try {
    return schedulerNameOf(config);
  } catch {
    return null;
  }
}

function notesOf(folder: ModelFolder, unstated: readonly string[]): string[] {
  const { index, scheduler, defaults } = folder;
  const notes: string[] = [];
  for (const part of ['safety_checker', 'feature_extractor', 'image_encoder'] as const) {
    if ((index[part]?.[1] ?? null) !== null) notes.push(`${part} is passed over: it plays no part here.`);
  }
  if (knownScheduler(scheduler) === null) {
    notes.push(
      `The scheduler ${scheduler._class_name} is not built here: ${defaults.scheduler} is used on its noise schedule.`,
    );
  }
  const problem = schedulerProblem(folder);
  if (problem !== null) notes.push(problem);
  if (unstated.length > 0) notes.push(`SHA256SUMS does not state: ${unstated.join(', ')}.`);
  return notes;
}

/** Why the model's own scheduler cannot run with the model's own settings; null where it can. */
function schedulerProblem({ scheduler, defaults }: ModelFolder): string | null {
  try {
    createScheduler(defaults.scheduler, scheduler, {
      steps: defaults.steps,
      noise: () => new Float32Array(0),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
