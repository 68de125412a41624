import { z } from 'zod';
import { LightboxError } from '../base/errors.ts';

/**
 * The JSON files of a model folder in diffusers layout. Field names are the files' own; fields that are not
 * used here are allowed and kept.
 */

const positiveInteger = z.int().positive();

/** model_index.json: each component as [library, class], [null, null] where there is none. */
const modelIndexSchema = z.looseObject({
  _class_name: z.string().min(1),
  scheduler: z.tuple([z.string().nullable(), z.string().nullable()]),
  text_encoder: z.tuple([z.string().nullable(), z.string().nullable()]),
  tokenizer: z.tuple([z.string().nullable(), z.string().nullable()]),
  unet: z.tuple([z.string().nullable(), z.string().nullable()]),
});
export type ModelIndex = z.infer<typeof modelIndexSchema>;

/** Fields of the three supported schedulers; absent ones take the default of the scheduler that is built. */
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
  variance_type: z.string().nullish(),
  lambda_min_clipped: z.union([z.number(), z.string()]).nullish(),
});
export type SchedulerConfig = z.infer<typeof schedulerConfigSchema>;

const textEncoderConfigSchema = z.looseObject({
  hidden_size: positiveInteger,
  vocab_size: positiveInteger,
  max_position_embeddings: positiveInteger,
  bos_token_id: z.int().nonnegative().nullish(),
  eos_token_id: z.int().nonnegative().nullish(),
  pad_token_id: z.int().nonnegative().nullish(),
});
export type TextEncoderConfig = z.infer<typeof textEncoderConfigSchema>;

const unetConfigSchema = z.looseObject({
  in_channels: positiveInteger,
  out_channels: positiveInteger,
  /** Latent pixels a side; a pair is height, width. */
  sample_size: z.union([positiveInteger, z.tuple([positiveInteger, positiveInteger])]),
  cross_attention_dim: z.union([positiveInteger, z.array(positiveInteger).min(1)]),
  block_out_channels: z.array(positiveInteger).min(1),
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
  shift_factor: z.number().nullish(),
  sample_size: z.union([positiveInteger, z.array(positiveInteger)]).optional(),
});
export type VaeConfig = z.infer<typeof vaeConfigSchema>;

/** A special token is written as a string or as an object with its content. */
const specialTokenSchema = z
  .union([z.string(), z.looseObject({ content: z.string() })])
  .transform((token) => (typeof token === 'string' ? token : token.content));

const tokenizerConfigSchema = z.looseObject({
  tokenizer_class: z.string().optional(),
  /** Some exports write a number near 1e30 for "no limit". */
  model_max_length: z.number().positive().optional(),
  bos_token: specialTokenSchema.nullish(),
  eos_token: specialTokenSchema.nullish(),
  pad_token: specialTokenSchema.nullish(),
  unk_token: specialTokenSchema.nullish(),
});
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

const specialTokensMapSchema = z.looseObject({
  bos_token: specialTokenSchema.nullish(),
  eos_token: specialTokenSchema.nullish(),
  pad_token: specialTokenSchema.nullish(),
  unk_token: specialTokenSchema.nullish(),
});
export type SpecialTokensMap = z.infer<typeof specialTokensMapSchema>;

const vocabSchema = z.record(z.string(), z.int().nonnegative());
export type Vocab = z.infer<typeof vocabSchema>;

/** Pipelines that are text to image with one CLIP text encoder; exports for onnxruntime rename the class. */
const SUPPORTED_PIPELINES: readonly string[] = [
  'StableDiffusionPipeline',
  'OnnxStableDiffusionPipeline',
  'StableDiffusionOnnxPipeline',
  'ORTStableDiffusionPipeline',
];

/**
 * Parses the text of a JSON file that Python wrote. Its json module writes Infinity and NaN, which JSON does
 * not have (diffusers' `"lambda_min_clipped": -Infinity`): they become strings of the same name.
 * @throws LightboxError MODEL_INVALID naming the file
 */
export function parseModelJson(text: string, fileName: string): unknown {
  const standard = text
    .replace(/^\uFEFF/, '')
    .replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
  try {
    return JSON.parse(standard);
  } catch (cause) {
    throw new LightboxError(
      'MODEL_INVALID',
      `${fileName}: not JSON. Copy the model folder again as it was exported.`,
      { file: fileName, field: 'the whole file' },
      { cause },
    );
  }
}

/*
 * Every parser below takes parsed JSON and the file's name as the user knows it, and throws LightboxError
 * MODEL_INVALID (a field is missing or wrong) or MODEL_UNSUPPORTED (sound, but not for this product), naming
 * file and field in message and details.
 */

export function parseModelIndex(json: unknown, fileName: string): ModelIndex {
  const index = parse(modelIndexSchema, json, fileName);
  if (!SUPPORTED_PIPELINES.includes(index._class_name)) {
    throw unsupported(fileName, '_class_name', `the pipeline ${index._class_name}`);
  }
  return index;
}

export function parseSchedulerConfig(json: unknown, fileName: string): SchedulerConfig {
  return parse(schedulerConfigSchema, json, fileName);
}

export function parseTextEncoderConfig(json: unknown, fileName: string): TextEncoderConfig {
  return parse(textEncoderConfigSchema, json, fileName);
}

export function parseUnetConfig(json: unknown, fileName: string): UnetConfig {
  return parse(unetConfigSchema, json, fileName);
}

export function parseVaeConfig(json: unknown, fileName: string): VaeConfig {
  return parse(vaeConfigSchema, json, fileName);
}

export function parseTokenizerConfig(json: unknown, fileName: string): TokenizerConfig {
  const config = parse(tokenizerConfigSchema, json, fileName);
  const tokenizerClass = config.tokenizer_class;
  if (tokenizerClass !== undefined && !/^CLIPTokenizer(Fast)?$/.test(tokenizerClass)) {
    throw unsupported(fileName, 'tokenizer_class', `the tokenizer ${tokenizerClass}`);
  }
  return config;
}

export function parseSpecialTokensMap(json: unknown, fileName: string): SpecialTokensMap {
  return parse(specialTokensMapSchema, json, fileName);
}

/** vocab.json: token to id. */
export function parseVocab(json: unknown, fileName: string): Vocab {
  return parse(vocabSchema, json, fileName);
}

function parse<Schema extends z.ZodType>(schema: Schema, json: unknown, fileName: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the whole file' : issue.path.join('.');
  throw new LightboxError(
    'MODEL_INVALID',
    `${fileName}: ${field}: ${issue?.message ?? 'invalid'}. Copy the model folder again as it was exported.`,
    { file: fileName, field },
  );
}

function unsupported(fileName: string, field: string, found: string): LightboxError {
  return new LightboxError('MODEL_UNSUPPORTED', `${fileName}: ${field}: ${found} is not supported here.`, {
    file: fileName,
    field,
  });
}
