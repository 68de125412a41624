export interface WordSpan {
  readonly word: string;
  /** Offset of the first UTF-16 code unit, and of the one after the last: `text.slice(start, end) === word`. */
  readonly start: number;
  readonly end: number;
}

/** A run of letters with their combining marks. Numbers are no words: every age is within what is trained. */
const WORD = /\p{L}[\p{L}\p{M}]*/gu;

/**
 * The words of a prompt that the model's training never covered, each at its place, to be marked in the editor.
 *
 * @param trainingWords the distinct words of the training prompts: letters only, lower case (hyphens split, as
 * the forge's `words_of` does).
 */
export function uncoveredWords(text: string, trainingWords: ReadonlySet<string>): WordSpan[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    word,
    start: index,
    end: index + word.length,
  })).filter(({ word }) => !trainingWords.has(word.toLowerCase()));
}
