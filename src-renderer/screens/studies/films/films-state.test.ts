import { describe, expect, it } from 'vitest';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import { selectFilms } from '../../../../src-core/study/choose-cases.ts';
import { candidate, emptyDraft } from '../testing/draft.ts';
import {
  ALL_CANDIDATES,
  armCounts,
  chosenElsewhere,
  filledByRule,
  filterCandidates,
  isEligible,
  sharedFilms,
  withArm,
  withChosen,
  withFilms,
  withoutArm,
} from './films-state.ts';

const real = ['r1', 'r2', 'r3'].map((id) => candidate(id, { kind: 'real', finding: 'effusion', view: 'PA' }));
const made = ['s1', 's2'].map((id) => candidate(id, { kind: 'synthetic', decision: 'keep' }));
const edited = candidate('e1', { kind: 'synthetic', decision: 'keep', edited: true });
const all = [...real, ...made, edited];
const ids = (draft: { films: readonly { filmId: FilmId }[] }) => draft.films.map(({ filmId }) => filmId);

describe('choosing films', () => {
  const draft = withChosen(emptyDraft(), all, true);

  it('puts each film into the arm of its kind, with its proposed finding and view', () => {
    expect(draft.arms.map(({ id, kind }) => [id, kind])).toEqual([
      ['real', 'real'],
      ['synthetic', 'synthetic'],
      ['edited', 'edited'],
    ]);
    expect(draft.films[0]).toMatchObject({ arm: 'real', role: 'reading', finding: 'effusion', view: 'PA' });
  });

  it('takes films out and never puts one in twice', () => {
    expect(ids(withChosen(draft, real.slice(0, 1), true))).toEqual(ids(draft));
    expect(ids(withChosen(draft, made, false))).toEqual(['r1', 'r2', 'r3', 'e1']);
  });

  it('sends a film to the arm of its model where there is one', () => {
    const arm = { id: 'model-a', kind: 'synthetic' as const, model: { name: 'A', sha256: null } };
    const start = { ...draft, films: [], arms: [...draft.arms, { ...draft.arms[1], ...arm } as never] };
    const chosen = withChosen(start, [candidate('a', { decision: 'keep', modelName: 'A' })], true);
    expect(chosen.films[0]?.arm).toBe('model-a');
  });

  it('takes real films for follow-up films where the study has no arm of real ones', () => {
    const arm = { ...draft.arms[0], id: 'follow-up', kind: 'follow-up' as const } as never;
    expect(withChosen({ ...emptyDraft(), arms: [arm] }, real, true).films[0]?.arm).toBe('follow-up');
  });

  it('finds chosen films that the library does not offer any more', () => {
    expect(chosenElsewhere(draft, [...real, ...made])).toEqual(['e1']);
  });

  it('offers films with a text, of generated ones those that were kept', () => {
    expect(isEligible(candidate('x', { kind: 'real', text: ' ' }))).toBe(false);
    expect(isEligible(candidate('x', { decision: 'undecided' }))).toBe(false);
    expect(isEligible(candidate('x', { kind: 'real', decision: 'undecided' }))).toBe(true);
  });

  it('counts what an arm holds by role, and what it could hold', () => {
    const changed = withFilms(draft, new Set(['r1' as FilmId]), { role: 'training' });
    expect(armCounts(changed, [...all, candidate('r9', { kind: 'real' })])[0]).toMatchObject({
      roles: { reading: 2, training: 1, calibration: 0, attention: 0 },
      offered: 4,
    });
  });
});

describe('films of one patient or prompt', () => {
  it('are all but the first of each', () => {
    const films = [
      candidate('r1', { kind: 'real', patient: 'p' }),
      candidate('r2', { kind: 'real', patient: 'p' }),
      candidate('r3', { kind: 'real' }),
      candidate('s1', { decision: 'keep', text: 'Edema.' }),
      candidate('s2', { decision: 'keep', text: 'Edema. ' }),
    ];
    const draft = withChosen(emptyDraft(), films, true);
    expect(sharedFilms(draft, films)).toEqual({ patients: ['r2'], prompts: ['s2'] });
  });
});

describe('an arm', () => {
  const draft = withChosen(emptyDraft(), all, true);

  it('drawn at random holds what selectFilms draws', () => {
    const selection = { rule: 'random' as const, count: 2, seed: 5, statement: 'Two.' };
    const ruled = withArm(draft, 'real', { selection });
    const arm = ruled.arms[0];
    if (arm === undefined) throw new Error('no arm');
    const drawn = filledByRule(ruled, arm, all);
    const pool = ['r1', 'r2', 'r3'].map((id) => id as FilmId);
    expect(ids(drawn).filter((id) => id.startsWith('r'))).toEqual(selectFilms(pool, 2, 5));
    expect(() => filledByRule(ruled, { ...arm, selection: { ...selection, count: 9 } }, all)).toThrow(
      'only 3',
    );
  });

  it('takes its films along when it is renamed, and with it when it goes', () => {
    const renamed = withArm(draft, 'synthetic', { id: 'model-a' });
    expect(renamed.films.filter(({ arm }) => arm === 'model-a')).toHaveLength(2);
    expect(ids(withoutArm(renamed, 'model-a'))).toEqual(['r1', 'r2', 'r3', 'e1']);
  });

  it('is followed by the sets that are composed of it', () => {
    const compose = { targetArm: 'synthetic', foilArm: 'real', seed: 1 };
    const renamed = withArm({ ...draft, design: { kind: 'pair', compose } }, 'real', { id: 'hospital' });
    expect(renamed.design).toMatchObject({ compose: { targetArm: 'synthetic', foilArm: 'hospital' } });
  });
});

describe('films of the study', () => {
  const draft = withChosen(emptyDraft(), all, true);
  const r1 = new Set(['r1' as FilmId]);

  it('lose answers and feedback when they are read for the analysis', () => {
    const trained = withFilms(draft, r1, { role: 'training' });
    const taught = {
      ...trained,
      films: trained.films.map((film) => ({ ...film, expected: { realism: 1 }, feedback: 'Look.' })),
    };
    const back = withFilms(taught, r1, { role: 'reading' }).films[0];
    expect(back).toMatchObject({ role: 'reading', expected: null, feedback: null });
    expect(withFilms(taught, r1, { role: 'attention' }).films[0]).toMatchObject({
      expected: { realism: 1 },
      feedback: null,
    });
  });

  it('are found by kind, finding, choice and every word of the search', () => {
    const chosen = new Set(ids(withChosen(emptyDraft(), real, true)));
    const found = (part: Partial<typeof ALL_CANDIDATES>) =>
      filterCandidates(all, { ...ALL_CANDIDATES, ...part }, chosen).map(({ filmId }) => filmId);
    expect(found({ kind: 'edited' })).toEqual(['e1']);
    expect(found({ finding: 'effusion' })).toEqual(['r1', 'r2', 'r3']);
    expect(found({ chosen: 'not-chosen' })).toEqual(['s1', 's2', 'e1']);
    expect(found({ search: 'TEXT s2' })).toEqual(['s2']);
  });
});
