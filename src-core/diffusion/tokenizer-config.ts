import { z } from 'zod';
import { invalidField, parseFields, unsupported } from './model-json.ts';

/** The JSON files of a tokenizer folder. Field names are the files' own. */

/** A special token is written as a string or as an object with its content. */
const specialTokenSchema = z
  .union([z.string(), z.looseObject({ content: z.string() })])
  .transform((token) => (typeof token === 'string' ? token : token.content));

const specialTokens = {
  bos_token: specialTokenSchema.nullish(),
  eos_token: specialTokenSchema.nullish(),
  cls_token: specialTokenSchema.nullish(),
  sep_token: specialTokenSchema.nullish(),
  mask_token: specialTokenSchema.nullish(),
  pad_token: specialTokenSchema.nullish(),
  unk_token: specialTokenSchema.nullish(),
};

const tokenizerConfigSchema = z.looseObject({
  ...specialTokens,
  tokenizer_class: z.string().optional(),
  /** Some exports write a number near 1e30 for "no limit". */
  model_max_length: z.number().positive().optional(),
  do_lower_case: z.boolean().nullish(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().nullish(),
  do_basic_tokenize: z.boolean().nullish(),
  padding_side: z.string().nullish(),
  truncation_side: z.string().nullish(),
  added_tokens_decoder: z.record(z.string(), specialTokenSchema).nullish(),
});
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

const specialTokensMapSchema = z.looseObject(specialTokens);
export type SpecialTokensMap = z.infer<typeof specialTokensMapSchema>;

const vocabSchema = z.record(z.string(), z.int().nonnegative());
export type Vocab = z.infer<typeof vocabSchema>;

const mergeSchema = z.union([z.string(), z.tuple([z.string(), z.string()])]);

/** tokenizer.json: all in one file, as newer exports write it; vocabulary and merges are taken from it. */
const tokenizerJsonSchema = z.looseObject({
  model: z.looseObject({
    vocab: z.custom<Vocab>(isVocab, 'no ids by token'),
    merges: z.array(mergeSchema).optional(),
  }),
});

/** The vocabulary of a tokenizer, with the merges of a byte-pair one as the text of merges.txt. */
export interface TokenizerVocabulary {
  readonly vocab: Vocab;
  readonly merges: string | null;
}

export type TokenizerKind = 'clip' | 'wordpiece';

/** Above this transformers takes a length for "no limit" (LARGE_INTEGER in tokenization_utils_base.py). */
const NO_LIMIT = 1e20;

/*
 * Errors as in model-folder.ts: MODEL_INVALID or MODEL_UNSUPPORTED, naming file and field.
 */

/** @throws LightboxError also for settings that no tokenizer of Stable Diffusion has */
export function parseTokenizerConfig(json: unknown, fileName: string): TokenizerConfig {
  const config = parseFields(tokenizerConfigSchema, json, fileName);
  for (const field of ['padding_side', 'truncation_side'] as const) {
    const side = config[field] ?? 'right';
    if (side !== 'right') throw unsupported(fileName, field, `"${side}"`);
  }
  if (config.do_basic_tokenize === false) {
    throw unsupported(fileName, 'do_basic_tokenize', 'WordPiece without splitting into words');
  }
  return config;
}

/**
 * What a tokenizer's class name means.
 * @throws LightboxError MODEL_UNSUPPORTED for any other class
 */
export function tokenizerKind(className: string, fileName: string, field: string): TokenizerKind {
  if (/^CLIPTokenizer(Fast)?$/.test(className)) return 'clip';
  if (/^(Bert|DistilBert|CXRBert)Tokenizer(Fast)?$/.test(className)) return 'wordpiece';
  throw unsupported(fileName, field, `the tokenizer ${className}`);
}

export function parseSpecialTokensMap(json: unknown, fileName: string): SpecialTokensMap {
  return parseFields(specialTokensMapSchema, json, fileName);
}

/** vocab.json: token to id. */
export function parseVocab(json: unknown, fileName: string): Vocab {
  if (isVocab(json)) return json;
  return parseFields(vocabSchema, json, fileName);
}

/** What the schema says, in a hundredth of its time: there are tens of thousands of tokens. */
function isVocab(json: unknown): json is Vocab {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  return Object.values(json).every((id) => Number.isSafeInteger(id) && id >= 0);
}

/** vocab.txt: one token a line; its id is the line's number from 0, the last of equal ones counts. */
export function parseVocabText(text: string): Vocab {
  const lines = text.replace(/\n$/, '').split('\n');
  return Object.fromEntries(lines.map((line, index) => [line.trimEnd(), index]));
}

export function parseTokenizerJson(json: unknown, fileName: string): TokenizerVocabulary {
  const { vocab, merges } = parseFields(tokenizerJsonSchema, json, fileName).model;
  const lines = merges?.map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')));
  return { vocab, merges: lines === undefined ? null : `${lines.join('\n')}\n` };
}

/**
 * Length of every encoded prompt in tokens: what the tokenizer states, else what the position table holds.
 * @throws LightboxError MODEL_INVALID where the tokenizer goes beyond the position table
 */
export function promptLength(config: TokenizerConfig, positions: number, fileName: string): number {
  const stated = config.model_max_length;
  if (stated === undefined || stated > NO_LIMIT) return positions;
  if (!Number.isInteger(stated) || stated > positions) {
    throw invalidField(
      fileName,
      'model_max_length',
      `${stated} tokens, and the text encoder has ${positions} positions`,
    );
  }
  return stated;
}
