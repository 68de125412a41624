import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import type { PromptTokenizer } from './prompt-tokenizer-types.ts';
import { anyTexts } from './test-texts.ts';
import { createWordPieceTokenizer, type WordPieceTokenizerFiles } from './wordpiece-tokenizer.ts';

interface GoldenSet {
  vocabulary: 'uncased' | 'cased';
  settings: {
    model_max_length: number;
    do_lower_case: boolean;
    strip_accents?: boolean;
    tokenize_chinese_chars?: boolean;
  };
  cases: { text: string; ids: number[]; fullCount: number }[];
}

/** Made by tools/goldens/make_wordpiece_goldens.py with the transformers version recorded inside. */
const golden = readGoldenJson<{
  versions: Record<string, string>;
  vocabularies: Record<'uncased' | 'cased', string[]>;
  sets: Record<string, GoldenSet>;
}>('wordpiece.json.gz');

const vocabOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));
const uncased = vocabOf(golden.vocabularies.uncased);

function tokenizerOf({ vocabulary, settings }: GoldenSet): PromptTokenizer {
  return createWordPieceTokenizer({
    vocab: vocabOf(golden.vocabularies[vocabulary]),
    maxLength: settings.model_max_length,
    lowerCase: settings.do_lower_case,
    stripAccents: settings.strip_accents ?? null,
    splitIdeographs: settings.tokenize_chinese_chars ?? true,
  });
}

function small(maxLength: number, changes: Partial<WordPieceTokenizerFiles> = {}): PromptTokenizer {
  return createWordPieceTokenizer({
    vocab: uncased,
    maxLength,
    lowerCase: true,
    stripAccents: null,
    splitIdeographs: true,
    ...changes,
  });
}

describe.each(Object.entries(golden.sets))('the WordPiece tokenizer, %s', (_name, set) => {
  it('equals transformers on every golden text, token by token, and says when text was cut', () => {
    const tokenizer = tokenizerOf(set);
    const length = set.settings.model_max_length;
    for (const { text, ids, fullCount } of set.cases) {
      const encoded = tokenizer.encode(text);
      const expected = new Int32Array(length);
      expected.set(ids);
      expect({ text, ids: [...encoded.ids] }).toEqual({ text, ids: [...expected] });
      expect({ text, count: encoded.tokenCount }).toEqual({ text, count: ids.length });
      expect({ text, cut: encoded.truncatedText !== null }).toEqual({ text, cut: fullCount > length });
    }
  });
});

describe('the golden texts', () => {
  it('are at least 600, some too long, some with words that the vocabulary lacks', () => {
    const unknown = uncased['[UNK]'] ?? -1;
    const cases = golden.sets['uncased']?.cases ?? [];
    expect(new Set(cases.map(({ text }) => text)).size).toBeGreaterThanOrEqual(600);
    expect(cases.filter(({ ids }) => ids.includes(unknown)).length).toBeGreaterThan(50);
    expect(cases.some(({ fullCount }) => fullCount > 600)).toBe(true);
    const short = golden.sets['short']?.cases ?? [];
    expect(short.filter(({ fullCount }) => fullCount > 24).length).toBeGreaterThan(50);
  });
});

describe('the text that was cut', () => {
  const tokenizer = small(10);

  it('is the end of the prompt as written, from a whole word on', () => {
    const words = Array.from({ length: 8 }, () => 'left');
    expect(tokenizer.encode(words.join(' ')).truncatedText).toBeNull();
    expect(tokenizer.encode([...words, 'Right  Lung', 'BASE.'].join(' ')).truncatedText).toBe(
      'Right  Lung BASE.',
    );
  });

  it('starts with the word that fits only in part', () => {
    // Seven tokens fit before it; "5.5" is three.
    expect(tokenizer.encode('left left left left left left left 5.5 mm').truncatedText).toBe('5.5 mm');
  });

  it('is cut between characters where there are no blanks', () => {
    const text = '\u80ba'.repeat(40);
    expect(tokenizer.encode(text).truncatedText).toBe('\u80ba'.repeat(32));
  });

  it('with what is left before it makes the prompt, and what is left gives the same ids', () => {
    const words = [
      'left',
      'Effusion',
      'NO',
      'pneumothorax',
      '12',
      'caf\u00e9',
      '5 mm.',
      '\t',
      '[SEP]',
      '\ufeff',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 6, maxLength: 30 }), (picked) => {
        const text = picked.join(' ');
        const { ids, truncatedText } = tokenizer.encode(text);
        if (truncatedText === null) return;
        expect(text.trimEnd().endsWith(truncatedText)).toBe(true);
        const alone = tokenizer.encode(text.trimEnd().slice(0, -truncatedText.length));
        expect(alone.truncatedText).toBeNull();
        expect([...ids.slice(0, alone.tokenCount - 1)]).toEqual([
          ...alone.ids.slice(0, alone.tokenCount - 1),
        ]);
      }),
    );
  });
});

describe('any text', () => {
  const maxLength = 20;
  const tokenizer = small(maxLength);
  const known = new Set(Object.values(uncased));

  it.each(anyTexts(['[', 'CLS', ']', '[SEP]', 'MASK', '##', ' ', '[PAD]']))(
    'is encoded to the full length without an error: %s',
    (_name, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          const { ids, tokenCount, truncatedText } = tokenizer.encode(text);
          expect(ids.length).toBe(maxLength);
          expect(ids.every((id) => known.has(id))).toBe(true);
          expect(ids[0]).toBe(uncased['[CLS]']);
          expect(ids[tokenCount - 1]).toBe(uncased['[SEP]']);
          expect([...ids.slice(tokenCount)].every((id) => id === uncased['[PAD]'])).toBe(true);
          if (truncatedText !== null) expect(tokenCount).toBe(maxLength);
        }),
      );
    },
  );
});

describe('createWordPieceTokenizer', () => {
  it.each([
    ['a special token that the vocabulary lacks', { padToken: '<pad>' }, 'tokenizer/vocab.txt'],
    ['the name of a built-in property as token', { startToken: 'constructor' }, 'tokenizer/vocab.txt'],
    ['no room for start and end', { maxLength: 1 }, 'tokenizer/tokenizer_config.json'],
  ])('refuses %s, naming the file', (_name, change, file) => {
    expect(() => small(20, change)).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', details: { file } }),
    );
  });

  it('takes a vocabulary without a mask token, which prompts have no use for', () => {
    const { '[MASK]': _mask, ...vocab } = uncased;
    expect(small(20, { vocab }).encode('left lung').tokenCount).toBe(4);
  });
});
