import { z } from 'zod';
import { PROVIDER_NAMES, SCHEDULER_NAMES } from '../base/generation-names.ts';
import {
  filmIdSchema,
  instantSchema,
  jobIdSchema,
  modelIdSchema,
  nameSchema,
  nothing,
  promptTextSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';
import { providerSettingSchema } from './settings-calls.ts';

export const schedulerNameSchema = z.enum(SCHEDULER_NAMES);
export const providerSchema = z.enum(PROVIDER_NAMES);

/** Seeds are those of torch's generator that a table or a paper would quote: 32 bits are enough. */
export const seedSchema = z.number().int().min(0).max(0xffff_ffff);

/** SHA-256 of a stored mask. */
export const maskIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** An edit of a film by prompt: of all of it, or of what a mask marks. */
export const filmEditSchema = z.strictObject({
  sourceFilmId: filmIdSchema,
  /** How far the result may leave the film. */
  strength: z.number().gt(0).max(1),
  /** SHA-256 of a stored mask of the film's size, one byte a pixel: 255 is drawn anew, 0 stays. */
  maskId: maskIdSchema.nullable(),
});
export type FilmEdit = z.infer<typeof filmEditSchema>;

/** Size and number of threads of a recipe decide the last bits of an image; its place in its batch is only named. */
const fixedByRecipeSchema = z.strictObject({
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  threads: z.number().int().min(1).max(256),
  seedIndex: z.number().int().nonnegative().default(0),
});

export const generationRequestSchema = z.strictObject({
  modelId: modelIdSchema,
  prompt: promptTextSchema.refine((text) => text.trim() !== '', 'The prompt is empty'),
  negativePrompt: promptTextSchema,
  count: z.number().int().min(1).max(64),
  /**
   * The first image's seed; image n takes seed + n. Null lets the program draw one, which is then recorded;
   * requests sent together share it.
   */
  seed: seedSchema.nullable(),
  steps: z.number().int().min(1).max(200),
  guidanceScale: z.number().min(0).max(30),
  scheduler: schedulerNameSchema,
  provider: providerSettingSchema,
  /** 0 leaves guidance as it is, 1 rescales it fully (Lin et al. 2023). */
  guidanceRescale: z.number().min(0).max(1).default(0),
  /** DDIM's eta; other schedulers leave it alone. */
  eta: z.number().min(0).max(1).default(0),
  /** The film that is edited; null for text to image. */
  edit: filmEditSchema.nullable().default(null),
  /** What a recipe fixed besides, for an image that is made again; null takes the model's size and own threads. */
  fixed: fixedByRecipeSchema.nullable().default(null),
  /** Names the member of a mirrored pair ("left", "without ..."), null outside pairs. */
  pairLabel: z.string().max(120).nullable(),
});
export type GenerationRequest = z.infer<typeof generationRequestSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

/** A request as a job keeps it: with its seed, and with the wider limits of prompt tables. */
export const jobRequestSchema = generationRequestSchema.extend({
  seed: seedSchema,
  count: z.number().int().min(1).max(1000),
  steps: z.number().int().min(1).max(1000),
});

export const jobViewSchema = z.strictObject({
  id: jobIdSchema,
  state: jobStateSchema,
  request: jobRequestSchema,
  createdAt: instantSchema,
  doneCount: z.number().int(),
  filmIds: z.array(filmIdSchema),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What this job makes again, by name; null for any other job. */
  remakeOf: z.string().nullable(),
  /** Milliseconds that its missing images take, by the model's steps so far; null where none was measured. */
  estimateMs: z.number().nullable(),
});
export type JobView = z.infer<typeof jobViewSchema>;

export const tokenReportSchema = z.strictObject({
  /** Tokens that the model takes in, with start and end mark: at most `maxTokens`. */
  tokenCount: z.number().int(),
  maxTokens: z.number().int(),
  /** The end of the text that the model will not see; null when all of it fits. */
  truncatedText: z.string().nullable(),
  /** Words that the model's training never covered, with their place in the text; empty when not known. */
  uncoveredWords: z.array(
    z.strictObject({ word: z.string(), start: z.number().int(), end: z.number().int() }),
  ),
});
export type TokenReport = z.infer<typeof tokenReportSchema>;

export const savedPromptSchema = z.strictObject({
  id: z.string(),
  name: nameSchema,
  prompt: promptTextSchema,
  negativePrompt: promptTextSchema,
  createdAt: instantSchema,
});
export type SavedPrompt = z.infer<typeof savedPromptSchema>;

export const generationCalls = {
  'compose.inspectPrompt': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ modelId: modelIdSchema, text: promptTextSchema }),
    output: tokenReportSchema,
  },
  'prompts.list': { role: 'coordinator', kind: 'query', input: nothing, output: z.array(savedPromptSchema) },
  'prompts.save': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ name: nameSchema, prompt: promptTextSchema, negativePrompt: promptTextSchema }),
    output: savedPromptSchema,
  },
  'prompts.delete': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ id: z.string() }),
    output: nothing,
  },
  'generation.enqueue': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ requests: z.array(generationRequestSchema).min(1).max(64) }),
    output: z.array(jobViewSchema),
  },
} as const satisfies Record<string, CallDefinition>;
