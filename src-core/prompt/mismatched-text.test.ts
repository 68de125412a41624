import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { wordingsOf } from './composed-text.ts';
import type { FilmDescription } from './description.ts';
import { FINDING_IDS, findingTerm } from './findings.ts';
import { MISMATCHES, type Mismatch, mismatchedText } from './mismatched-text.ts';
import { statedFacts } from './stated-facts.ts';
import { composeText, WORDINGS } from './wording.ts';

const random = (seed = 0) => seededRandom(`mismatch/${seed}`);
const wrong = (text: string, how: Mismatch) => mismatchedText(text, how, random());
/** Whatever the random choice. */
const all = (text: string, how: Mismatch): unknown[] => [
  ...new Set(
    Array.from({ length: 60 }, (_, seed) => mismatchedText(text, how, random(seed))).map((found) =>
      'text' in found ? found.text : found.unable,
    ),
  ),
];

describe('a text with a wrong side', () => {
  it.each([
    ['Left effusion.', 'Right effusion.'],
    ['Small right-sided pneumonia.', 'Small left-sided pneumonia.'],
    ['RIGHT PLEURAL EFFUSION.', 'Left PLEURAL EFFUSION.'],
    ['Right lower lobe consolidation is new.', 'Left lower lobe consolidation is new.'],
    ['There is a pneumothorax on the left.', 'There is a pneumothorax on the right.'],
    ['Right internal jugular line. Left rib fracture.', 'Right internal jugular line. Right rib fracture.'],
    [
      'The left heart border is clear. Small right effusion.',
      'The left heart border is clear. Small left effusion.',
    ],
  ])('of %j is %j', (text, expected) => {
    expect(wrong(text, 'wrong-side')).toEqual({ text: expected });
  });

  it('has one of two sides turned', () => {
    expect(all('Left pleural effusion and right pneumothorax.', 'wrong-side').sort()).toEqual([
      'Left pleural effusion and left pneumothorax.',
      'Right pleural effusion and right pneumothorax.',
    ]);
  });

  it.each([
    ['Bilateral pleural effusions.', 'both-sides'],
    ['Pleural effusions on both sides.', 'both-sides'],
    ['Mild cardiomegaly, left ventricle.', 'both-sides'],
    ['Right middle lobe pneumonia.', 'both-sides'],
    ['Possible left pneumonia.', 'hedged'],
    ['Left pneumonia or atelectasis.', 'hedged'],
    ['No left pneumothorax.', 'not-stated'],
    ['Clear lungs.', 'not-stated'],
    ['Left pleural effusion. The effusion is small.', 'repeated'],
  ])('is not made of %j: %s', (text, unable) => {
    expect(wrong(text, 'wrong-side')).toEqual({ unable });
  });
});

describe('a text with a wrong finding', () => {
  it('names one other disease that the words around it fit', () => {
    for (const changed of all('A small left pleural effusion. No pneumothorax.', 'wrong-finding')) {
      expect(changed).toMatch(/^A small left (lung mass|pulmonary nodule)\. No pneumothorax\.$/);
    }
    for (const changed of all('There is a right-sided consolidation.', 'wrong-finding')) {
      expect(changed).toBe('There is a right-sided infiltrate.');
    }
    expect(all('Bilateral lung masses.', 'wrong-finding').sort()).toEqual([
      'Bilateral pleural effusions.',
      'Bilateral pneumothoraces.',
      'Bilateral pulmonary nodules.',
    ]);
    expect(all('A hiatal hernia.', 'wrong-finding')).toContain('An infiltrate.');
  });

  it('leaves the others as they are', () => {
    for (const changed of all('Small left pleural effusion and mild pulmonary edema.', 'wrong-finding')) {
      const { present } = statedFacts(String(changed));
      expect(present).toHaveLength(2);
      expect(present.filter((id) => id === 'effusion' || id === 'edema')).toHaveLength(1);
    }
  });

  it.each([
    ['No acute cardiopulmonary process.', 'not-stated'],
    ['Pacemaker.', 'not-stated'],
    ['Suspected pneumonia.', 'hedged'],
    ['Pneumonia. Unchanged pneumonia.', 'repeated'],
    ['The effusion has resolved.', 'hedged'],
  ])('is not made of %j: %s', (text, unable) => {
    expect(wrong(text, 'wrong-finding')).toEqual({ unable });
  });
});

describe('a text with a negation', () => {
  it.each([
    ['Pleural effusion.', 'No pleural effusion.'],
    ['No pleural effusion.', 'Pleural effusion.'],
    ['There is a small right pneumothorax.', 'There is no pneumothorax.'],
    ['There is no consolidation.', 'There is a consolidation.'],
    ['No evidence of pneumothorax.', 'Pneumothorax.'],
    [
      'Heart size is normal. Small left effusion. PA view.',
      'Heart size is normal. No pleural effusion. PA view.',
    ],
    ['Left effusion. No pneumothorax.', 'No pneumothorax or pleural effusion.'],
    ['Heart size is normal; left effusion', 'Heart size is normal; No pleural effusion'],
  ])('of %j is %j', (text, expected) => {
    expect(wrong(text, 'negated')).toEqual({ text: expected });
  });

  it('turns one of several findings', () => {
    expect(
      all('Small left pleural effusion and mild pulmonary edema. AP chest radiograph.', 'negated').sort(),
    ).toEqual([
      'Mild pulmonary edema. No pleural effusion. AP chest radiograph.',
      'Small left pleural effusion. No pulmonary edema. AP chest radiograph.',
    ]);
    expect(all('No pleural effusion, edema or pneumothorax.', 'negated')).toContain(
      'Pleural effusion. No edema or pneumothorax.',
    );
    expect(all('Big left-sided pleural effusion with adjacent atelectasis.', 'negated').sort()).toEqual([
      'Atelectasis. No pleural effusion.',
      'Big left-sided pleural effusion. No atelectasis.',
    ]);
  });

  it.each([
    ['No acute cardiopulmonary process. No pleural effusion.', 'not-stated'],
    ['PA view.', 'not-stated'],
    ['Possible pneumonia.', 'hedged'],
    ['No change of the effusion.', 'hedged'],
    ['Known tumour whose effusion reaches the apex.', 'entangled'],
    ['Edema. Pulmonary edema is mild.', 'repeated'],
  ])('is not made of %j: %s', (text, unable) => {
    expect(wrong(text, 'negated')).toEqual({ unable });
  });
});

const described: fc.Arbitrary<FilmDescription> = fc
  .uniqueArray(fc.constantFrom(...FINDING_IDS), { maxLength: 5 })
  .chain((ids) =>
    fc.record({
      age: fc.option(fc.integer({ min: 0, max: 120 })),
      sex: fc.constantFrom('male' as const, 'none' as const),
      race: fc.constant(null),
      view: fc.constantFrom('PA' as const, 'none' as const),
      normal: fc.constant(ids.length === 0),
      findings: fc.tuple(
        ...ids.map((finding) =>
          fc.record({
            finding: fc.constant(finding),
            presence: fc.constantFrom('present' as const, 'absent' as const),
            side: fc.constantFrom('left' as const, 'right' as const, 'bilateral' as const, 'none' as const),
            size: fc.constantFrom('small' as const, 'large' as const, 'none' as const),
          }),
        ),
      ),
    }),
  );

describe('any composed text, in either wording', () => {
  it('is turned in exactly one statement, stays of its template, and is turned the same way by the same seed', () => {
    let turned = 0;
    fc.assert(
      fc.property(
        described,
        fc.constantFrom(...WORDINGS),
        fc.constantFrom(...MISMATCHES),
        fc.nat(1000),
        (description, wording, how, seed) => {
          const { text } = composeText(description, wording);
          const found = mismatchedText(text, how, random(seed));
          expect(mismatchedText(text, how, random(seed))).toEqual(found);
          if (!('text' in found)) return;
          turned += 1;
          expect(found.text).not.toBe(text);
          expect(wordingsOf(found.text)).toContain(wording);
          const [before, after] = [statedFacts(text), statedFacts(found.text)];
          const gone = before.present.filter((id) => !after.present.includes(id)).length;
          const come = after.present.filter((id) => !before.present.includes(id)).length;
          if (how === 'wrong-side') {
            expect(after).toEqual(before);
            const [one, other] = [text.split(/\b/), found.text.split(/\b/)];
            expect(
              one.filter((word, index) => word.toLowerCase() !== other[index]?.toLowerCase()),
            ).toHaveLength(1);
          }
          if (how === 'wrong-finding') expect([gone, come]).toEqual([1, 1]);
          if (how === 'negated') {
            expect(gone + come).toBe(1);
            expect([...after.present, ...after.absent].sort()).toEqual(
              [...before.present, ...before.absent].sort(),
            );
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(turned).toBeGreaterThan(1000);
  });

  it('that states diseases, one of them with a side, can be turned in every way', () => {
    for (const wording of WORDINGS) {
      for (const finding of FINDING_IDS.filter((id) => findingTerm(id).kind === 'disease')) {
        const { text } = composeText(
          {
            age: 70,
            sex: 'male',
            race: null,
            view: 'PA',
            normal: false,
            findings: [{ finding, presence: 'present', side: 'right', size: 'large' }],
          },
          wording,
        );
        for (const how of MISMATCHES) {
          const sideless = how === 'wrong-side' && findingTerm(finding).side === 'none';
          const found = mismatchedText(text, how, random());
          expect('text' in found || sideless, `${how}: ${text}`).toBe(true);
        }
      }
    }
  });
});
