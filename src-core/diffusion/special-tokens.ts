import { LightboxError } from '../base/errors.ts';

/** The ids that stand around the text of a prompt. */
export interface TokenFrame {
  readonly startId: number;
  readonly endId: number;
  readonly padId: number;
  readonly maxLength: number;
}

/** Start, as much of the text as fits, end, padding: what transformers makes with padding and truncation on. */
export function frameTokens(
  { startId, endId, padId, maxLength }: TokenFrame,
  textIds: readonly number[],
): { ids: Int32Array; tokenCount: number } {
  const kept = Math.min(textIds.length, maxLength - 2);
  const ids = new Int32Array(maxLength).fill(padId);
  ids[0] = startId;
  ids.set(textIds.slice(0, kept), 1);
  ids[kept + 1] = endId;
  return { ids, tokenCount: kept + 2 };
}

/** Cuts a text at the special tokens in it, the longest first where two start at one place; keeps them. */
export function specialTokenSplitter(specialTokens: readonly string[]): (text: string) => string[] {
  const alternatives = [...new Set(specialTokens)]
    .filter((token) => token !== '')
    .sort((left, right) => right.length - left.length)
    .map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`(${alternatives.join('|')})`, 'u');
  return (text) => text.split(pattern).filter((section) => section !== '');
}

/** @throws LightboxError MODEL_INVALID where a prompt of this length holds no text */
export function checkMaxLength(maxLength: number): void {
  if (Number.isInteger(maxLength) && maxLength >= 2) return;
  throw invalidTokenizer(
    'tokenizer_config.json',
    `the length ${maxLength} leaves no room for start and end token`,
  );
}

export function invalidTokenizer(file: string, what: string): LightboxError {
  return new LightboxError(
    'MODEL_INVALID',
    `tokenizer/${file}: ${what}. Copy the model folder again as it was exported.`,
    { file: `tokenizer/${file}` },
  );
}
