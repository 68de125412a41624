import { z } from 'zod';
import { invalidField, parseFields, unsupported } from './model-json.ts';

/**
 * The JSON files of a model folder in diffusers layout. Field names are the files' own; fields that are not
 * used here are allowed and kept.
 */

const positiveInteger = z.int().positive();

/** A component as [library, class], [null, null] where there is none. */
const componentSchema = z.tuple([z.string().nullable(), z.string().nullable()]);

const modelIndexSchema = z.looseObject({
  _class_name: z.string().min(1),
  scheduler: componentSchema,
  text_encoder: componentSchema,
  tokenizer: componentSchema,
  unet: componentSchema,
  /** Of this product's kind of folder: a graph between text encoder and UNet. */
  text_projection: componentSchema.optional(),
  safety_checker: componentSchema.optional(),
  feature_extractor: componentSchema.optional(),
  image_encoder: componentSchema.optional(),
});
export type ModelIndex = z.infer<typeof modelIndexSchema>;

/** Fields of the supported schedulers; absent ones take the default of the scheduler that is built. */
const schedulerConfigSchema = z.looseObject({
  _class_name: z.string().min(1),
  num_train_timesteps: positiveInteger.optional(),
  beta_start: z.number().positive().lt(1).optional(),
  beta_end: z.number().positive().lt(1).optional(),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).optional(),
  trained_betas: z.array(z.number().positive().lt(1)).min(1).nullish(),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).optional(),
  timestep_spacing: z.enum(['leading', 'linspace', 'trailing']).optional(),
  steps_offset: z.int().nonnegative().optional(),
  set_alpha_to_one: z.boolean().optional(),
  skip_prk_steps: z.boolean().optional(),
  clip_sample: z.boolean().optional(),
  clip_sample_range: z.number().positive().optional(),
  thresholding: z.boolean().optional(),
  dynamic_thresholding_ratio: z.number().min(0).max(1).optional(),
  sample_max_value: z.number().positive().optional(),
  rescale_betas_zero_snr: z.boolean().optional(),
  solver_order: positiveInteger.optional(),
  algorithm_type: z.string().optional(),
  solver_type: z.string().optional(),
  lower_order_final: z.boolean().optional(),
  euler_at_final: z.boolean().optional(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).optional(),
  use_karras_sigmas: z.boolean().nullish(),
  use_exponential_sigmas: z.boolean().nullish(),
  use_beta_sigmas: z.boolean().nullish(),
  use_lu_lambdas: z.boolean().nullish(),
  use_flow_sigmas: z.boolean().nullish(),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  interpolation_type: z.string().nullish(),
  timestep_type: z.string().nullish(),
  predict_x0: z.boolean().optional(),
  disable_corrector: z.array(z.int()).optional(),
  solver_p: z.unknown().optional(),
  variance_type: z.string().nullish(),
  lambda_min_clipped: z.union([z.number(), z.string()]).nullish(),
});
export type SchedulerConfig = z.infer<typeof schedulerConfigSchema>;

const textEncoderConfigSchema = z.looseObject({
  architectures: z.array(z.string()).nullish(),
  model_type: z.string().optional(),
  /** DistilBERT writes `dim` and `n_layers`. */
  hidden_size: positiveInteger.optional(),
  dim: positiveInteger.optional(),
  num_hidden_layers: positiveInteger.optional(),
  n_layers: positiveInteger.optional(),
  vocab_size: positiveInteger,
  max_position_embeddings: positiveInteger,
  use_attention_mask: z.boolean().nullish(),
});

/** What a text encoder is, by its config.json. */
export interface TextEncoderFacts {
  readonly kind: 'clip' | 'bert';
  /** The class that transformers loads. */
  readonly className: string;
  readonly hiddenSize: number;
  /** Layers that are run: Stable Diffusion 2 leaves out the last of OpenCLIP's 24 by saying 23 here. */
  readonly layers: number;
  readonly vocabularySize: number;
  /** Longest text that the position table covers, in tokens. */
  readonly positions: number;
  /**
   * True where padding is hidden from the text encoder. diffusers passes its mask only where the config says
   * `use_attention_mask` (StableDiffusionPipeline.encode_prompt); without one, CLIP and BERT attend to padding.
   */
  readonly usesAttentionMask: boolean;
}

/** `model_type` of BERT's family: WordPiece in, hidden states out. */
const BERT_TYPES: readonly string[] = ['bert', 'cxr-bert', 'distilbert'];
const CLIP_TYPES: readonly string[] = ['clip', 'clip_text_model'];

const unetConfigSchema = z.looseObject({
  in_channels: positiveInteger,
  out_channels: positiveInteger,
  /** Latent pixels a side; a pair is height, width. */
  sample_size: z.union([positiveInteger, z.tuple([positiveInteger, positiveInteger])]),
  cross_attention_dim: z.union([positiveInteger, z.array(positiveInteger).min(1)]),
  block_out_channels: z.array(positiveInteger).min(1),
  down_block_types: z.array(z.string()).optional(),
  /** Despite its name the number of heads, for all levels or each (diffusers' UNet2DConditionModel says so). */
  attention_head_dim: z.union([positiveInteger, z.array(positiveInteger)]).nullish(),
  num_attention_heads: z.union([positiveInteger, z.array(positiveInteger)]).nullish(),
  /** A projection inside the UNet: the hidden states are of this size then. */
  encoder_hid_dim: positiveInteger.nullish(),
  /** Inputs beyond sample, timestep and hidden states, which Stable Diffusion does not have. */
  class_embed_type: z.string().nullish(),
  num_class_embeds: z.int().nullish(),
  addition_embed_type: z.string().nullish(),
  encoder_hid_dim_type: z.string().nullish(),
  time_cond_proj_dim: z.int().nullish(),
});
export type UnetConfig = z.infer<typeof unetConfigSchema>;

const vaeConfigSchema = z.looseObject({
  in_channels: positiveInteger,
  out_channels: positiveInteger,
  latent_channels: positiveInteger,
  /** One entry a level: the decoder enlarges by 2 between levels. */
  block_out_channels: z.array(positiveInteger).min(1),
  /** Latents are multiplied by this before diffusion; diffusers' default where the file has none. */
  scaling_factor: z.number().positive().default(0.18215),
  sample_size: z.union([positiveInteger, z.array(positiveInteger)]).optional(),
});
export type VaeConfig = z.infer<typeof vaeConfigSchema>;

/** torch.nn.Linear's names; both may be absent, the graph is what counts. */
const projectionConfigSchema = z.looseObject({
  in_features: positiveInteger.optional(),
  out_features: positiveInteger.optional(),
});
export type ProjectionConfig = z.infer<typeof projectionConfigSchema>;

/** Pipelines of one text encoder, one UNet and one VAE; exports for onnxruntime rename the class. */
const SUPPORTED_PIPELINE =
  /^(Onnx|ORT)?StableDiffusion(Img2Img|Inpaint)?Pipeline$|^StableDiffusionOnnxPipeline$|^OnnxStableDiffusionInpaintPipelineLegacy$/;

/*
 * Every parser below takes parsed JSON and the file's name as the user knows it, and throws LightboxError
 * MODEL_INVALID (a field is missing or wrong) or MODEL_UNSUPPORTED (sound, but not for this product), naming
 * file and field in message and details.
 */

export function parseModelIndex(json: unknown, fileName: string): ModelIndex {
  const index = parseFields(modelIndexSchema, json, fileName);
  if (!SUPPORTED_PIPELINE.test(index._class_name)) {
    throw unsupported(fileName, '_class_name', `the pipeline ${index._class_name}`);
  }
  return index;
}

export function parseSchedulerConfig(json: unknown, fileName: string): SchedulerConfig {
  return parseFields(schedulerConfigSchema, json, fileName);
}

export function parseTextEncoderConfig(json: unknown, fileName: string): TextEncoderFacts {
  const config = parseFields(textEncoderConfigSchema, json, fileName);
  const required = (field: string, value: number | undefined): number => {
    if (value === undefined) throw invalidField(fileName, field, 'is missing');
    return value;
  };
  const className = config.architectures?.[0] ?? '';
  return {
    kind: textEncoderKind(config.model_type, className, fileName),
    className: className === '' ? (config.model_type ?? '') : className,
    hiddenSize: required('hidden_size', config.hidden_size ?? config.dim),
    layers: required('num_hidden_layers', config.num_hidden_layers ?? config.n_layers),
    vocabularySize: config.vocab_size,
    positions: config.max_position_embeddings,
    usesAttentionMask: config.use_attention_mask ?? false,
  };
}

function textEncoderKind(
  modelType: string | undefined,
  className: string,
  fileName: string,
): 'clip' | 'bert' {
  if (modelType === undefined && className === '') throw invalidField(fileName, 'model_type', 'is missing');
  if (modelType === undefined ? className.startsWith('CLIPText') : CLIP_TYPES.includes(modelType))
    return 'clip';
  if (modelType === undefined ? className.includes('Bert') : BERT_TYPES.includes(modelType)) return 'bert';
  const found = modelType ?? className;
  throw unsupported(
    fileName,
    modelType === undefined ? 'architectures' : 'model_type',
    `the text encoder ${found}`,
  );
}

export function parseUnetConfig(json: unknown, fileName: string): UnetConfig {
  const config = parseFields(unetConfigSchema, json, fileName);
  for (const field of [
    'class_embed_type',
    'num_class_embeds',
    'addition_embed_type',
    'time_cond_proj_dim',
  ] as const) {
    const value = config[field];
    if (value != null)
      throw unsupported(fileName, field, `a UNet with the further input that ${value} means`);
  }
  const hidden = config.encoder_hid_dim_type;
  if (hidden != null && hidden !== 'text_proj') {
    throw unsupported(fileName, 'encoder_hid_dim_type', `a UNet with the further input that ${hidden} means`);
  }
  return config;
}

/** See ProjectionConfig. */
export function parseProjectionConfig(json: unknown, fileName: string): ProjectionConfig {
  return parseFields(projectionConfigSchema, json, fileName);
}

export function parseVaeConfig(json: unknown, fileName: string): VaeConfig {
  return parseFields(vaeConfigSchema, json, fileName);
}
