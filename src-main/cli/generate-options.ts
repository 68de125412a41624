import { PROVIDER_NAMES, type ProviderName, SCHEDULER_NAMES } from '../../src-core/base/generation-names.ts';
import { promptTextSchema } from '../../src-core/contract/common.ts';
import { generationRequestSchema, seedSchema } from '../../src-core/contract/generation-calls.ts';
import {
  PUBLISHED_SAMPLING,
  type PublishedModel,
  type Sampling,
} from '../../src-core/diffusion/published-sampling.ts';
import { MAX_IMAGES_PER_ROW } from '../../src-core/diffusion/table-seed.ts';
import { generateRequestSchema } from '../engine/protocol.ts';
import { badInput } from './exit.ts';
import {
  decimalNumber,
  filledText,
  oneOf,
  type RawOptions,
  sha256Text,
  textOption,
  wholeNumber,
} from './option-values.ts';

const MAX_COUNT = 10_000;
const MAX_SHARDS = 10_000;
const MAX_SEED = seedSchema.maxValue ?? 0xffff_ffff;
const MAX_STEPS = generateRequestSchema.shape.steps.maxValue ?? 1000;
const MAX_THREADS = 256;
const MAX_GUIDANCE = generationRequestSchema.shape.guidanceScale.maxValue ?? 30;
/** What --provider takes. */
export const PROVIDER_CHOICES = [...PROVIDER_NAMES, 'auto'] as const;
const MEMORY_NAMES = ['resident', 'in-turn'] as const;
const PRESET_NAMES = Object.keys(PUBLISHED_SAMPLING) as PublishedModel[];

/** What was asked for, from options or a preset; undefined takes the model's own. */
export type AskedSampling = { readonly [Setting in keyof Sampling]: Sampling[Setting] | undefined } & {
  readonly negativePrompt: string | undefined;
};

/** One prompt, `count` images with ascending seeds. */
export interface PromptWork {
  readonly kind: 'prompt';
  readonly prompt: string;
  readonly count: number;
  /** Undefined: to be drawn. */
  readonly seed: number | undefined;
  readonly edit: { readonly film: string; readonly mask: string | null; readonly strength: number } | null;
}

/** A table of prompts, or a part of it. */
export interface TableWork {
  readonly kind: 'table';
  readonly table: string;
  /** Takes every `of`-th row, from the `part`-th on, both from 1. */
  readonly shard: { readonly part: number; readonly of: number };
  readonly resume: boolean;
  /** For rows without a count of their own. */
  readonly count: number;
  /** What the seeds of rows without one follow from; undefined: to be drawn. */
  readonly seed: number | undefined;
  /** For rows that edit a film and say no strength. */
  readonly strength: number | undefined;
}

/** With the provider that `auto` came out as on this machine. */
export type ResolvedOptions = GenerateOptions & { readonly provider: ProviderName };

/** `lightbox generate` as asked for. */
export interface GenerateOptions {
  readonly model: string;
  /** One hash of the model's files; undefined where any will do. */
  readonly modelSha256: string | undefined;
  readonly work: PromptWork | TableWork;
  readonly sampling: AskedSampling;
  /** `auto`: the first of the platform's order that works at a useful speed. */
  readonly provider: ProviderName | 'auto';
  /** Undefined: the machine's own choice. */
  readonly threads: number | undefined;
  readonly memory: (typeof MEMORY_NAMES)[number];
  readonly outFolder: string;
  readonly json: boolean;
}

/**
 * Checks the options' texts.
 * @throws LightboxError BAD_INPUT naming the option and what it takes
 */
export function parseGenerateOptions(options: RawOptions): GenerateOptions {
  const given = <Value>(name: string, read: (text: string) => Value): Value | undefined => {
    const text = textOption(options, name);
    return text === undefined ? undefined : read(text);
  };
  return {
    model: filledText('--model', textOption(options, 'model') ?? ''),
    modelSha256: given('modelSha256', (text) => sha256Text('--model-sha256', text)),
    work: workOf(options),
    sampling: samplingOf(options),
    provider: oneOf('--provider', textOption(options, 'provider') ?? 'cpu', PROVIDER_CHOICES),
    threads: given('threads', (text) => wholeNumber('--threads', text, 1, MAX_THREADS)),
    memory: given('memory', (text) => oneOf('--memory', text, MEMORY_NAMES)) ?? 'resident',
    outFolder: filledText('--out', textOption(options, 'out') ?? ''),
    json: options['json'] === true,
  };
}

function workOf(options: RawOptions): PromptWork | TableWork {
  const [prompt, table] = [textOption(options, 'prompt'), textOption(options, 'table')];
  if (prompt === undefined && table === undefined)
    throw badInput('name a prompt with --prompt, or a table of prompts with --table');
  if (prompt === undefined) return tableWork(filledText('--table', table ?? ''), options);
  if (table !== undefined) throw badInput('--prompt and --table exclude each other');
  for (const flag of ['shard', 'resume'])
    if (options[flag] !== undefined) throw badInput(`--${flag} belongs to a table: it needs --table`);
  return promptWork(promptText('--prompt', filledText('--prompt', prompt)), options);
}

function promptWork(prompt: string, options: RawOptions): PromptWork {
  const count = wholeNumber('--count', textOption(options, 'count') ?? '1', 1, MAX_COUNT);
  const seed = seedOf(options);
  if (seed !== undefined && seed + count - 1 > MAX_SEED)
    throw badInput(`--seed ${seed} with --count ${count} passes the last seed, ${MAX_SEED}`);
  return { kind: 'prompt', prompt, count, seed, edit: editOf(options) };
}

function editOf(options: RawOptions): PromptWork['edit'] {
  const film = textOption(options, 'initImage');
  const [mask, strength] = [textOption(options, 'mask'), strengthOf(options)];
  if (film === undefined) {
    const flag = mask === undefined ? '--strength' : '--mask';
    if (mask !== undefined || strength !== undefined)
      throw badInput(`${flag} needs a film to edit: name it with --init-image`);
    return null;
  }
  if (strength === undefined)
    throw badInput('--init-image needs --strength: how far the result may leave the film, above 0 to 1');
  return {
    film: filledText('--init-image', film),
    mask: mask === undefined ? null : filledText('--mask', mask),
    strength,
  };
}

function tableWork(table: string, options: RawOptions): TableWork {
  for (const [name, flag] of [
    ['initImage', '--init-image'],
    ['mask', '--mask'],
  ] as const)
    if (options[name] !== undefined)
      throw badInput(
        `${flag} belongs to --prompt; a table names its films in the column "${name === 'mask' ? 'mask' : 'init_image'}"`,
      );
  return {
    kind: 'table',
    table,
    shard: shardOf(textOption(options, 'shard') ?? '1/1'),
    resume: options['resume'] === true,
    count: wholeNumber('--count', textOption(options, 'count') ?? '1', 1, MAX_IMAGES_PER_ROW),
    seed: seedOf(options),
    strength: strengthOf(options),
  };
}

function shardOf(text: string): TableWork['shard'] {
  const [, part = '', of = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { part: Number(part), of: Number(of) };
  if (shard.part >= 1 && shard.part <= shard.of && shard.of <= MAX_SHARDS) return shard;
  throw badInput(`--shard takes a part of a whole, as 2/8, from 1/n to n/n, not "${text}"`);
}

function samplingOf(options: RawOptions): AskedSampling {
  const presetName = textOption(options, 'preset');
  const preset: Sampling | undefined =
    presetName === undefined ? undefined : PUBLISHED_SAMPLING[oneOf('--preset', presetName, PRESET_NAMES)];
  const number = (name: string, read: (text: string) => number): number | undefined => {
    const text = textOption(options, name);
    return text === undefined ? undefined : read(text);
  };
  const share = (flag: string) => (text: string) =>
    decimalNumber(flag, text, 'from 0 to 1', (value) => value <= 1);
  const [scheduler, negative] = [textOption(options, 'scheduler'), textOption(options, 'negative')];
  return {
    negativePrompt: negative === undefined ? undefined : promptText('--negative', negative),
    steps: number('steps', (text) => wholeNumber('--steps', text, 1, MAX_STEPS)) ?? preset?.steps,
    guidanceScale: number('guidance', guidanceOf) ?? preset?.guidanceScale,
    scheduler: scheduler === undefined ? preset?.scheduler : oneOf('--scheduler', scheduler, SCHEDULER_NAMES),
    guidanceRescale: number('guidanceRescale', share('--guidance-rescale')) ?? preset?.guidanceRescale,
    eta: number('eta', share('--eta')) ?? preset?.eta,
  };
}

function guidanceOf(text: string): number {
  return decimalNumber('--guidance', text, `from 0 to ${MAX_GUIDANCE}`, (value) => value <= MAX_GUIDANCE);
}

function seedOf(options: RawOptions): number | undefined {
  const text = textOption(options, 'seed');
  return text === undefined ? undefined : wholeNumber('--seed', text, 0, MAX_SEED);
}

function strengthOf(options: RawOptions): number | undefined {
  const text = textOption(options, 'strength');
  if (text === undefined) return undefined;
  return decimalNumber('--strength', text, 'above 0 to 1', (value) => value > 0 && value <= 1);
}

function promptText(flag: string, text: string): string {
  if (promptTextSchema.safeParse(text).success) return text;
  throw badInput(`${flag} is longer than ${promptTextSchema.maxLength} characters`);
}
