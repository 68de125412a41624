import type { TokenReport } from '../../../src-core/contract/generation-calls.ts';

export type TextPart = {
  readonly kind: 'plain' | 'uncovered' | 'cut';
  readonly text: string;
  readonly start: number;
};

/** The prompt in parts: plain, words the training never covered, and the end that the model will not see. */
export function markText(text: string, report: TokenReport): readonly TextPart[] {
  const cutText = report.truncatedText ?? '';
  const cutStart = cutText === '' ? text.length : findCut(text, cutText);
  const parts: TextPart[] = [];
  const push = (kind: TextPart['kind'], start: number, end: number) => {
    if (end > start) parts.push({ kind, text: text.slice(start, end), start });
  };
  let position = 0;
  for (const { start, end } of [...report.uncoveredWords].sort((a, b) => a.start - b.start)) {
    if (start < position || end > cutStart) continue;
    push('plain', position, start);
    push('uncovered', start, end);
    position = end;
  }
  push('plain', position, cutStart);
  push('cut', cutStart, text.length);
  return parts;
}

/** Each word once, in the order of the text, whatever its case. */
export function distinctUncoveredWords(report: TokenReport): readonly string[] {
  const seen = new Map<string, string>();
  for (const { word } of report.uncoveredWords) {
    if (!seen.has(word.toLowerCase())) seen.set(word.toLowerCase(), word);
  }
  return [...seen.values()];
}

/** The tokenizer folds blanks and case, so the cut end may not be found as it stands: then nothing is marked. */
function findCut(text: string, cutText: string): number {
  const exact = text.lastIndexOf(cutText);
  if (exact >= 0) return exact;
  const folded = text.toLowerCase().lastIndexOf(cutText.toLowerCase());
  return folded >= 0 && text.toLowerCase().length === text.length ? folded : text.length;
}
