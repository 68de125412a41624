import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ClipTokenizerFiles } from '../../src-core/diffusion/clip-tokenizer.ts';
import {
  parseModelIndex,
  parseSchedulerConfig,
  parseSpecialTokensMap,
  parseTextEncoderConfig,
  parseTokenizerConfig,
  parseUnetConfig,
  parseVaeConfig,
  parseVocab,
  type SchedulerConfig,
  type TextEncoderConfig,
  type UnetConfig,
  type VaeConfig,
} from '../../src-core/diffusion/model-folder.ts';
import { type SchedulerName, schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { schedulerNameFromClass } from '../../src-core/diffusion/scheduler.ts';
import {
  hashModelFiles,
  listComponentFiles,
  type ModelComponent,
  readModelJson,
  readModelText,
  readOptionalModelJson,
  requireModelFile,
} from './model-files.ts';

/** The settings a model is shown with; those of defaults.json, else diffusers' own. */
export interface ModelDefaults {
  readonly steps: number;
  readonly guidanceScale: number;
  readonly scheduler: SchedulerName;
  readonly negativePrompt: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** A model folder in diffusers layout with ONNX graphs, read and validated; weights are not touched. */
export interface ModelFolder {
  readonly directory: string;
  /** The folder's own name. */
  readonly name: string;
  readonly scheduler: SchedulerConfig;
  readonly textEncoder: TextEncoderConfig;
  readonly unet: UnetConfig;
  readonly vae: VaeConfig;
  readonly tokenizer: ClipTokenizerFiles;
  /** Pixels for each latent value along one side. */
  readonly downscale: number;
  readonly defaults: ModelDefaults;
  /** True for a model that says of itself that it is a demonstration. */
  readonly demonstration: boolean;
  readonly examplePrompts: readonly string[];
  /** Every word of the prompts the model was trained on, lower case; null where the folder does not say. */
  readonly trainingWords: readonly string[] | null;
}

/** A model folder with the hash of every file that the runtime reads. */
export interface ModelDescription extends ModelFolder {
  readonly components: readonly ModelComponent[];
}

const SCHEDULER_FILE = 'scheduler/scheduler_config.json';
/** What text to image depends on; the recipe holds these. */
const TEXT_TO_IMAGE_FOLDERS = ['scheduler', 'text_encoder', 'tokenizer', 'unet', 'vae_decoder'] as const;
const OPTIONAL_FOLDERS = ['vae_encoder'] as const;
const CLIP_MAX_LENGTH = 77;

const defaultsSchema = z.looseObject({
  steps: z.int().min(1).max(1000).optional(),
  guidance: z.number().min(0).max(100).optional(),
  scheduler: schedulerNameSchema.optional(),
  negativePrompt: z.string().optional(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  demonstration: z.boolean().optional(),
  prompts: z.array(z.string()).optional(),
});
type DefaultsFile = z.infer<typeof defaultsSchema>;

const trainingWordsSchema = z
  .union([z.array(z.string()), z.looseObject({ words: z.array(z.string()) })])
  .transform((value) => (Array.isArray(value) ? value : value.words));

/**
 * Reads and validates a model folder.
 * @throws LightboxError MODEL_NOT_FOUND, MODEL_INVALID or MODEL_UNSUPPORTED, naming folder or file
 */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const directory = resolve(path);
  await requireDirectory(directory);
  parseModelIndex(await readModelJson(directory, 'model_index.json'), 'model_index.json');
  const json = (file: string): Promise<unknown> => readModelJson(directory, file);
  const scheduler = parseSchedulerConfig(await json(SCHEDULER_FILE), SCHEDULER_FILE);
  const textEncoder = parseTextEncoderConfig(
    await json('text_encoder/config.json'),
    'text_encoder/config.json',
  );
  const unet = parseUnetConfig(await json('unet/config.json'), 'unet/config.json');
  const vae = parseVaeConfig(await json('vae_decoder/config.json'), 'vae_decoder/config.json');
  for (const part of ['text_encoder', 'unet', 'vae_decoder']) {
    await requireModelFile(directory, `${part}/model.onnx`);
  }
  const tokenizer = await readTokenizer(directory, textEncoder);
  const downscale = 2 ** (vae.block_out_channels.length - 1);
  const extras = parseExtra(
    defaultsSchema,
    await readOptionalModelJson(directory, 'defaults.json'),
    'defaults.json',
  );
  const words = await readOptionalModelJson(directory, 'training_words.json');
  return {
    directory,
    name: basename(directory),
    scheduler,
    textEncoder,
    unet,
    vae,
    tokenizer,
    downscale,
    defaults: defaultsOf(extras ?? {}, scheduler, unet, downscale),
    demonstration: extras?.demonstration ?? false,
    examplePrompts: extras?.prompts ?? [],
    trainingWords: parseExtra(trainingWordsSchema, words, 'training_words.json') ?? null,
  };
}

/** Reads a folder and hashes every file the runtime reads. Errors as readModelFolder. */
export async function describeModel(path: string): Promise<ModelDescription> {
  const folder = await readModelFolder(path);
  const files = await listComponentFiles(folder.directory, [...TEXT_TO_IMAGE_FOLDERS, ...OPTIONAL_FOLDERS]);
  return { ...folder, components: await hashModelFiles(folder.directory, ['model_index.json', ...files]) };
}

/** SHA-256 by file of everything a text-to-image recipe depends on. */
export async function textToImageHashes(folder: ModelFolder): Promise<Record<string, string>> {
  const files = await listComponentFiles(folder.directory, TEXT_TO_IMAGE_FOLDERS);
  const components = await hashModelFiles(folder.directory, ['model_index.json', ...files]);
  return Object.fromEntries(components.map(({ file, sha256 }) => [file, sha256]));
}

async function requireDirectory(directory: string): Promise<void> {
  const facts = await stat(directory).catch(() => undefined);
  if (facts?.isDirectory()) return;
  throw new LightboxError('MODEL_NOT_FOUND', `There is no model folder ${directory}.`, { directory });
}

async function readTokenizer(directory: string, textEncoder: TextEncoderConfig): Promise<ClipTokenizerFiles> {
  const vocab = parseVocab(await readModelJson(directory, 'tokenizer/vocab.json'), 'tokenizer/vocab.json');
  const merges = await readModelText(directory, 'tokenizer/merges.txt');
  const configFile = 'tokenizer/tokenizer_config.json';
  const mapFile = 'tokenizer/special_tokens_map.json';
  const config = parseTokenizerConfig((await readOptionalModelJson(directory, configFile)) ?? {}, configFile);
  const map = parseSpecialTokensMap((await readOptionalModelJson(directory, mapFile)) ?? {}, mapFile);
  const limit = Math.min(config.model_max_length ?? CLIP_MAX_LENGTH, textEncoder.max_position_embeddings);
  const start = config.bos_token ?? map.bos_token;
  const end = config.eos_token ?? map.eos_token;
  const pad = config.pad_token ?? map.pad_token;
  const unknown = config.unk_token ?? map.unk_token;
  return {
    vocab,
    merges,
    maxLength: limit,
    ...(start == null ? {} : { startToken: start }),
    ...(end == null ? {} : { endToken: end }),
    ...(pad == null ? {} : { padToken: pad }),
    ...(unknown == null ? {} : { unknownToken: unknown }),
  };
}

function defaultsOf(
  extras: DefaultsFile,
  scheduler: SchedulerConfig,
  unet: UnetConfig,
  downscale: number,
): ModelDefaults {
  const [rows, columns] =
    typeof unet.sample_size === 'number' ? [unet.sample_size, unet.sample_size] : unet.sample_size;
  return {
    // diffusers' StableDiffusionPipeline: 50 steps, guidance 7.5.
    steps: extras.steps ?? 50,
    guidanceScale: extras.guidance ?? 7.5,
    scheduler: extras.scheduler ?? schedulerOf(scheduler),
    negativePrompt: extras.negativePrompt ?? '',
    widthPixels: extras.width ?? columns * downscale,
    heightPixels: extras.height ?? rows * downscale,
  };
}

/** The folder's own scheduler; a class not built here gives way to PNDM on the same noise schedule. */
function schedulerOf(config: SchedulerConfig): SchedulerName {
  try {
    return schedulerNameFromClass(config._class_name);
  } catch {
    return 'pndm';
  }
}

function parseExtra<T>(schema: z.ZodType<T>, json: unknown, file: string): T | undefined {
  if (json === undefined) return undefined;
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'the whole file';
  throw new LightboxError('MODEL_INVALID', `${file}: ${field}: ${issue?.message ?? 'invalid'}.`, {
    file,
    field,
  });
}

/** The path of a part's graph. */
export function graphPath(folder: ModelFolder, part: 'text_encoder' | 'unet' | 'vae_decoder'): string {
  return join(folder.directory, part, 'model.onnx');
}
