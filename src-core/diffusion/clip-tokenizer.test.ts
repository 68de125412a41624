import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipVocabulary, readClipMerges, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { createClipTokenizer } from './clip-tokenizer.ts';
import type { PromptTokenizer } from './prompt-tokenizer-types.ts';
import { anyTexts } from './test-texts.ts';

interface Cases {
  cases: { text: string; ids: number[]; fullCount: number }[];
  padToken: string;
  padTokenId: number;
}

/** Made by tools/goldens/make_tokenizer_goldens.py with the transformers version recorded inside. */
const golden = readGoldenJson<{
  versions: Record<string, string>;
  maxLength: number;
  clip: Cases;
  clipPaddedWithExclamation: Cases;
  small: Cases & { merges: string[] };
}>('tokenizer.json.gz');

const START = '<|startoftext|>';
const clipMerges = readClipMerges();
const clipVocab = clipVocabulary(clipMerges.trim().split('\n').slice(1));
const smallVocab = clipVocabulary(golden.small.merges);
const smallMerges = `#version: 0.2\n${golden.small.merges.join('\n')}\n`;

function clip(padToken: string): PromptTokenizer {
  return createClipTokenizer({ vocab: clipVocab, merges: clipMerges, maxLength: golden.maxLength, padToken });
}

function small(maxLength: number = golden.maxLength): PromptTokenizer {
  return createClipTokenizer({ vocab: smallVocab, merges: smallMerges, maxLength });
}

const tokenizers = [
  { name: "CLIP's vocabulary", cases: golden.clip, tokenizer: clip('<|endoftext|>') },
  {
    name: 'padding with "!"',
    cases: golden.clipPaddedWithExclamation,
    tokenizer: clip(golden.clipPaddedWithExclamation.padToken),
  },
  { name: 'a small vocabulary', cases: golden.small, tokenizer: small() },
];

describe.each(tokenizers)('the CLIP tokenizer with $name', ({ cases, tokenizer }) => {
  it('equals transformers on every golden text, token by token, and says when text was cut', () => {
    for (const { text, ids, fullCount } of cases.cases) {
      const encoded = tokenizer.encode(text);
      const expected = new Int32Array(golden.maxLength).fill(cases.padTokenId);
      expected.set(ids);
      expect({ text, ids: [...encoded.ids] }).toEqual({ text, ids: [...expected] });
      expect({ text, count: encoded.tokenCount }).toEqual({ text, count: ids.length });
      expect({ text, cut: encoded.truncatedText !== null }).toEqual({
        text,
        cut: fullCount > golden.maxLength,
      });
    }
  });
});

describe('the golden texts', () => {
  it('are at least 500 for each vocabulary, some of them too long', () => {
    for (const { cases } of [golden.clip, golden.small]) {
      expect(new Set(cases.map((each) => each.text)).size).toBeGreaterThanOrEqual(500);
      expect(cases.filter((each) => each.fullCount > golden.maxLength).length).toBeGreaterThan(50);
    }
  });
});

describe('the text that was cut', () => {
  const tokenizer = clip('<|endoftext|>');

  it('is the end of the prompt as written, from a whole word on', () => {
    const words = Array.from({ length: 75 }, () => 'left');
    expect(tokenizer.encode(words.join(' ')).truncatedText).toBeNull();
    expect(tokenizer.encode([...words, 'Right  Lung', 'BASE.'].join(' ')).truncatedText).toBe(
      'Right  Lung BASE.',
    );
  });

  it('starts with the word that fits only in part', () => {
    const words = Array.from({ length: 74 }, () => 'left').join(' ');
    // "effusion" is two tokens in CLIP's vocabulary: "ef", "fusion".
    expect(tokenizer.encode(`${words} effusion, new`).truncatedText).toBe('effusion, new');
  });

  it('is cut between characters where there are no blanks', () => {
    const text = '\u80ba'.repeat(120);
    const cut = tokenizer.encode(text).truncatedText ?? '';
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.length).toBeLessThan(120);
    expect(text.endsWith(cut)).toBe(true);
  });

  it('with what is left before it makes the prompt, and what is left gives the same ids', () => {
    const vocabularyWords = [
      'left',
      'Effusion',
      'NO',
      'pneumothorax',
      '12',
      'caf\u00e9',
      '5 mm.',
      '\t',
      '\u80ba\u708e',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...vocabularyWords), { minLength: 60, maxLength: 120 }),
        (words) => {
          const text = words.join(' ');
          const { ids, truncatedText } = tokenizer.encode(text);
          if (truncatedText === null) return;
          expect(text.trimEnd().endsWith(truncatedText)).toBe(true);
          const kept = text.trimEnd().slice(0, -truncatedText.length);
          const encodedAlone = tokenizer.encode(kept);
          expect(encodedAlone.truncatedText).toBeNull();
          expect([...ids.slice(0, encodedAlone.tokenCount - 1)]).toEqual([
            ...encodedAlone.ids.slice(0, encodedAlone.tokenCount - 1),
          ]);
        },
      ),
    );
  });
});

describe('any text', () => {
  const maxLength = 20;
  const tokenizer = small(maxLength);
  const known = new Set(Object.values(smallVocab));

  it.each(anyTexts(['<|', START, '|>', 'endoftext', '</w>', ' ', '!']))(
    'is encoded to the full length without an error: %s',
    (_name, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          const { ids, tokenCount, truncatedText } = tokenizer.encode(text);
          expect(ids.length).toBe(maxLength);
          expect(ids.every((id) => known.has(id))).toBe(true);
          expect(tokenCount).toBeGreaterThanOrEqual(2);
          expect(tokenCount).toBeLessThanOrEqual(maxLength);
          expect(ids[0]).toBe(smallVocab[START]);
          expect(ids[tokenCount - 1]).toBe(smallVocab['<|endoftext|>']);
          if (truncatedText !== null) expect(tokenCount).toBe(maxLength);
        }),
      );
    },
  );
});

describe('createClipTokenizer', () => {
  it('reads merges with Windows line ends and without a version line alike', () => {
    const texts = ['Small left effusion', 'No pneumothorax.'];
    const forms = [smallMerges, smallMerges.replaceAll('\n', '\r\n'), golden.small.merges.join('\n')];
    const [first, ...others] = forms.map((merges) => {
      const tokenizer = createClipTokenizer({ vocab: smallVocab, merges, maxLength: 77 });
      return texts.map((text) => tokenizer.encode(text).ids);
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it.each([
    ['a special token that the vocabulary lacks', { padToken: '<|pad|>' }, 'tokenizer/vocab.json'],
    ['the name of a built-in property as token', { padToken: 'constructor' }, 'tokenizer/vocab.json'],
    ['merges of another vocabulary', { merges: 'zz qq\n' }, 'tokenizer/merges.txt'],
    ['merges of three symbols', { merges: '#version: 0.2\na b c\n' }, 'tokenizer/merges.txt'],
    ['no room for start and end', { maxLength: 1 }, 'tokenizer/tokenizer_config.json'],
  ])('refuses %s, naming the file', (_name, change, file) => {
    expect(() =>
      createClipTokenizer({ vocab: smallVocab, merges: smallMerges, maxLength: 77, ...change }),
    ).toThrow(expect.objectContaining({ code: 'MODEL_INVALID', details: { file } }));
  });
});
