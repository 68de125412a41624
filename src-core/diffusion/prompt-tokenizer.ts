import { type ClipTokenizerFiles, createClipTokenizer } from './clip-tokenizer.ts';
import type { PromptTokenizer } from './prompt-tokenizer-types.ts';
import { createWordPieceTokenizer, type WordPieceTokenizerFiles } from './wordpiece-tokenizer.ts';

export type { EncodedPrompt, PromptTokenizer } from './prompt-tokenizer-types.ts';

/** What a model folder's tokenizer is made of: CLIP's byte-level BPE, or WordPiece of BERT's family. */
export type PromptTokenizerFiles =
  | ({ readonly kind: 'clip' } & ClipTokenizerFiles)
  | ({ readonly kind: 'wordpiece' } & WordPieceTokenizerFiles);

/**
 * Builds the tokenizer of a model folder.
 * @throws LightboxError MODEL_INVALID naming the file, where special tokens are missing or merges are malformed
 */
export function createPromptTokenizer(files: PromptTokenizerFiles): PromptTokenizer {
  return files.kind === 'clip' ? createClipTokenizer(files) : createWordPieceTokenizer(files);
}
