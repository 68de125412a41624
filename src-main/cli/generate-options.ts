import {
  PROVIDER_NAMES,
  type ProviderName,
  SCHEDULER_NAMES,
  type SchedulerName,
} from '../../src-core/base/generation-names.ts';
import { generationRequestSchema, providerSchema } from '../../src-core/contract/generation-calls.ts';
import { schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { badInput } from './exit.ts';

const MAX_COUNT = 10_000;
const MAX_SEED = 0xffff_ffff;

/** `lightbox generate` as asked for; absent settings take the model's own. */
export interface GenerateOptions {
  readonly model: string;
  readonly prompt: string;
  readonly negativePrompt: string | undefined;
  readonly count: number;
  /** Undefined: to be drawn. */
  readonly seed: number | undefined;
  readonly steps: number | undefined;
  readonly guidanceScale: number | undefined;
  readonly scheduler: SchedulerName | undefined;
  readonly provider: ProviderName;
  readonly outFolder: string;
  readonly json: boolean;
}

/**
 * Checks the options' texts.
 * @throws LightboxError BAD_INPUT naming the option and what it takes
 */
export function parseGenerateOptions(options: Readonly<Record<string, unknown>>): GenerateOptions {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  const count = wholeNumber('--count', text('count') ?? '1', 1, MAX_COUNT);
  const seedText = text('seed');
  const seed = seedText === undefined ? undefined : wholeNumber('--seed', seedText, 0, MAX_SEED);
  if (seed !== undefined && seed + count - 1 > MAX_SEED) {
    throw badInput(`--seed ${seed} with --count ${count} passes the last seed, ${MAX_SEED}`);
  }
  const stepsText = text('steps');
  const guidanceText = text('guidance');
  return {
    model: filled('--model', text('model')),
    prompt: promptText('--prompt', filled('--prompt', text('prompt'))),
    negativePrompt:
      text('negative') === undefined ? undefined : promptText('--negative', text('negative') ?? ''),
    count,
    seed,
    steps: stepsText === undefined ? undefined : stepsOf(stepsText),
    guidanceScale: guidanceText === undefined ? undefined : guidanceOf(guidanceText),
    scheduler: schedulerOf(text('scheduler')),
    provider: providerOf(text('provider') ?? 'cpu'),
    outFolder: filled('--out', text('out')),
    json: options['json'] === true,
  };
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw badInput(`${name} takes a whole number from ${min} to ${max}, not "${text}"`);
}

function stepsOf(text: string): number {
  const { steps } = generationRequestSchema.shape;
  return wholeNumber('--steps', text, steps.minValue ?? 1, steps.maxValue ?? 200);
}

function guidanceOf(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (generationRequestSchema.shape.guidanceScale.safeParse(value).success) return value;
  throw badInput(`--guidance takes a number from 0 to 30, not "${text}"`);
}

function schedulerOf(text: string | undefined): SchedulerName | undefined {
  if (text === undefined) return undefined;
  const parsed = schedulerNameSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw badInput(`--scheduler takes ${SCHEDULER_NAMES.join(', ')}, not "${text}"`);
}

function providerOf(text: string): ProviderName {
  const parsed = providerSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw badInput(`--provider takes ${PROVIDER_NAMES.join(', ')}, not "${text}"`);
}

function filled(name: string, text: string | undefined): string {
  if (text !== undefined && text.trim() !== '') return text;
  throw badInput(`${name} is empty`);
}

function promptText(name: string, text: string): string {
  const { negativePrompt } = generationRequestSchema.shape;
  if (negativePrompt.safeParse(text).success) return text;
  throw badInput(`${name} is longer than 4000 characters`);
}
