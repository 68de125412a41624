import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenReport } from '../../../src-core/contract/generation-calls.ts';
import { distinctUncoveredWords, markText } from './marked-text.ts';

const report = (
  text: string,
  words: readonly string[],
  truncatedText: string | null = null,
): TokenReport => ({
  tokenCount: 1,
  maxTokens: 77,
  truncatedText,
  uncoveredWords: words.map((word) => {
    const start = text.indexOf(word);
    return { word, start, end: start + word.length };
  }),
});

describe('markText', () => {
  it('marks uncovered words where they stand', () => {
    const text = 'Large zebra effusion.';
    expect(markText(text, report(text, ['zebra', 'Large']))).toEqual([
      { kind: 'uncovered', text: 'Large', start: 0 },
      { kind: 'plain', text: ' ', start: 5 },
      { kind: 'uncovered', text: 'zebra', start: 6 },
      { kind: 'plain', text: ' effusion.', start: 11 },
    ]);
  });

  it('strikes the end that the model will not see, in whatever case the tokenizer gave it back', () => {
    const text = 'Effusion. And More';
    expect(markText(text, report(text, [], 'and more')).at(-1)).toEqual({
      kind: 'cut',
      text: 'And More',
      start: 10,
    });
  });

  it('marks no end that is not in the text', () => {
    expect(markText('a  b', report('a  b', [], 'x y'))).toEqual([{ kind: 'plain', text: 'a  b', start: 0 }]);
  });

  it('always gives the text back whole', () => {
    const span = fc.tuple(fc.nat(40), fc.nat(12));
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(span, { maxLength: 6 }),
        fc.nat(40),
        (text, spans, cut) => {
          const uncoveredWords = spans
            .map(([start, length]) => ({ start, end: Math.min(start + length, text.length) }))
            .filter(({ start, end }) => end > start)
            .map(({ start, end }) => ({ start, end, word: text.slice(start, end) }));
          const parts = markText(text, {
            ...report(text, []),
            uncoveredWords,
            truncatedText: text.slice(cut),
          });
          expect(parts.map((part) => part.text).join('')).toBe(text);
        },
      ),
    );
  });
});

describe('distinctUncoveredWords', () => {
  it('lists each word once, as it first stands', () => {
    const text = 'Zebra and zebra';
    const words = [
      { word: 'Zebra', start: 0, end: 5 },
      { word: 'zebra', start: 10, end: 15 },
    ];
    expect(distinctUncoveredWords({ ...report(text, []), uncoveredWords: words })).toEqual(['Zebra']);
  });
});
