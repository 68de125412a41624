import { Tokenizer } from '@huggingface/tokenizers';
import type { PromptTokenizer } from './prompt-tokenizer-types.ts';
import { checkMaxLength, frameTokens, invalidTokenizer, specialTokenSplitter } from './special-tokens.ts';

/** What the tokenizer is made of: the parsed vocab.json, the text of merges.txt, and the tokenizer's settings. */
export interface ClipTokenizerFiles {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: string;
  /** Length of every encoded prompt in tokens, with start, end and padding: 77 for CLIP. */
  readonly maxLength: number;
  /** The special tokens; CLIP's own where absent. Stable Diffusion 2 pads with "!". */
  readonly startToken?: string | null | undefined;
  readonly endToken?: string | null | undefined;
  readonly padToken?: string | null | undefined;
  readonly unknownToken?: string | null | undefined;
}

/** CLIP's split into words (transformers, models/clip/tokenization_clip.py); digits stand alone. */
const WORD_PATTERN =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
const WORD_END = '</w>';
/** Longest piece of a word that the cut text is extended by, so that it starts with a whole word. */
const LONGEST_WORD_CHARACTERS = 24;

/**
 * Builds the CLIP tokenizer (byte-level BPE, lower case) of a model folder. Its ids equal those of
 * transformers 5 `CLIPTokenizer` with `padding='max_length', truncation=True`, where special tokens have
 * `normalized: false` (found in the text as they stand, before lower case).
 * @throws LightboxError MODEL_INVALID when a special token is not in the vocabulary or a merge is malformed
 */
export function createClipTokenizer(files: ClipTokenizerFiles): PromptTokenizer {
  const { maxLength } = files;
  checkMaxLength(maxLength);
  const endToken = files.endToken ?? '<|endoftext|>';
  const startToken = files.startToken ?? '<|startoftext|>';
  const padToken = files.padToken ?? endToken;
  const unknownToken = files.unknownToken ?? endToken;
  const idOf = (token: string): number => {
    const id = Object.hasOwn(files.vocab, token) ? files.vocab[token] : undefined;
    if (id === undefined) throw invalidTokenizer('vocab.json', `the special token "${token}" is missing`);
    return id;
  };
  const startId = idOf(startToken);
  const endId = idOf(endToken);
  const padId = idOf(padToken);
  const specialIds: Readonly<Record<string, number>> = {
    [startToken]: startId,
    [endToken]: endId,
    [padToken]: padId,
    [unknownToken]: idOf(unknownToken),
  };
  const splitAtSpecial = specialTokenSplitter([startToken, endToken, padToken, unknownToken]);
  const merges = parseMerges(files.merges, files.vocab);
  let built: Tokenizer | undefined;
  // Building takes a second for CLIP's vocabulary: only who encodes pays it.
  const tokenizer = (): Tokenizer => {
    built ??= createSectionTokenizer(files.vocab, merges, unknownToken);
    return built;
  };
  const tokensOf = (section: string): Pieces => {
    if (Object.hasOwn(specialIds, section)) return { ids: [specialIds[section] ?? endId], tokens: [section] };
    return tokenizer().encode(section, { add_special_tokens: false });
  };

  return {
    maxLength,
    encode(text) {
      const room = maxLength - 2;
      const sections = splitAtSpecial(text).map(tokensOf);
      const textIds = sections.flatMap((section) => section.ids);
      const tokens = sections.flatMap((section) => section.tokens);
      return {
        ...frameTokens({ startId, endId, padId, maxLength }, textIds),
        truncatedText: textIds.length > room ? cutText(text, tokens.slice(0, room)) : null,
      };
    },
  };
}

interface Pieces {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
}

/**
 * The library's tokenizer for text between special tokens. It is given none of these: its own search would
 * also take a section whose lower-case form is one, such as "<|ENDOFTEXT|>".
 */
function createSectionTokenizer(
  vocab: ClipTokenizerFiles['vocab'],
  merges: [string, string][],
  unknownToken: string,
): Tokenizer {
  return new Tokenizer(
    {
      added_tokens: [],
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'NFC' },
          { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
          // JavaScript lowers a capital sigma at a word's end to the final form; the reference does not.
          { type: 'Replace', pattern: { String: '\u03a3' }, content: '\u03c3' },
          { type: 'Lowercase' },
        ],
      },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: WORD_PATTERN }, behavior: 'Removed', invert: true },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
        ],
      },
      model: {
        type: 'BPE',
        vocab,
        merges,
        unk_token: unknownToken,
        continuing_subword_prefix: '',
        end_of_word_suffix: WORD_END,
        fuse_unk: false,
      },
      post_processor: null,
      decoder: null,
    },
    {},
  );
}

/** The lines of merges.txt as pairs, without the version header; every pair makes a token of the vocabulary. */
function parseMerges(merges: string, vocab: ClipTokenizerFiles['vocab']): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [index, line] of merges.split(/\r?\n/).entries()) {
    if (line === '' || (index === 0 && line.startsWith('#version'))) continue;
    const [left, right, ...rest] = line.split(' ');
    if (!left || !right || rest.length > 0) {
      throw invalidTokenizer(
        'merges.txt',
        `line ${index + 1} does not hold two symbols with a blank between`,
      );
    }
    if (!Object.hasOwn(vocab, left + right)) {
      throw invalidTokenizer(
        'merges.txt',
        `line ${index + 1} makes "${left + right}", which vocab.json lacks`,
      );
    }
    pairs.push([left, right]);
  }
  return pairs;
}

/**
 * The part of a prompt after the kept tokens. A byte-level token has one character for each byte it covers,
 * and blanks are in no token: so the kept tokens' bytes are counted off from the text's start.
 */
function cutText(text: string, keptTokens: readonly string[]): string {
  let keptBytes = 0;
  for (const token of keptTokens) {
    keptBytes += token.endsWith(WORD_END) ? token.length - WORD_END.length : token.length;
  }
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tokenBytes(characters.slice(0, middle).join('')) <= keptBytes) low = middle;
    else high = middle - 1;
  }
  let start = low;
  while (start > 0 && !/\s/u.test(characters[start - 1] ?? ' ')) start--;
  const cut = low - start <= LONGEST_WORD_CHARACTERS ? start : low;
  return characters.slice(cut).join('').trim();
}

/** UTF-8 length of a text as the tokenizer sees it: composed, lower case, without blanks. */
function tokenBytes(text: string): number {
  let bytes = 0;
  for (const character of text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{White_Space}+/gu, '')) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
