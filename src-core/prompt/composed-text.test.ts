import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordingsOf } from './composed-text.ts';
import { EMPTY_DESCRIPTION, type FilmDescription } from './description.ts';
import { FINDING_IDS } from './findings.ts';
import { composeText, WORDINGS } from './wording.ts';

const statements = fc.uniqueArray(fc.constantFrom(...FINDING_IDS), { maxLength: 5 }).chain((ids) =>
  fc.tuple(
    ...ids.map((finding) =>
      fc.record({
        finding: fc.constant(finding),
        presence: fc.constantFrom('present' as const, 'absent' as const),
        side: fc.constantFrom('left' as const, 'right' as const, 'bilateral' as const, 'none' as const),
        size: fc.constantFrom('small' as const, 'moderate' as const, 'large' as const, 'none' as const),
      }),
    ),
  ),
);

const description: fc.Arbitrary<FilmDescription> = fc.record({
  age: fc.option(fc.integer({ min: 0, max: 120 })),
  sex: fc.constantFrom('male' as const, 'female' as const, 'none' as const),
  race: fc.option(fc.constantFrom('white', 'Black', 'asian')),
  view: fc.constantFrom('PA' as const, 'AP' as const, 'lateral' as const, 'none' as const),
  normal: fc.boolean(),
  findings: statements,
});

describe('the form of a composed text', () => {
  it('is found in whatever is composed, in either wording', () => {
    fc.assert(
      fc.property(description, fc.constantFrom(...WORDINGS), (described, wording) => {
        const { text } = composeText(described, wording);
        fc.pre(text !== '');
        expect(wordingsOf(text)).toContain(wording);
      }),
      { numRuns: 500 },
    );
  });

  it('tells the wordings apart where they differ', () => {
    const findings = [{ finding: 'effusion', presence: 'present', side: 'right', size: 'large' }] as const;
    const of = (wording: (typeof WORDINGS)[number]) =>
      wordingsOf(composeText({ ...EMPTY_DESCRIPTION, findings: [...findings] }, wording).text);
    expect(of('roentgen')).toEqual(['roentgen']);
    expect(of('roentgen-v2')).toEqual(['roentgen-v2']);
  });

  it.each([
    '',
    'Right effusion.',
    'Right pleural effusion',
    'There is a right pleural effusion.',
    'Right pleural effusion with pneumonia and is stable.',
    'No pleural effusion and pneumothorax.',
    'Heart size is normal. No pleural effusion.',
    'No pleural effusion. 70 year old male.',
    '70-year-old male. Pneumonia.',
    'Possible pneumonia.',
    'Big pleural thickening.',
  ])('is not found in %j', (text) => {
    expect(wordingsOf(text)).toEqual([]);
  });
});
