import { Tokenizer } from '@huggingface/tokenizers';
import type { PromptTokenizer } from './prompt-tokenizer-types.ts';
import { checkMaxLength, frameTokens, invalidTokenizer, specialTokenSplitter } from './special-tokens.ts';

/** What the tokenizer is made of: the tokens of vocab.txt, and the settings of tokenizer_config.json. */
export interface WordPieceTokenizerFiles {
  /** Token to id: the line numbers of vocab.txt, from 0. */
  readonly vocab: Readonly<Record<string, number>>;
  /** Length of every encoded prompt in tokens, with start, end and padding: 512 for BERT. */
  readonly maxLength: number;
  readonly lowerCase: boolean;
  /** Null follows `lowerCase`, as in BERT. */
  readonly stripAccents: boolean | null;
  /** Sets blanks around every CJK ideograph. */
  readonly splitIdeographs: boolean;
  /** The special tokens; BERT's own where absent. */
  readonly startToken?: string | null | undefined;
  readonly endToken?: string | null | undefined;
  readonly padToken?: string | null | undefined;
  readonly unknownToken?: string | null | undefined;
  readonly maskToken?: string | null | undefined;
}

/** Longest piece of a word that the cut text is extended by, so that it starts with a whole word. */
const LONGEST_WORD_CHARACTERS = 24;
/** Blanks as the reference sees them: it drops U+FEFF without a split. */
const WORD = /(?:\S|\uFEFF)+/gu;
/** Longer words are one unknown token. */
const LONGEST_KNOWN_WORD = 100;

/**
 * Builds the WordPiece tokenizer of a model folder. Its ids equal those of transformers 5 `BertTokenizer` with
 * `padding='max_length', truncation=True`; special tokens are found in the text as they stand.
 * @throws LightboxError MODEL_INVALID when a special token is not in the vocabulary
 */
export function createWordPieceTokenizer(files: WordPieceTokenizerFiles): PromptTokenizer {
  const { maxLength } = files;
  checkMaxLength(maxLength);
  const idOf = (token: string): number => {
    const id = Object.hasOwn(files.vocab, token) ? files.vocab[token] : undefined;
    if (id === undefined) throw invalidTokenizer('vocab.txt', `the special token "${token}" is missing`);
    return id;
  };
  const startToken = files.startToken ?? '[CLS]';
  const endToken = files.endToken ?? '[SEP]';
  const padToken = files.padToken ?? '[PAD]';
  const unknownToken = files.unknownToken ?? '[UNK]';
  const maskToken = files.maskToken ?? '[MASK]';
  const frame = { startId: idOf(startToken), endId: idOf(endToken), padId: idOf(padToken), maxLength };
  const specialIds = new Map(
    [startToken, endToken, padToken, unknownToken].map((token) => [token, idOf(token)]),
  );
  // Prompts have no use for it: a vocabulary may lack it.
  if (Object.hasOwn(files.vocab, maskToken)) specialIds.set(maskToken, idOf(maskToken));
  const splitAtSpecial = specialTokenSplitter([...specialIds.keys()]);
  let built: Tokenizer | undefined;
  const tokenizer = (): Tokenizer => {
    built ??= createSectionTokenizer(files, unknownToken);
    return built;
  };
  const idsOf = (text: string): number[] =>
    splitAtSpecial(text).flatMap((section) => {
      const special = specialIds.get(section);
      return special === undefined
        ? tokenizer().encode(section, { add_special_tokens: false }).ids
        : [special];
    });

  return {
    maxLength,
    encode(text) {
      const textIds = idsOf(text);
      const room = maxLength - 2;
      return {
        ...frameTokens(frame, textIds),
        truncatedText: textIds.length > room ? cutText(text, room, (part) => idsOf(part).length) : null,
      };
    },
  };
}

/** The library's tokenizer for text between special tokens; see clip-tokenizer.ts for why it is given none. */
function createSectionTokenizer(files: WordPieceTokenizerFiles, unknownToken: string): Tokenizer {
  // The library's own splitting of ideographs stops at U+FFFF; the reference's does not.
  const ideographs = { type: 'Replace', pattern: { Regex: '([\\u{20000}-\\u{2FA1F}])' }, content: ' $1 ' };
  return new Tokenizer(
    {
      added_tokens: [],
      normalizer: {
        type: 'Sequence',
        normalizers: [
          ...(files.splitIdeographs ? [ideographs] : []),
          // JavaScript lowers a capital sigma at a word's end to the final form; the reference does not.
          ...(files.lowerCase ? [{ type: 'Replace', pattern: { String: '\u03a3' }, content: '\u03c3' }] : []),
          {
            type: 'BertNormalizer',
            clean_text: true,
            handle_chinese_chars: files.splitIdeographs,
            strip_accents: files.stripAccents,
            lowercase: files.lowerCase,
          },
        ],
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      model: {
        type: 'WordPiece',
        vocab: files.vocab,
        unk_token: unknownToken,
        continuing_subword_prefix: '##',
        max_input_chars_per_word: LONGEST_KNOWN_WORD,
      },
      post_processor: null,
      decoder: null,
    },
    {},
  );
}

/** The part of a prompt after its first `room` tokens. Tokens do not cross blanks: they are counted by word. */
function cutText(text: string, room: number, countTokens: (part: string) => number): string {
  let left = room;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const count = countTokens(word);
    if (count <= left) {
      left -= count;
      continue;
    }
    const characters = Array.from(word);
    if (characters.length <= LONGEST_WORD_CHARACTERS) return text.slice(index).trim();
    let low = 0;
    let high = characters.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (countTokens(characters.slice(0, middle).join('')) <= left) low = middle;
      else high = middle - 1;
    }
    return text.slice(index + characters.slice(0, low).join('').length).trim();
  }
  return '';
}
