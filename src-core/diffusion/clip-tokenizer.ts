import { LightboxError } from '../base/errors.ts';

/** What the tokenizer is made of: the parsed vocab.json, the text of merges.txt, and the tokenizer's settings. */
export interface ClipTokenizerFiles {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: string;
  /** Length of every encoded prompt in tokens, with start, end and padding: 77 for CLIP. */
  readonly maxLength: number;
  /** The special tokens; CLIP's own where absent. */
  readonly startToken?: string;
  readonly endToken?: string;
  readonly padToken?: string;
  readonly unknownToken?: string;
}

/** A prompt as the text encoder takes it. */
export interface EncodedPrompt {
  /** `maxLength` token ids: start token, text, end token, padding. */
  readonly ids: Int32Array;
  /** Tokens used, with start and end token, without padding. */
  readonly tokenCount: number;
  /** The end of the prompt that did not fit, as written; null when nothing was cut. */
  readonly truncatedText: string | null;
}

export interface ClipTokenizer {
  readonly maxLength: number;
  encode(text: string): EncodedPrompt;
}

/** Builds the CLIP tokenizer (byte-level BPE with lower case) of a model folder. */
export function createClipTokenizer(_files: ClipTokenizerFiles): ClipTokenizer {
  throw new LightboxError('INTERNAL', 'not yet');
}
