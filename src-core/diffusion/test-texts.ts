import * as fc from 'fast-check';

/** For tests: texts of every kind, with pieces that make special tokens of a tokenizer. */
export function anyTexts(pieces: readonly string[]): [string, fc.Arbitrary<string>][] {
  return [
    ['graphemes', fc.string({ unit: 'grapheme', maxLength: 200 })],
    ['code points of every kind', fc.string({ unit: 'binary', maxLength: 200 })],
    [
      'UTF-16 with lone surrogates',
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    ],
    ['pieces of special tokens', fc.array(fc.constantFrom(...pieces)).map((picked) => picked.join(''))],
  ];
}
