import { describe, expect, it } from 'vitest';
import type { UserId } from '../../../../src-core/base/ids.ts';
import { withChosen } from '../films/films-state.ts';
import { candidate, emptyDraft } from '../testing/draft.ts';
import {
  draftFaults,
  isStorable,
  sameDesign,
  sectionStates,
  withProfile,
  withReader,
  withRules,
} from './design-state.ts';

const design = { name: 'Pilot', seed: 1, draft: emptyDraft() };
const ada = 'us_ada' as UserId;

describe('a design', () => {
  it('can be stored with a name and a seed of 32 bits', () => {
    expect(isStorable(design)).toBe(true);
    expect(isStorable({ ...design, name: '  ' })).toBe(false);
    expect(isStorable({ ...design, seed: null })).toBe(false);
    expect(isStorable({ ...design, seed: 2 ** 32 })).toBe(false);
  });

  it('cannot be stored with an entry that is missing; the fault names its section', () => {
    const wording = { rule: 'as-written' as const, statement: '' };
    const draft = withRules(design.draft, { wording });
    expect(isStorable({ ...design, draft })).toBe(false);
    expect(draftFaults(draft).map(({ section }) => section)).toEqual(['texts']);
    const [first] = design.draft.rules.instrument.items;
    const items = first === undefined ? [] : [first, first];
    const twice = withRules(design.draft, { instrument: { ...design.draft.rules.instrument, items } });
    expect(draftFaults(twice).map(({ section }) => section)).toContain('instrument');
    expect(draftFaults(twice)[0]?.message).toContain('used twice');
  });

  it('is the same with blanks around its name, and another with another reader', () => {
    expect(sameDesign(design, { ...design, name: ' Pilot ' })).toBe(true);
    expect(sameDesign(design, { ...design, draft: emptyDraft() })).toBe(true);
    expect(sameDesign(design, { ...design, draft: withReader(design.draft, ada, true) })).toBe(false);
  });
});

describe('the sections', () => {
  it('that a study needs wait for a choice; others are ready with their defaults', () => {
    const states = sectionStates(design, [], { problems: [] });
    expect(states).toMatchObject({ films: 'needed', readers: 'needed', rules: 'ready', summary: 'needed' });
  });

  it('show what the check found, and so does the summary', () => {
    const film = candidate('r1', { kind: 'real' });
    const draft = withChosen(withReader(design.draft, ada, true), [film], true);
    const problems = [{ topic: 'phases' as const, message: 'No.', filmId: null }];
    const states = sectionStates({ ...design, draft }, [], { problems });
    expect(states).toMatchObject({ readers: 'ready', phases: 'problem', summary: 'problem' });
    expect(sectionStates({ ...design, seed: null }, [], { problems: [] }).order).toBe('problem');
  });
});

describe('readers', () => {
  it('leave their adjudication when they leave the study', () => {
    const [phase] = design.draft.rules.phases;
    const adjudication = {
      ...phase,
      kind: 'adjudication' as const,
      id: 'adjudication',
      readers: [ada as string],
      disagreement: { item: 'realism', least: 2 },
    };
    const start = withRules(withReader(design.draft, ada, true), { phases: [adjudication as never] });
    expect(withReader(start, ada, false).rules.phases).toMatchObject([{ readers: [] }]);
  });

  it('have a profile where something is known of them', () => {
    const start = withReader(design.draft, ada, true);
    const known = withProfile(start, ada, { experienceYears: 4 });
    expect(known.readers[0]?.profile).toEqual({ experienceYears: 4, subspecialty: null });
    expect(withProfile(known, ada, { experienceYears: null }).readers[0]?.profile).toBeNull();
  });
});
