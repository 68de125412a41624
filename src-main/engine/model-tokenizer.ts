import { LightboxError } from '../../src-core/base/errors.ts';
import type { ModelIndex, TextEncoderFacts } from '../../src-core/diffusion/model-folder.ts';
import {
  createPromptTokenizer,
  type PromptTokenizerFiles,
} from '../../src-core/diffusion/prompt-tokenizer.ts';
import {
  parseSpecialTokensMap,
  parseTokenizerConfig,
  parseTokenizerJson,
  parseVocab,
  parseVocabText,
  promptLength,
  type SpecialTokensMap,
  type TokenizerConfig,
  type TokenizerKind,
  type TokenizerVocabulary,
  tokenizerKind,
} from '../../src-core/diffusion/tokenizer-config.ts';
import {
  fileVersions,
  hasModelFile,
  readModelJson,
  readModelText,
  readOptionalModelJson,
} from './model-files.ts';

const CONFIG_FILE = 'tokenizer/tokenizer_config.json';
const MAP_FILE = 'tokenizer/special_tokens_map.json';
const WHOLE_FILE = 'tokenizer/tokenizer.json';
const VOCABULARY_FILE = { clip: 'tokenizer/vocab.json', wordpiece: 'tokenizer/vocab.txt' } as const;
const MERGES_FILE = 'tokenizer/merges.txt';

const FILES = [CONFIG_FILE, MAP_FILE, WHOLE_FILE, MERGES_FILE, ...Object.values(VOCABULARY_FILE)];

/** What was read last for each folder: CLIP's vocabulary takes part of a second, and every image asks for it. */
const known = new Map<string, { readonly version: string; readonly files: PromptTokenizerFiles }>();

/**
 * Reads the tokenizer of a model folder, which must fit the text encoder; again only when a file of it changes.
 * @throws LightboxError MODEL_INVALID, MODEL_UNSUPPORTED
 */
export async function readTokenizer(
  directory: string,
  index: ModelIndex,
  textEncoder: TextEncoderFacts,
): Promise<PromptTokenizerFiles> {
  const versions = await fileVersions(directory, FILES);
  const version = JSON.stringify([versions, index.tokenizer, textEncoder]);
  const last = known.get(directory);
  if (last?.version === version) return last.files;
  const files = await readFiles(directory, index, textEncoder);
  known.set(directory, { version, files });
  return files;
}

async function readFiles(
  directory: string,
  index: ModelIndex,
  textEncoder: TextEncoderFacts,
): Promise<PromptTokenizerFiles> {
  const config = parseTokenizerConfig(
    (await readOptionalModelJson(directory, CONFIG_FILE)) ?? {},
    CONFIG_FILE,
  );
  const map = parseSpecialTokensMap((await readOptionalModelJson(directory, MAP_FILE)) ?? {}, MAP_FILE);
  const kind = await kindOf(directory, index, config);
  const vocabulary = await readVocabulary(directory, kind);
  const maxLength = promptLength(config, textEncoder.positions, CONFIG_FILE);
  const files = tokenizerFiles(kind, vocabulary, maxLength, config, map);
  checkIds(files, textEncoder, VOCABULARY_FILE[kind]);
  createPromptTokenizer(files);
  checkAddedTokens(files, config);
  return files;
}

/** By the class that the tokenizer states, or model_index.json; both must mean the same. */
async function kindOf(directory: string, index: ModelIndex, config: TokenizerConfig): Promise<TokenizerKind> {
  const listed = index.tokenizer[1];
  const own = config.tokenizer_class;
  const kinds = [
    ...(own === undefined ? [] : [tokenizerKind(own, CONFIG_FILE, 'tokenizer_class')]),
    ...(listed === null || /^(Auto|PreTrained)Tokenizer/.test(listed)
      ? []
      : [tokenizerKind(listed, 'model_index.json', 'tokenizer')]),
  ];
  const [kind, other] = kinds;
  if (other !== undefined && kind !== other) {
    throw new LightboxError(
      'MODEL_INVALID',
      `${CONFIG_FILE}: tokenizer_class: ${own}, and model_index.json says ${listed}. Put the tokenizer that the model was trained with into the folder.`,
      { file: CONFIG_FILE, field: 'tokenizer_class' },
    );
  }
  return kind ?? ((await hasModelFile(directory, VOCABULARY_FILE.wordpiece)) ? 'wordpiece' : 'clip');
}

/** From the files of their own, else from tokenizer.json; where both are there they must hold the same. */
async function readVocabulary(directory: string, kind: TokenizerKind): Promise<TokenizerVocabulary> {
  const whole = (await hasModelFile(directory, WHOLE_FILE))
    ? parseTokenizerJson(await readModelJson(directory, WHOLE_FILE), WHOLE_FILE)
    : undefined;
  const file = VOCABULARY_FILE[kind];
  if (whole !== undefined && !(await hasModelFile(directory, file))) return whole;
  const own =
    kind === 'clip'
      ? {
          vocab: parseVocab(await readModelJson(directory, file), file),
          merges: await readModelText(directory, MERGES_FILE),
        }
      : { vocab: parseVocabText(await readModelText(directory, file)), merges: null };
  if (whole !== undefined && !sameVocabulary(own, whole)) {
    throw new LightboxError(
      'MODEL_INVALID',
      `${WHOLE_FILE} holds another vocabulary than ${file}. Remove the one that does not belong to this model.`,
      { file: WHOLE_FILE },
    );
  }
  return own;
}

function sameVocabulary(
  { vocab: left }: TokenizerVocabulary,
  { vocab: right }: TokenizerVocabulary,
): boolean {
  const tokens = Object.keys(left);
  return tokens.length === Object.keys(right).length && tokens.every((token) => left[token] === right[token]);
}

function tokenizerFiles(
  kind: TokenizerKind,
  { vocab, merges }: TokenizerVocabulary,
  maxLength: number,
  config: TokenizerConfig,
  map: SpecialTokensMap,
): PromptTokenizerFiles {
  const common = {
    vocab,
    maxLength,
    padToken: config.pad_token ?? map.pad_token,
    unknownToken: config.unk_token ?? map.unk_token,
  };
  if (kind === 'clip') {
    if (merges === null) {
      throw new LightboxError('MODEL_INVALID', `${WHOLE_FILE}: model.merges: is missing.`, {
        file: WHOLE_FILE,
      });
    }
    return {
      kind,
      ...common,
      merges,
      startToken: config.bos_token ?? map.bos_token,
      endToken: config.eos_token ?? map.eos_token,
    };
  }
  return {
    kind,
    ...common,
    lowerCase: config.do_lower_case ?? true,
    stripAccents: config.strip_accents ?? null,
    splitIdeographs: config.tokenize_chinese_chars ?? true,
    startToken: config.cls_token ?? map.cls_token,
    endToken: config.sep_token ?? map.sep_token,
    maskToken: config.mask_token ?? map.mask_token,
  };
}

/** An id beyond the text encoder's table would read memory that is no embedding. */
function checkIds({ vocab }: PromptTokenizerFiles, textEncoder: TextEncoderFacts, file: string): void {
  let largest = 0;
  for (const id of Object.values(vocab)) largest = Math.max(largest, id);
  if (largest < textEncoder.vocabularySize) return;
  throw new LightboxError(
    'MODEL_INVALID',
    `${file}: ids up to ${largest}, and the text encoder knows ${textEncoder.vocabularySize}. Put the tokenizer that the model was trained with into the folder.`,
    { file, largestId: largest, vocabularySize: textEncoder.vocabularySize },
  );
}

/** Tokens that were added to the vocabulary (textual inversion, ...) would need rules of their own. */
function checkAddedTokens({ vocab }: PromptTokenizerFiles, config: TokenizerConfig): void {
  for (const [id, content] of Object.entries(config.added_tokens_decoder ?? {})) {
    if (Object.hasOwn(vocab, content) && vocab[content] === Number(id)) continue;
    throw new LightboxError(
      'MODEL_UNSUPPORTED',
      `${CONFIG_FILE}: added_tokens_decoder: the added token "${content}" is not supported here.`,
      { file: CONFIG_FILE, field: 'added_tokens_decoder' },
    );
  }
}
