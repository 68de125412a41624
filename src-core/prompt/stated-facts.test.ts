import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_DESCRIPTION, type FilmDescription } from './description.ts';
import { FINDINGS } from './findings.ts';
import { statedFacts } from './stated-facts.ts';
import { composeText, WORDINGS } from './wording.ts';

const statement = fc.record({
  presence: fc.constantFrom('present', 'absent'),
  side: fc.constantFrom('left', 'right', 'bilateral', 'none'),
  size: fc.constantFrom('small', 'moderate', 'large', 'none'),
});
const description: fc.Arbitrary<FilmDescription> = fc
  .record({
    age: fc.option(fc.integer({ min: 0, max: 120 }), { nil: null }),
    sex: fc.constantFrom('male', 'female', 'none'),
    view: fc.constantFrom('PA', 'AP', 'lateral', 'none'),
    findings: fc.array(fc.tuple(fc.constantFrom(...FINDINGS), statement), { maxLength: 6 }),
  })
  .map(({ findings, ...rest }) => ({
    ...EMPTY_DESCRIPTION,
    ...rest,
    findings: [
      ...new Map(findings.map(([term, stated]) => [term.id, { finding: term.id, ...stated }])).values(),
    ],
  }));

describe('statedFacts', () => {
  it('reads back what the composer has worded', () => {
    fc.assert(
      fc.property(description, fc.constantFrom(...WORDINGS), (described, wording) => {
        const { text, omitted } = composeText(described, wording);
        const facts = statedFacts(text);
        const of = (presence: 'present' | 'absent') =>
          FINDINGS.map(({ id }) => id).filter((id) =>
            described.findings.some((stated) => stated.finding === id && stated.presence === presence),
          );
        expect(facts).toEqual({
          age: omitted.includes('age') ? null : described.age,
          sex: omitted.includes('sex') ? 'none' : described.sex,
          view: described.view,
          normal: false,
          present: of('present'),
          absent: of('absent'),
        });
      }),
    );
  });

  it.each([
    // RoentGen's own example (Bluethgen et al. 2024).
    ['Big right-sided pleural effusion with adjacent atelectasis', ['atelectasis', 'effusion'], []],
    ['Edema without pneumothorax, but a mass.', ['mass', 'edema'], ['pneumothorax']],
    ['No pneumonia or effusion. Pneumonia.', ['pneumonia'], ['effusion']],
    ['Kerley-B lines', [], []],
    ['', [], []],
  ])('finds the findings of %j', (text, present, absent) => {
    expect(statedFacts(text)).toMatchObject({ present, absent });
  });

  it('knows the wordings of a normal film', () => {
    for (const text of ['No acute cardiopulmonary process.', 'Lungs are clear', 'No finding'])
      expect(statedFacts(text)).toMatchObject({ normal: true, present: [], absent: [] });
  });

  it('takes no initials for a view and no date for an age', () => {
    expect(statedFacts('Patient of 1954, apical pa, 200 year old woman')).toMatchObject({
      age: null,
      view: 'none',
      sex: 'female',
    });
  });
});
