import { describe, expect, it } from 'vitest';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import { withChosen } from '../films/films-state.ts';
import { candidate, emptyDraft } from '../testing/draft.ts';
import {
  controlCounts,
  mismatchedFilms,
  proposedControls,
  withControl,
  withFoundSources,
  withoutControls,
  withoutSource,
} from './texts-state.ts';

const films = [
  candidate('r1', { kind: 'real', text: 'Right effusion.' }),
  candidate('r2', { kind: 'real', text: 'Clear lungs.' }),
  candidate('s1', { decision: 'keep', text: ' Right effusion. ' }),
  candidate('s2', { decision: 'keep', text: 'Edema.' }),
];
const draft = withChosen(emptyDraft(), films, true);
const s1 = 's1' as FilmId;

describe('texts that are wrong on purpose', () => {
  const wrong = withControl(draft, s1, 'wrong-side', 'Left effusion.', 'Right effusion.');

  it('are counted by arm and kind, with the text that fits kept', () => {
    expect(mismatchedFilms(wrong)).toMatchObject([
      { text: 'Left effusion.', textControl: { how: 'wrong-side', originalText: 'Right effusion.' } },
    ]);
    expect(controlCounts(wrong)).toEqual([
      { arm: 'real', counts: { 'wrong-side': 0, 'wrong-finding': 0, negated: 0 } },
      { arm: 'synthetic', counts: { 'wrong-side': 1, 'wrong-finding': 0, negated: 0 } },
    ]);
  });

  it('are given back', () => {
    expect(withoutControls(wrong, new Set([s1]))).toEqual(draft);
  });
});

describe('proposed texts that are wrong on purpose', () => {
  const many = ['real', 'synthetic'].flatMap((kind) =>
    Array.from({ length: 6 }, (_, index) =>
      candidate(`${kind}-${index}`, {
        kind: kind === 'real' ? 'real' : 'synthetic',
        decision: 'keep',
        text: index < 3 ? `Small left pleural effusion, number ${index}.` : 'Pulmonary edema.',
      }),
    ),
  );
  const start = withChosen(emptyDraft(), many, true);
  const wishes = { perArm: { 'wrong-side': 2, 'wrong-finding': 1, negated: 1 }, seed: 3 };

  it('are as many of each kind in every arm, each film once, the same for the same seed', () => {
    const { draft: proposed, short } = proposedControls(start, many, wishes);
    expect(short).toEqual([]);
    expect(controlCounts(proposed).map(({ counts }) => counts)).toEqual([wishes.perArm, wishes.perArm]);
    expect(mismatchedFilms(proposed).every((film) => film.text !== film.textControl.originalText)).toBe(true);
    expect(proposedControls(proposed, many, wishes).draft).toEqual(proposed);
    const all = new Set(mismatchedFilms(proposed).map(({ filmId }) => filmId));
    expect(withoutControls(proposed, all)).toEqual(start);
  });

  it('fall short in every arm alike where one arm does not allow more, and say which and why', () => {
    const wanted = { ...wishes, perArm: { ...wishes.perArm, 'wrong-side': 5 } };
    const { draft: proposed, short } = proposedControls(start, many, wanted);
    expect(short).toEqual(
      ['real', 'synthetic'].map((arm) => ({
        arm,
        how: 'wrong-side',
        wanted: 5,
        count: 3,
        reasons: { 'both-sides': 3 },
      })),
    );
    expect(controlCounts(proposed).map(({ counts }) => counts['wrong-side'])).toEqual([3, 3]);
  });
});

describe('where a text comes from', () => {
  it('is the real film of the same text, and stays open where there is none', () => {
    const found = withFoundSources(draft, films);
    expect(found.films.find(({ filmId }) => filmId === s1)?.textFrom).toBe('r1');
    expect(withoutSource(draft)).toHaveLength(2);
    expect(withoutSource(found).map(({ filmId }) => filmId)).toEqual(['s2']);
    expect(found.films.find(({ filmId }) => filmId === 'r1')?.textFrom).toBeNull();
  });
});
