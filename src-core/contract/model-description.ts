import { z } from 'zod';
import { PRECISION_NAMES, SCHEDULER_NAMES, TASK_NAMES } from '../base/generation-names.ts';

/**
 * What a model folder is, in plain JSON: it crosses from the engine process to the product, to the window and to
 * the command line's output.
 */

const count = z.int().nonnegative();

/** Whether a task can be done with a model; `reason` says why not, null where it can. */
const abilitySchema = z.strictObject({ possible: z.boolean(), reason: z.string().nullable() });

/** The parts of a model that are graphs, by their folders. */
export const MODEL_PARTS = ['text_encoder', 'text_projection', 'unet', 'vae_decoder', 'vae_encoder'] as const;
export type ModelPart = (typeof MODEL_PARTS)[number];

const graphSchema = z.strictObject({
  part: z.enum(MODEL_PARTS),
  /** Path in the model folder, with `/`. */
  file: z.string(),
  irVersion: count,
  /** Of the standard operators. */
  opset: count,
  /** What wrote the graph, name and version. */
  producer: z.string(),
  /** Numbers in the graph's floating-point weights. */
  parameters: count,
  /** All constants of the graph, in the graph's file and beside it. */
  weightBytes: count,
  /** Element types of the floating-point weights, the largest share first. */
  weightTypes: z.array(z.string()),
  /** Files beside the graph that hold weights, paths in the model folder. */
  externalFiles: z.array(z.string()),
});

export const modelDescriptionSchema = z.strictObject({
  /** The folder's own name, and where it is. */
  name: z.string(),
  directory: z.string(),
  /** `_class_name` of model_index.json. */
  pipelineClass: z.string(),
  demonstration: z.boolean(),
  textEncoder: z.strictObject({
    kind: z.enum(['clip', 'bert']),
    className: z.string(),
    hiddenSize: count,
    layers: count,
    vocabularySize: count,
    /** Longest text that the position table covers, in tokens. */
    positions: count,
    /** False: padding is attended to like text, as diffusers does unless the config asks otherwise. */
    usesAttentionMask: z.boolean(),
  }),
  /** Between text encoder and UNet; null where the hidden states are used as they are. */
  projection: z.strictObject({ inputSize: count, outputSize: count }).nullable(),
  tokenizer: z.strictObject({
    kind: z.enum(['clip', 'wordpiece']),
    vocabularySize: count,
    /** Length of every encoded prompt, with start and end token. */
    maxTokens: count,
    lowerCase: z.boolean(),
    padToken: z.string(),
  }),
  unet: z.strictObject({
    inputChannels: count,
    outputChannels: count,
    blockChannels: z.array(count),
    /** Features of the hidden states that it takes. */
    crossAttentionSize: count,
    /** Latent rows and columns that the UNet was trained at. */
    sampleRows: count,
    sampleColumns: count,
  }),
  predictionType: z.enum(['epsilon', 'v_prediction', 'sample']),
  scheduler: z.strictObject({
    className: z.string(),
    /** Ours for it; null for a class that is not built here: another scheduler is used on its noise schedule. */
    name: z.enum(SCHEDULER_NAMES).nullable(),
  }),
  vae: z.strictObject({
    imageChannels: count,
    latentChannels: count,
    /** Pixels for each latent value along one side. */
    downscale: count,
    scalingFactor: z.number(),
  }),
  image: z.strictObject({
    widthPixels: count,
    heightPixels: count,
    /** Both sides must be multiples of this. */
    sizeMultiple: count,
    /** True where a graph was exported for this one size. */
    fixedSize: z.boolean(),
  }),
  tasks: z.record(z.enum(TASK_NAMES), abilitySchema),
  /** Of the graphs' inputs and outputs. */
  precision: z.enum(PRECISION_NAMES),
  graphs: z.array(graphSchema),
  /** Numbers in the weights of all graphs. */
  parameters: count,
  /** Every file that the runtime reads, by its path in the model folder. */
  files: z.array(z.strictObject({ file: z.string(), sha256: z.string(), bytes: count })),
  totalBytes: count,
  /** Estimates, on the CPU provider and at the model's own size. */
  memory: z.strictObject({
    /** Text to image with every graph loaded. */
    wholeBytes: count,
    /** What an edit needs beyond that. */
    editBytes: count,
    /** With one graph loaded at a time: what the largest one needs. */
    inTurnBytes: count,
    largestPart: z.enum(MODEL_PARTS),
  }),
  /** True where a SHA256SUMS file was there: every file in it has the hash that it states. */
  checksumsVerified: z.boolean(),
  defaults: z.strictObject({
    steps: z.int().positive(),
    guidanceScale: z.number(),
    scheduler: z.enum(SCHEDULER_NAMES),
    negativePrompt: z.string(),
  }),
  examplePrompts: z.array(z.string()),
  /** What is passed over, and what one should know. */
  notes: z.array(z.string()),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;
