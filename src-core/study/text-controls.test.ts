import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FilmId } from '../base/ids.ts';
import { MISMATCHES } from '../prompt/mismatched-text.ts';
import { proposeTextControls, type TextFilm } from './text-controls.ts';

const film = (arm: string, index: number, text: string, change: Partial<TextFilm> = {}): TextFilm => ({
  filmId: `${arm}-${index}` as FilmId,
  arm,
  role: 'reading',
  textControl: { kind: 'matched' },
  text,
  ...change,
});

const TEXTS = [
  'Small left pleural effusion. No pneumothorax.',
  '70 year old male. Right-sided pneumonia and mild cardiomegaly.',
  'No acute cardiopulmonary process.',
  'Bilateral pleural effusions.',
  'Possible right lower lobe pneumonia.',
  'There is a right pneumothorax.',
  'No pleural effusion or pneumothorax.',
  'Mild pulmonary edema.',
];

const none = { 'wrong-side': 0, 'wrong-finding': 0, negated: 0 };
const counts = (controls: ReturnType<typeof proposeTextControls>['controls'], arm: string) =>
  MISMATCHES.map(
    (how) =>
      controls.filter(({ filmId, textControl }) => filmId.startsWith(`${arm}-`) && textControl.how === how)
        .length,
  );

describe('proposed text controls', () => {
  it('are equal in number in every arm, each film once, never the original, whatever the texts and wishes', () => {
    const text = fc.constantFrom(...TEXTS);
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.record({
          'wrong-side': fc.nat(4),
          'wrong-finding': fc.nat(4),
          negated: fc.nat(4),
        }),
        fc.nat(),
        (real, made, perArm, seed) => {
          const films = [
            ...real.map((own, index) => film('real', index, own)),
            ...made.map((own, index) => film('made', index, own)),
          ];
          const proposed = proposeTextControls(films, { perArm, seed });
          const { controls, short } = proposed;
          expect(counts(controls, 'real')).toEqual(counts(controls, 'made'));
          expect(new Set(controls.map(({ filmId }) => filmId)).size).toBe(controls.length);
          for (const { filmId, text: changed, textControl } of controls) {
            expect(changed).not.toBe(textControl.originalText);
            expect(textControl.originalText).toBe(films.find((own) => own.filmId === filmId)?.text);
          }
          for (const [index, how] of MISMATCHES.entries()) {
            const said = short.filter((entry) => entry.how === how).map(({ count }) => count);
            expect(counts(controls, 'real')[index]).toBe(Math.min(perArm[how], ...said));
          }
          expect(proposeTextControls([...films].reverse(), { perArm, seed })).toEqual(proposed);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are of films that are read and whose text fits them', () => {
    const films = [
      film('real', 0, 'Left effusion.', { role: 'training' }),
      film('real', 1, 'Left effusion.', {
        textControl: { kind: 'mismatched', how: 'wrong-side', originalText: 'Right effusion.' },
      }),
      film('real', 2, 'Left effusion.'),
    ];
    const { controls } = proposeTextControls(films, { perArm: { ...none, 'wrong-side': 3 }, seed: 1 });
    expect(controls).toEqual([
      {
        filmId: 'real-2',
        text: 'Right effusion.',
        textControl: { kind: 'mismatched', how: 'wrong-side', originalText: 'Left effusion.' },
      },
    ]);
  });

  it('are none where an arm states no side, which is said with the reasons', () => {
    const films = [
      film('real', 0, 'Bilateral pleural effusions.'),
      film('real', 1, 'Possible left pneumonia.'),
      film('made', 0, 'Left pleural effusion.'),
    ];
    expect(proposeTextControls(films, { perArm: { ...none, 'wrong-side': 1 }, seed: 1 })).toEqual({
      controls: [],
      short: [
        { how: 'wrong-side', arm: 'real', wanted: 1, count: 0, reasons: { 'both-sides': 1, hedged: 1 } },
      ],
    });
  });

  it('leave the texts with a side to the wrong sides', () => {
    const films = ['real', 'made'].flatMap((arm) =>
      ['Left pleural effusion.', 'Pulmonary edema.', 'No pneumothorax.'].map((text, index) =>
        film(arm, index, text),
      ),
    );
    for (let seed = 0; seed < 20; seed += 1) {
      const { controls, short } = proposeTextControls(films, {
        perArm: { 'wrong-side': 1, 'wrong-finding': 1, negated: 1 },
        seed,
      });
      expect(short).toEqual([]);
      expect(controls).toHaveLength(6);
    }
  });
});
