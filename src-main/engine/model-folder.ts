import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Precision } from '../../src-core/base/generation-names.ts';
import type { ModelPart } from '../../src-core/contract/model-description.ts';
import {
  type ModelIndex,
  type ProjectionConfig,
  parseModelIndex,
  parseProjectionConfig,
  parseSchedulerConfig,
  parseTextEncoderConfig,
  parseUnetConfig,
  parseVaeConfig,
  type SchedulerConfig,
  type TextEncoderFacts,
  type UnetConfig,
  type VaeConfig,
} from '../../src-core/diffusion/model-folder.ts';
import type { PromptTokenizerFiles } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { type SchedulerName, schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { schedulerNameOf } from '../../src-core/diffusion/scheduler.ts';
import {
  hashesOf,
  hashModelFiles,
  hasModelFile,
  listComponentFiles,
  type ModelComponent,
  readModelJson,
  readOptionalModelJson,
  requireModelFile,
} from './model-files.ts';
import { readTokenizer } from './model-tokenizer.ts';
import { type OnnxFile, readOnnxFile } from './onnx-header.ts';

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
  readonly index: ModelIndex;
  readonly scheduler: SchedulerConfig;
  readonly textEncoder: TextEncoderFacts;
  readonly unet: UnetConfig;
  readonly vae: VaeConfig;
  readonly tokenizer: PromptTokenizerFiles;
  /** A graph between text encoder and UNet (`text_projection/model.onnx`); null without one. */
  readonly projection: ProjectionConfig | null;
  /** True where the folder can bring a film to latents: edits need that. */
  readonly hasEncoder: boolean;
  /** Pixels for each latent value along one side. */
  readonly downscale: number;
  readonly defaults: ModelDefaults;
  /** True for a model that says of itself that it is a demonstration. */
  readonly demonstration: boolean;
  readonly examplePrompts: readonly string[];
  /** Every word of the prompts the model was trained on, lower case; null where the folder does not say. */
  readonly trainingWords: readonly string[] | null;
}

/** The headers of a folder's graphs; the two optional ones null where the folder has none. */
export type ModelGraphs = Readonly<
  Record<Exclude<ModelPart, 'text_projection' | 'vae_encoder'>, OnnxFile> &
    Record<'text_projection' | 'vae_encoder', OnnxFile | null>
>;

/** A model folder with the hash of every file that the runtime reads. */
export interface HashedModelFolder extends ModelFolder {
  readonly components: readonly ModelComponent[];
}

const SCHEDULER_FILE = 'scheduler/scheduler_config.json';
/** What text to image depends on. */
const TEXT_TO_IMAGE_FOLDERS = ['scheduler', 'text_encoder', 'tokenizer', 'unet', 'vae_decoder'] as const;

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
  const index = parseModelIndex(await readModelJson(directory, 'model_index.json'), 'model_index.json');
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
  const tokenizer = await readTokenizer(directory, index, textEncoder);
  const projection = await readProjection(directory, index);
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
    index,
    scheduler,
    textEncoder,
    unet,
    vae,
    tokenizer,
    projection,
    hasEncoder: await hasModelFile(directory, graphFile('vae_encoder')),
    downscale,
    defaults: defaultsOf(extras ?? {}, scheduler, unet, downscale),
    demonstration: extras?.demonstration ?? false,
    examplePrompts: extras?.prompts ?? [],
    trainingWords: parseExtra(trainingWordsSchema, words, 'training_words.json') ?? null,
  };
}

/** Reads a folder and hashes every file the runtime reads. Errors as readModelFolder. */
export async function describeModel(path: string): Promise<HashedModelFolder> {
  const folder = await readModelFolder(path);
  const files = await componentFiles(folder, readModelGraphs(folder));
  return { ...folder, components: await hashModelFiles(folder.directory, files) };
}

/** SHA-256 by file of everything the runtime reads. */
export async function componentHashes(folder: ModelFolder): Promise<Record<string, string>> {
  const files = await componentFiles(folder, readModelGraphs(folder));
  return hashesOf(await hashModelFiles(folder.directory, files));
}

/** Those components that an image depends on: edits need the VAE encoder too. */
export function taskComponents(
  components: Readonly<Record<string, string>>,
  edit: boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(components).filter(([file]) => edit || !file.startsWith('vae_encoder/')),
  );
}

/** Every file the runtime reads: those of the component folders, and weights beside graphs by any name. */
export async function componentFiles(folder: ModelFolder, graphs: ModelGraphs): Promise<string[]> {
  const projection = folder.projection === null ? [] : ['text_projection'];
  const folders = [...TEXT_TO_IMAGE_FOLDERS, ...projection, 'vae_encoder'];
  const listed = await listComponentFiles(folder.directory, folders);
  const external = Object.values(graphs).flatMap((graph) => graph?.externalFiles ?? []);
  return ['model_index.json', ...[...new Set([...listed, ...external])].sort()];
}

/** The type of the UNet's latents: it decides that of the noise, of guidance and of the scheduler's arithmetic. */
export function latentPrecision({ unet }: ModelGraphs): Precision {
  return unet.inputs.find(({ name }) => name === 'sample')?.type === 'float16' ? 'float16' : 'float32';
}

/** The headers of a folder's graphs. Errors as readOnnxFile. */
export function readModelGraphs(folder: ModelFolder): ModelGraphs {
  const read = (part: ModelPart): OnnxFile => readOnnxFile(folder.directory, graphFile(part));
  return {
    text_encoder: read('text_encoder'),
    text_projection: folder.projection === null ? null : read('text_projection'),
    unet: read('unet'),
    vae_decoder: read('vae_decoder'),
    vae_encoder: folder.hasEncoder ? read('vae_encoder') : null,
  };
}

async function requireDirectory(directory: string): Promise<void> {
  const facts = await stat(directory).catch(() => undefined);
  if (facts?.isDirectory()) return;
  throw new LightboxError('MODEL_NOT_FOUND', `There is no model folder ${directory}.`, { directory });
}

/** @throws LightboxError MODEL_INVALID where model_index.json lists a projection that is not there */
async function readProjection(directory: string, index: ModelIndex): Promise<ProjectionConfig | null> {
  if ((index.text_projection?.[1] ?? null) === null) return null;
  const file = 'text_projection/config.json';
  await requireModelFile(directory, 'text_projection/model.onnx');
  return parseProjectionConfig((await readOptionalModelJson(directory, file)) ?? {}, file);
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
    return schedulerNameOf(config);
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

/** A part's graph, by its path in the folder. */
function graphFile(part: ModelPart): string {
  return `${part}/model.onnx`;
}

/** The path of a part's graph. */
export function graphPath(folder: ModelFolder, part: ModelPart): string {
  return join(folder.directory, graphFile(part));
}
